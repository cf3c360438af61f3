import assert from "node:assert/strict";
import { callerCases } from "./callerCases";
import { waysToFill } from "./candidatesGiven";
import { circumstanceCases } from "./circumstanceCases";
import { OWNER } from "./given";
import { sourceCases } from "./sourceCases";
import { textCases } from "./textCases";

describe("the ways to fill in a part of a request", () => {
  for (const [variable, condition, who, ways] of [
    ...callerCases,
    ...sourceCases,
    ...circumstanceCases,
    ...textCases,
  ])
    it(`${variable} for ${who}, given ${JSON.stringify(condition)}`, () => {
      assert.deepEqual(waysToFill(variable, condition, who), ways);
    });

  it("have texts that fit two patterns at once, of up to sixteen patterns", () => {
    const pairs = (others: number): boolean => {
      const patterns = ["ab*", "*bc", ...Array.from({ length: others }, (_, index) => `${index}-*`)];
      const condition = { StringLike: { "aws:PrincipalTag/a": patterns } };
      return waysToFill("aws:principaltag/a", condition).includes("abc");
    };
    assert.deepEqual([pairs(14), pairs(15)], [true, false]);
  });

  it("have the key's Region be any that is named, where it is not known", () => {
    const condition = { StringEquals: { "aws:RequestedRegion": "eu-west-1" } };
    assert.deepEqual(waysToFill("aws:requestedregion", condition, "arbitrary", { ownerAccount: OWNER }), [
      "us-east-1",
      "eu-west-1",
    ]);
  });
});
