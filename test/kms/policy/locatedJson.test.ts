import assert from "node:assert/strict";
import { decodeUtf8, locateValue, readJson } from "../../../kms/policy/locatedJson";
import { KeyPolicyError, type PolicyProblem } from "../../../kms/policy/parseProblems";

function problemOf(read: () => unknown): PolicyProblem {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof KeyPolicyError && error.problems.length === 1);
    return error.problems[0]!;
  }
  assert.fail("it was read");
}

const long = "long ".repeat(20);
const faults: readonly [text: string, line: number, column: number, what: RegExp][] = [
  ["", 1, 1, /^Unexpected end$/],
  ["{", 1, 2, /^Expected property name or '}'$/],
  ['{\n "a": 1,\n}', 3, 1, /^Expected double-quoted property name$/],
  ['{"Effect": "Allow"\n "Action": "x"}', 2, 2, /^Expected ',' or '}' after property value$/],
  ["[1] x", 1, 5, /^Unexpected non-whitespace character after JSON$/],
  ['["a\nb"]', 1, 4, /^Bad control character in string literal$/],
  ['["\\x"]', 1, 4, /^Bad escaped character$/],
  ['"\\u12', 1, 6, /^Bad Unicode escape$/],
  ['["abc', 1, 6, /^Unterminated string$/],
  ['{"a": [tru', 1, 11, /^Unexpected end$/],
  ["[1,\n2,]", 2, 3, /^Unexpected token ']'$/],
  ["nonsense\n", 1, 2, /^Unexpected token 'o'$/],
  [`{"a": "${long}",\n "b": [",", ;]}`, 2, 13, /^Unexpected token ';'$/],
  [`["${long}",\n,"${long}"]`, 2, 1, /^Unexpected token ','$/],
  ['["this stands at position 3", ;]', 1, 31, /^Unexpected token ';'$/],
  ["undefined", 1, 1, /^"undefined" is not valid JSON$/],
];

const nested = (depth: number, inner = "") => `${"[ ".repeat(depth)}${inner}${" ]".repeat(depth)}`;
const tooDeep: readonly [what: string, text: string, line: number, column: number][] = [
  ["lists", nested(33), 1, 65],
  ["objects", `${'{"a":\n'.repeat(33)}1${"}".repeat(33)}`, 33, 1],
  ["lists after what is closed again", `[${nested(31)}, ${nested(31)}, ${nested(32)}]`, 1, 316],
  ["lists after texts with quotes", `["\\"[", "\\\\", ${nested(32)}]`, 1, 77],
  ["JSON that ends before it is closed", "[".repeat(1000), 1, 33],
];

describe("JSON of policies", () => {
  for (const [text, line, column, what] of faults) {
    it(`is none at line ${line}, column ${column} of ${JSON.stringify(text).slice(0, 50)}`, () => {
      const problem = problemOf(() => readJson(text));
      assert.deepEqual([problem.path, problem.line, problem.column], ["", line, column]);
      assert.match(problem.message.replace(/^not JSON: /, "").replace(/ of JSON input$| in JSON$/, ""), what);
      assert.match(problem.message, /^not JSON: /);
      assert.match(problem.remedy, /mend the JSON here/);
    });
  }

  for (const [what, text, line, column] of tooDeep) {
    it(`nests too deep: ${what}`, () => {
      const problem = problemOf(() => readJson(text));
      assert.match(problem.message, /nests more than 32 deep/);
      assert.match(problem.remedy, /nests 7 deep: remove/);
      assert.deepEqual([problem.path, problem.line, problem.column], ["", line, column]);
    });
  }

  it("may nest 32 deep, and hold any brackets in its texts", () => {
    for (const text of [
      nested(32),
      `"${"[{".repeat(50)}"`,
      `{"a": "\\"${"[".repeat(50)}", "\\\\": "${"{".repeat(50)}"}`,
    ])
      assert.equal(readJson(text).place?.line, 1);
  });

  it("knows its place whatever the white space", () => {
    const text = '{ "a" : [ ] ,\n\t"b"\n:{ } , "c" :\r\n[ 1 , 2\n] }';
    assert.deepEqual(readJson(text), {
      kind: "object",
      members: [
        {
          name: "a",
          value: { kind: "array", items: [], place: { line: 1, column: 9, endLine: 1 } },
          place: { line: 1, column: 3, endLine: 1 },
        },
        {
          name: "b",
          value: { kind: "object", members: [], place: { line: 3, column: 2, endLine: 3 } },
          place: { line: 2, column: 2, endLine: 3 },
        },
        {
          name: "c",
          value: {
            kind: "array",
            items: [
              { kind: "scalar", value: 1, place: { line: 4, column: 3, endLine: 4 } },
              { kind: "scalar", value: 2, place: { line: 4, column: 7, endLine: 4 } },
            ],
            place: { line: 4, column: 1, endLine: 5 },
          },
          place: { line: 3, column: 8, endLine: 5 },
        },
      ],
      place: { line: 1, column: 1, endLine: 5 },
    });
  });
});

describe("JSON that was parsed elsewhere", () => {
  const scalar = (value: string | number | boolean | null) => ({ kind: "scalar", value });

  it("is read without places, and what is undefined is left out", () => {
    assert.deepEqual(locateValue({ a: [1, true, null, "x"], b: undefined, c: {} }), {
      kind: "object",
      members: [
        { name: "a", value: { kind: "array", items: [scalar(1), scalar(true), scalar(null), scalar("x")] } },
        { name: "c", value: { kind: "object", members: [] } },
      ],
    });
  });

  for (const [kind, value] of [
    ["function", () => 1],
    ["bigint", 1n],
    ["symbol", Symbol("a")],
    ["undefined", undefined],
  ] as const) {
    it(`is none where it holds a ${kind}`, () => {
      const problem = problemOf(() => locateValue([value]));
      assert.match(problem.message, new RegExp(`holds a ${kind}, which is no JSON`));
      assert.equal(problem.path, "");
    });
  }

  it("may nest 32 deep, in lists and objects", () => {
    const list = (depth: number): unknown => (depth === 0 ? 1 : [list(depth - 1)]);
    const object = (depth: number): unknown => (depth === 0 ? 1 : { a: object(depth - 1) });
    for (const nest of [list, object]) {
      assert.doesNotThrow(() => locateValue(nest(32)));
      assert.match(problemOf(() => locateValue(nest(33))).message, /nests more than 32 deep/);
    }
  });
});

describe("bytes of policies", () => {
  it("are UTF-8, of which a byte order mark stays", () => {
    assert.equal(decodeUtf8(Buffer.from("\uFEFFü")), "\uFEFFü");
    const problem = problemOf(() => decodeUtf8(Uint8Array.of(0xff)));
    assert.match(problem.message, /not valid UTF-8/);
    assert.match(problem.remedy, /save it as UTF-8/);
  });
});
