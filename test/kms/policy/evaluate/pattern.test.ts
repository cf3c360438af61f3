import assert from "node:assert/strict";
import { compilePattern, fits, matchesPattern, type Piece } from "../../../../kms/policy/evaluate/pattern";

/** Pattern, texts that fit it, texts that do not. */
const cases: readonly (readonly [pattern: string, fitting: readonly string[], others: readonly string[]])[] =
  [
    ["", [""], ["a"]],
    ["a", ["a"], ["", "A", "aa", "b"]],
    ["*", ["", "a", "a\nb", "*"], []],
    ["?", ["a", "?", "*"], ["", "aa"]],
    ["a?c", ["abc", "a?c"], ["ac", "abbc", "bbc", "abb"]],
    ["a*", ["a", "ab", "a*"], ["", "ba"]],
    ["*a", ["a", "ba"], ["", "ab"]],
    ["a*c", ["ac", "abc", "abcbc"], ["a", "c", "acb", "bac"]],
    ["ab*bc", ["abbc", "ab-bc"], ["abc"]],
    ["a*b*c", ["abc", "aXbYc", "abbc"], ["ac", "aXc", "acb", "cba"]],
    ["*ab*", ["ab", "xaby"], ["a", "b", "aXb", "ba"]],
    ["*ab*ab*", ["abab", "xabyabz"], ["ab", "xabx", "aab"]],
    ["*aba*aba*", ["abaaba", "abaXaba"], ["ababa"]],
    ["*ab*b", ["abb", "xabxb"], ["ab", "b"]],
    ["*a?c*", ["abc", "xabcy", "acabc", "a?c"], ["ac", "abb", "abab"]],
    ["*?b*a?*", ["xbay", "bbab"], ["ba", "xba", "bay"]],
    ["a*?c", ["abc", "abbc"], ["ac"]],
    ["*a?", ["ab", "xab"], ["a", "abc"]],
    ["*?d*b", ["cdb", "xcdxb"], ["cd", "db", "b"]],
    ["a**c", ["ac", "abc"], ["ab"]],
    ["a.c", ["a.c"], ["abc"]],
  ];

describe("patterns", () => {
  for (const [pattern, fitting, others] of cases) {
    for (const text of fitting)
      it(`"${pattern}" fits ${JSON.stringify(text)}`, () => {
        assert.equal(fits(pattern, text), true);
      });
    for (const text of others)
      it(`"${pattern}" does not fit ${JSON.stringify(text)}`, () => {
        assert.equal(fits(pattern, text), false);
      });
  }

  it("take stars and question marks of literal pieces for themselves", () => {
    const match = (pieces: readonly Piece[], text: string): boolean =>
      matchesPattern(compilePattern(pieces), text);
    const pieces = [
      { text: "a*", literal: false },
      { text: "*?", literal: true },
    ];
    assert.equal(match(pieces, "abc*?"), true);
    assert.equal(match(pieces, "abcde"), false);
    assert.equal(match(pieces, "abc*x"), false);
  });

  it("take no time for stars that could stretch in many ways", () => {
    assert.equal(fits(`${"*a".repeat(500)}*b`, "a".repeat(100_000)), false);
  });
});
