import assert from "node:assert/strict";
import fc from "fast-check";
import type { Located } from "../../../kms/policy/located";
import { readPlaced } from "../../../kms/policy/placedReader";

/** The value without its places. */
function plain(located: Located): unknown {
  switch (located.kind) {
    case "object":
      return Object.fromEntries(located.members.map(({ name, value }) => [name, plain(value)]));
    case "array":
      return located.items.map(plain);
    case "scalar":
      return located.value;
  }
}

/** Every value in the order of the text. */
function everyValue(located: Located): readonly Located[] {
  if (located.kind === "scalar") return [located];
  const inner = located.kind === "array" ? located.items : located.members.map(({ value }) => value);
  return [located, ...inner.flatMap(everyValue)];
}

const indentation = fc.constantFrom(undefined, 1, "\t");
const document = fc.tuple(fc.jsonValue({ maxDepth: 5 }), indentation);

describe("JSON with places", () => {
  it("reads what JSON.parse reads, whatever the white space", () => {
    fc.assert(
      fc.property(document, ([value, indent]) => {
        const text = `\r\n ${JSON.stringify(value, undefined, indent)}\n`;
        assert.deepEqual(plain(readPlaced(text)), JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it("tells where each value begins and ends", () => {
    fc.assert(
      fc.property(document, ([value, indent]) => {
        const text = JSON.stringify(value, undefined, indent);
        const lines = text.split("\n");
        for (const located of everyValue(readPlaced(text))) {
          const { line, column, endLine } = located.place ?? { line: 0, column: 0, endLine: 0 };
          const [first = "", last = ""] = [lines[line - 1]?.slice(column - 1), lines[endLine - 1]];
          const [opening, closing] =
            located.kind === "object" ? "{}" : located.kind === "array" ? "[]" : ["", ""];
          assert.ok(first.startsWith(opening ?? "") && first.length > 0, `${text} ${line}:${column}`);
          assert.ok(last.includes(closing ?? ""), `${text} ends at ${endLine}`);
          if (located.kind === "scalar") assert.ok(first.startsWith(JSON.stringify(located.value)));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("keeps members of the same name, and escapes in names and texts", () => {
    const read = readPlaced('{"\\u0061": "\\"\\\\\\n", "a": -1.5e3, "b": [true, null, {}]}');
    assert.ok(read.kind === "object");
    assert.deepEqual(
      read.members.map(({ name, value, place }) => [name, plain(value), place?.column]),
      [
        ["a", '"\\\n', 2],
        ["a", -1500, 22],
        ["b", [true, null, {}], 35],
      ],
    );
  });
});
