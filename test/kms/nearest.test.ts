import assert from "node:assert/strict";
import { nearest } from "../../kms/nearest";

const cases: readonly [name: string, known: readonly string[], meant: string | undefined][] = [
  ["Decript", ["Encrypt", "Decrypt"], "Decrypt"],
  ["DECRYPT", ["decrypt"], "decrypt"],
  ["Bol", ["Null", "Bool"], "Bool"],
  // Two letters of a short name may be wrong, and a third of a longer one.
  ["ab", ["cd"], "cd"],
  ["abc", ["abxyz"], undefined],
  ["abcdef", ["abcdxy"], "abcdxy"],
  ["abcdef", ["abcxyz"], undefined],
  ["abcdefghi", ["abcdefxyz"], "abcdefxyz"],
  ["abcdefghi", ["abcdewxyz"], undefined],
  // The first of two that are as near.
  ["cat", ["bat", "hat"], "bat"],
  ["cat", ["chart", "hat", "bat"], "hat"],
  ["cat", [], undefined],
  ["a".repeat(80), ["a".repeat(79)], "a".repeat(79)],
  ["a".repeat(81), ["a".repeat(80)], undefined],
];

describe("the nearest name", () => {
  for (const [name, known, meant] of cases) {
    it(`to ${name.slice(0, 20)} (${name.length}) of ${known.map((text) => text.slice(0, 20)).join(", ")}`, () => {
      assert.equal(nearest(name, known), meant);
    });
  }
});
