import assert from "node:assert/strict";
import { isAtLeast } from "../../../local/toolchain/version";

describe("isAtLeast", () => {
  const cases: [version: string, minimum: string, expected: boolean][] = [
    ["3.259.0", "3.259.0", true],
    ["v3.259.0", "3.259.0", true],
    ["v3.259.1\n", "3.259.0", true],
    ["3.260.0", "3.259.9", true],
    ["4.0.0", "3.259.0", true],
    ["3.99.9", "3.259.0", false],
    ["2.300.0", "3.259.0", false],
    ["3.258.9-alpha.1", "3.259.0", false],
    ["", "3.259.0", false],
    ["no version here", "3.259.0", false],
  ];
  for (const [version, minimum, expected] of cases) {
    it(`${JSON.stringify(version)} is ${expected ? "" : "not "}at least ${minimum}`, () => {
      assert.equal(isAtLeast(version, minimum), expected);
    });
  }
});
