import assert from "node:assert/strict";
import fc from "fast-check";
import type { KeyPolicy } from "../../../kms/policy/document";
import { KeyPolicyError, keyPolicyFromJson, parseKeyPolicy } from "../../../kms/policy/parse";
import { toJsonPolicy } from "../../../kms/policy/toJson";

const statement = { Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" };

/** The problems of a text, told as a reader sees them. */
function refusal(source: string | Uint8Array): string {
  try {
    parseKeyPolicy(source);
  } catch (error) {
    if (error instanceof KeyPolicyError) return error.message;
    throw error;
  }
  return "";
}

describe("parseKeyPolicy", () => {
  it("takes one value for a list of one, everywhere", () => {
    const [single, listed] = [
      { Statement: { ...statement, Condition: { Bool: { "aws:SecureTransport": true } } } },
      {
        Statement: [
          {
            ...statement,
            Action: ["kms:Decrypt"],
            Resource: ["*"],
            Condition: { Bool: { "aws:SecureTransport": ["true"] } },
          },
        ],
      },
    ].map((json) => keyPolicyFromJson(json));
    assert.deepEqual(single, listed);
    assert.deepEqual(single?.statements[0]?.conditions, [
      { operator: "Bool", key: "aws:SecureTransport", values: ["true"] },
    ]);
  });

  it('tells "*" from {"AWS": "*"}', () => {
    const policy = keyPolicyFromJson({ Statement: [statement, { ...statement, Principal: { AWS: "*" } }] });
    assert.deepEqual(
      policy.statements.map(({ principal }) => [principal?.anyone, principal?.AWS]),
      [
        [true, ["*"]],
        [false, ["*"]],
      ],
    );
  });

  it("remembers where each statement stands", () => {
    const text = JSON.stringify({ Version: "2012-10-17", Statement: [statement, statement] }, null, 2);
    const lines = text.split("\n");
    const { statements, bytes } = parseKeyPolicy(text);
    assert.equal(bytes, text.length);
    assert.deepEqual(
      statements.map(({ source }) => source?.line),
      [4, 10],
    );
    assert.equal(lines[(statements[1]?.source?.endLine ?? 0) - 1]?.trim(), "}");
  });

  const refused: readonly [what: string, source: string | Uint8Array, told: RegExp][] = [
    ["an empty text", "", /^line 1, column 1: not JSON/],
    ["broken JSON", '{\n  "Statement": [\n    {"Effect": "Allow",}\n  ]\n}', /^line 3, column 2\d: not JSON/],
    ["a word", "nonsense\n", /^line 1, column 2: not JSON: Unexpected token 'o'/],
    [
      "a comma too many in a list",
      `{\n  "Statement": [\n    {"Sid": "${"long ".repeat(20)}", "Action": ["a", ],\n "Effect": "Deny"}]}`,
      /^line 3, column 133: not JSON: Unexpected token ']'; mend/,
    ],
    ["a raw line break in a text", '{"Statement": "a\nb"}', /not JSON/],
    ["a list as document", "[]", /^line 1, column 1: the document is a list/],
    ["no Statement", "{}", /there is no "Statement"/],
    ["the whole answer of GetKeyPolicy", '{"Policy": "{}"}', /take its policy/],
    ["a statement that is a text", '{"Statement": ["x"]}', /Statement\[0\]: is "x"/],
    ["no Effect", '{"Statement": {"Action": "*"}}', /Statement\[0\]: the statement has no Effect/],
    [
      "another Effect",
      '{"Statement": {"Effect": "Permit"}}',
      /column \d+, Statement\[0\]\.Effect: is "Permit"/,
    ],
    [
      "a bare list of principals",
      '{"Statement": {"Effect": "Allow", "Principal": ["*"]}}',
      /Principal: is a list/,
    ],
    [
      "an object for an action",
      '{"Statement": {"Effect": "Allow", "Action": [{}]}}',
      /Action\[0\]: is an object/,
    ],
    ["null for a resource", '{"Statement": {"Effect": "Allow", "Resource": null}}', /Resource: is null/],
    [
      "a condition without keys",
      '{"Statement": {"Effect": "Allow", "Condition": {"Bool": "x"}}}',
      /Condition\.Bool: is "x"/,
    ],
    [
      "an element that comes twice",
      '{"Statement": {"Effect": "Deny",\n "Effect": "Allow"}}',
      /^line 2, .*written twice/,
    ],
    [
      "a condition key that comes twice",
      '{"Statement": {"Effect": "Deny", "Condition": {"Bool": {"a:b": "1", "a:b": "2"}}}}',
      /Bool\["a:b"\]: .*twice/,
    ],
    ["bytes that are no UTF-8", Uint8Array.from([0x7b, 0xff, 0x7d]), /not valid UTF-8/],
    ["JSON that nests without end", `{"a":${"[".repeat(200_000)}`, /nests more than 32 deep/],
    ["megabytes", `"${"a".repeat(2_000_000)}"`, /2000002 bytes long/],
  ];
  for (const [what, source, told] of refused) {
    it(`refuses ${what}, and says where`, () => {
      assert.match(refusal(source), told);
    });
  }

  it("tells every problem at once", () => {
    assert.equal(
      refusal('{"Statement": [{"Effect": 1}, {"Effect": "Allow", "Action": {}}]}').split("\n").length,
      2,
    );
  });

  it("gives no effect to an Effect in the wrong case", () => {
    const [read] = keyPolicyFromJson({ Statement: { ...statement, Effect: "ALLOW" } }).statements;
    assert.match(read?.ineffective ?? "", /wrong case/);
  });

  it("reads over a byte order mark, and notes it and characters that AWS refuses", () => {
    const text = `\uFEFF${JSON.stringify({ Statement: { ...statement, Sid: "Kęy" } })}`;
    for (const source of [text, Buffer.from(text)]) {
      const { notes, statements } = parseKeyPolicy(source);
      assert.equal(statements.length, 1);
      assert.match(notes?.[0]?.message ?? "", /byte order mark/);
    }
    assert.match(parseKeyPolicy(text.slice(1)).notes?.[0]?.message ?? "", /U\+0119/);
  });

  it("meets any text with a policy or a KeyPolicyError", () => {
    const anything = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.uint8Array(),
      fc.json(),
      fc.jsonValue().map((value) => JSON.stringify({ Statement: value })),
      fc
        .jsonValue()
        .map((value) =>
          JSON.stringify({ Statement: [{ ...statement, Principal: value, Condition: value }] }),
        ),
    );
    fc.assert(
      fc.property(anything, (source) => void refusal(source)),
      { numRuns: 200 },
    );
  });

  it("reads again what it has written", () => {
    const text = fc.stringMatching(/^[ -~]{1,12}$/).filter((name) => name !== "__proto__");
    const texts = fc.array(text, { minLength: 1, maxLength: 3 });
    const condition = fc.dictionary(text, texts, { minKeys: 1, maxKeys: 2 });
    const json = fc.record({
      Version: fc.constantFrom("2012-10-17", "2008-10-17"),
      Statement: fc.array(
        fc.record(
          {
            Sid: text,
            Effect: fc.constantFrom("Allow", "Deny"),
            Principal: fc.oneof(fc.constant("*"), fc.record({ AWS: texts, Service: texts })),
            Action: fc.oneof(text, texts),
            Resource: fc.oneof(text, texts),
            Condition: fc.dictionary(text, condition, { minKeys: 1, maxKeys: 2 }),
          },
          { requiredKeys: ["Effect", "Principal", "Action", "Resource"] },
        ),
        { maxLength: 4 },
      ),
    });
    fc.assert(
      fc.property(json, (document) => {
        const policy: KeyPolicy = keyPolicyFromJson(document);
        assert.deepEqual(keyPolicyFromJson(toJsonPolicy(policy)), policy);
      }),
    );
  });
});
