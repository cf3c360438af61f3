import assert from "node:assert/strict";
import fc from "fast-check";
import { RecordSplitter } from "../../../../audit/usage/records/recordSplitter";

/** What the splitter finds in a text that comes in pieces of a size. */
function split(text: string, size = text.length): string[] {
  const found: string[] = [];
  const splitter = new RecordSplitter({
    record: (buffer, start, end) => void found.push(buffer.toString("utf8", start, end)),
    broken: (problem) => void found.push(`! ${problem}`),
  });
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size)
    splitter.push(Buffer.from(bytes.subarray(start, start + size)));
  splitter.end();
  return found;
}

describe("the splitter of records", () => {
  it("finds every record in every container, wherever the pieces of the stream are cut", () => {
    const records = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), { minLength: 1 });
    const indent = fc.constantFrom(undefined, 2);
    const container = fc.constantFrom("Records", "Events", "array", "lines");
    fc.assert(
      fc.property(
        records,
        container,
        indent,
        fc.integer({ min: 1, max: 50 }),
        (values, kind, space, size) => {
          const text =
            kind === "array"
              ? JSON.stringify(values, undefined, space)
              : kind === "lines"
                ? values.map((value) => JSON.stringify(value)).join("\n")
                : JSON.stringify({ before: [{ a: 1 }], [kind]: values, after: [{ b: 2 }] }, undefined, space);
          // An object that itself has such a list is a container too.
          fc.pre(kind !== "lines" || !/"(Records|Events)"\s*:\s*\[/.test(text));
          assert.deepEqual(
            split(text, size).map((one) => JSON.parse(one) as unknown),
            values.map((value) => JSON.parse(JSON.stringify(value)) as unknown),
          );
        },
      ),
    );
  });

  it("never throws, and finds the same wherever it is cut", () => {
    const noise = fc
      .array(
        fc.constantFrom(..."{ } [ ] : , 1 a".split(" "), '"', "\\", "\n", '{"Records":[', '{"eventVersion":'),
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(noise, (text) => {
        split(text);
        split(text, 1);
      }),
    );
  });

  const cases: Readonly<Record<string, readonly [string, readonly string[]]>> = {
    "brackets in strings": ['{"Records":[{"a":"]},{"},5]}', ['{"a":"]},{"}', "5"]],
    "an unclosed string in a line": ['{"a":"x\n{"b":1}\n', ['{"a":"x', '{"b":1}']],
    "an unclosed string in an indented array": ['[\n{"a":"x\n},\n{"b":1}]', ['{"a":"x\u0001}', '{"b":1}']],
    "half a record": ['{"Records":[{"a":1},{"b":', ['{"a":1}', "! ends in the middle"]],
    "a whole record in half a file": [
      '{"Records":[{"a":1},{"b":2}',
      ['{"a":1}', '{"b":2}', "! ends in the middle"],
    ],
    nothing: ["", []],
  };
  for (const [name, [text, found]] of Object.entries(cases))
    it(`copes with ${name}`, () => {
      assert.deepEqual(split(text), found);
    });
});
