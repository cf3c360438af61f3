import assert from "node:assert/strict";
import { conditionHolds, costOf, keyOf } from "../../../../kms/policy/evaluate/conditions";
import type { Lookup } from "../../../../kms/policy/evaluate/variables";

const condition = (operator: string, ...values: readonly string[]) => ({
  operator,
  key: "aws:PrincipalArn",
  values,
});
const lookup =
  (context: Readonly<Record<string, string>>): Lookup =>
  (key) => {
    const value = context[key];
    return value === undefined ? undefined : [value];
  };

describe("what a condition costs a search", () => {
  const costs: readonly (readonly [
    operator: string,
    values: readonly string[],
    first: number,
    later: number,
  ])[] = [
    ["StringEquals", ["a", "b"], 3, 1],
    ["StringNotEquals", ["a*", "b"], 3, 1],
    ["StringLike", ["a", "b"], 3, 1],
    ["StringLike", ["a*", "b", "c?"], 4, 3],
    ["StringEqualsIgnoreCase", ["a", "b"], 3, 3],
    ["ArnLike", ["a", "b"], 3, 3],
    ["StringEquals", ["a", "${aws:username}"], 3, 3],
  ];
  for (const [operator, values, first, later] of costs)
    it(`${operator} ${values.join(", ")}: ${first} comparisons, ${later} once it is known`, () => {
      const asked = condition(operator, ...values);
      assert.equal(costOf(asked), first);
      conditionHolds(asked, "2012-10-17", lookup({ "aws:principalarn": "x", "aws:username": "x" }));
      assert.equal(costOf(asked), later);
    });
});

describe("a condition that is asked again", () => {
  it("gives the same answers to other requests", () => {
    const asked = condition("StringLike", "a*", "b");
    const holds = (value: string): boolean =>
      conditionHolds(asked, "2012-10-17", lookup({ "aws:principalarn": value }));
    assert.deepEqual(["ax", "b", "c", "b", "ay"].map(holds), [true, true, false, true, true]);
  });

  it("reads its variables anew", () => {
    const asked = condition("StringEquals", "x", "${aws:username}");
    for (const name of ["alice", "bob"]) {
      const named = lookup({ "aws:principalarn": name, "aws:username": name });
      assert.equal(conditionHolds(asked, "2012-10-17", named), true);
      assert.equal(conditionHolds(asked, "2012-10-17", lookup({ "aws:principalarn": name })), false);
    }
  });

  it("has its key in lower case", () => {
    assert.equal(keyOf(condition("StringEquals")), "aws:principalarn");
  });
});
