import assert from "node:assert/strict";
import { callerCases } from "./callerCases";
import { waysToFill } from "./candidatesGiven";
import { circumstanceCases } from "./circumstanceCases";
import { OWNER } from "./given";
import { sourceCases } from "./sourceCases";

describe("the ways to fill in a part of a request", () => {
  for (const [variable, condition, who, ways] of [...callerCases, ...sourceCases, ...circumstanceCases])
    it(`${variable} for ${who}, given ${JSON.stringify(condition)}`, () => {
      assert.deepEqual(waysToFill(variable, condition, who), ways);
    });

  it("have the key's Region be any that is named, where it is not known", () => {
    const condition = { StringEquals: { "aws:RequestedRegion": "eu-west-1" } };
    assert.deepEqual(waysToFill("aws:requestedregion", condition, "arbitrary", { ownerAccount: OWNER }), [
      "us-east-1",
      "eu-west-1",
    ]);
  });
});
