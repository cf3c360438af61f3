import assert from "node:assert/strict";
import { conditionHolds } from "../../../../kms/policy/evaluate/conditions";

type Context = Readonly<Record<string, string | readonly string[]>>;
type Case = readonly [
  operator: string,
  key: string,
  values: string | readonly string[],
  context: Context,
  holds: boolean,
];

/** From the tables of the IAM user guide: operators, IfExists, Null, several values, missing keys. */
const cases: readonly Case[] = [
  ["StringEquals", "k", "a", { k: "a" }, true],
  ["StringEquals", "k", "a", { k: "A" }, false],
  ["StringEquals", "K", "a", { k: "a" }, true],
  ["StringEquals", "k", ["a", "b"], { k: "b" }, true],
  ["StringEquals", "k", "a*", { k: "abc" }, false],
  ["StringEquals", "k", "a", {}, false],
  ["StringEqualsIfExists", "k", "a", {}, true],
  ["StringEqualsIfExists", "k", "a", { k: "b" }, false],
  ["StringNotEquals", "k", ["a", "b"], { k: "b" }, false],
  ["StringNotEquals", "k", ["a", "b"], { k: "c" }, true],
  ["StringNotEquals", "k", "a", {}, true],
  ["StringEqualsIgnoreCase", "k", "Abc", { k: "aBC" }, true],
  ["StringNotEqualsIgnoreCase", "k", "Abc", { k: "aBC" }, false],
  ["StringLike", "k", "a*c?e", { k: "abbcde" }, true],
  ["StringLike", "k", "a*c?e", { k: "abbce" }, false],
  ["StringLike", "k", "*", { k: "" }, true],
  ["StringLike", "k", "?", { k: "" }, false],
  ["StringLike", "k", "a.c", { k: "abc" }, false],
  ["StringNotLike", "k", ["a*", "b*"], { k: "c" }, true],
  ["stringlike", "k", "a*", { k: "abc" }, true],
  ["NumericEquals", "k", "10", { k: "10.0" }, true],
  ["NumericNotEquals", "k", "10", { k: "11" }, true],
  ["NumericLessThan", "k", "10", { k: "9.5" }, true],
  ["NumericLessThanEquals", "k", "10", { k: "10" }, true],
  ["NumericGreaterThan", "k", "10", { k: "10" }, false],
  ["NumericGreaterThanEquals", "k", "10", { k: "10" }, true],
  ["NumericLessThan", "k", "ten", { k: "1" }, false],
  ["DateEquals", "k", "2026-01-02T03:04:05Z", { k: "1767323045" }, true],
  ["DateLessThan", "k", "2026-01-02", { k: "2026-01-01T23:59:59Z" }, true],
  ["DateGreaterThan", "k", "2026-01-02T00:00:00+01:00", { k: "2026-01-01T23:30:00Z" }, true],
  ["DateGreaterThanEquals", "k", "yesterday", { k: "2026-01-01T23:30:00Z" }, false],
  ["Bool", "k", "true", { k: "True" }, true],
  ["Bool", "k", "false", { k: "true" }, false],
  ["Bool", "k", "false", {}, false],
  ["Bool", "k", "yes", { k: "yes" }, false],
  ["BinaryEquals", "k", "QmluYXJ5", { k: "QmluYXJ5" }, true],
  ["IpAddress", "k", "203.0.113.0/24", { k: "203.0.113.200" }, true],
  ["IpAddress", "k", "203.0.113.0/24", { k: "203.0.114.1" }, false],
  ["IpAddress", "k", "203.0.113.7", { k: "203.0.113.7" }, true],
  ["IpAddress", "k", "2001:db8:1234::/48", { k: "2001:db8:1234:5678::1" }, true],
  ["IpAddress", "k", "2001:db8:1234::/48", { k: "2001:db8:1235::1" }, false],
  ["IpAddress", "k", "0.0.0.0/0", { k: "2001:db8::1" }, false],
  ["IpAddress", "k", "::ffff:203.0.113.0/120", { k: "::ffff:203.0.113.9" }, true],
  ["IpAddress", "k", "203.0.113.0/33", { k: "203.0.113.0" }, false],
  ["NotIpAddress", "k", "203.0.113.0/24", { k: "198.51.100.1" }, true],
  ["NotIpAddress", "k", "203.0.113.0/24", {}, true],
  ["ArnEquals", "k", "arn:aws:iam::111122223333:role/*", { k: "arn:aws:iam::111122223333:role/a/b" }, true],
  [
    "ArnLike",
    "k",
    "arn:aws:*:*:111122223333:*",
    { k: "arn:aws:logs:us-east-1:111122223333:log-group:x" },
    true,
  ],
  ["ArnLike", "k", "arn:aws:iam::1111:role/x", { k: "arn:aws:iam::1111:role/y" }, false],
  ["ArnLike", "k", "arn:aws:iam::*", { k: "arn:aws:iam::111122223333:user/u" }, true],
  ["ArnLike", "k", "arn:aws*role/x", { k: "arn:aws:iam::111122223333:role/x" }, false],
  ["ArnNotLike", "k", "arn:aws:iam::111122223333:*", { k: "arn:aws:iam::444455556666:user/u" }, true],
  ["Null", "k", "true", {}, true],
  ["Null", "k", "true", { k: "a" }, false],
  ["Null", "k", "false", { k: "a" }, true],
  ["Null", "k", ["true", "false"], { k: "a" }, true],
  ["ForAllValues:StringEquals", "k", ["a", "b"], { k: ["a", "b"] }, true],
  ["ForAllValues:StringEquals", "k", ["a", "b"], { k: ["a", "c"] }, false],
  ["ForAllValues:StringEquals", "k", "a", {}, true],
  ["ForAllValues:StringEquals", "k", "a", { k: [] }, true],
  ["ForAllValues:StringNotEquals", "k", ["a", "b"], { k: ["c", "a"] }, false],
  ["ForAnyValue:StringEquals", "k", ["a", "b"], { k: ["c", "b"] }, true],
  ["ForAnyValue:StringEquals", "k", "a", {}, false],
  ["ForAnyValue:StringEqualsIfExists", "k", "a", {}, true],
  ["ForAnyValue:StringNotEquals", "k", "a", { k: ["a", "c"] }, true],
  ["ForAnyValue:StringNotEquals", "k", "a", {}, false],
  ["StringMatches", "k", "a", { k: "a" }, false],
  ["StringEquals", "k", "${aws:username}", { k: "alice", "aws:username": "alice" }, true],
  ["StringLike", "k", "home/${aws:username}/*", { k: "home/alice/x", "aws:username": "alice" }, true],
  ["StringLike", "k", "home/${aws:username}", { k: "home/bob", "aws:username": "*" }, false],
  ["StringEquals", "k", "${aws:PrincipalTag/Team}", { k: "blue", "aws:principaltag/team": "blue" }, true],
  ["StringEquals", "k", "${aws:PrincipalTag/Team, 'none'}", { k: "none" }, true],
  ["StringEquals", "k", "${aws:PrincipalTag/Team}", { k: "" }, false],
  ["StringNotEquals", "k", "${aws:PrincipalTag/Team}", { k: "x" }, true],
  ["StringLike", "k", "${*}", { k: "*" }, true],
  ["StringLike", "k", "${*}", { k: "x" }, false],
  ["StringEquals", "k", "${$}{x}", { k: "${x}" }, true],
];

function holds([operator, key, values, context]: Case, version = "2012-10-17"): boolean {
  const condition = { operator, key, values: typeof values === "string" ? [values] : values };
  return conditionHolds(condition, version, (name) => {
    const value = context[name];
    return typeof value === "string" ? [value] : value;
  });
}

describe("conditions", () => {
  for (const test of cases) {
    const [operator, key, values, context, expected] = test;
    it(`${operator} ${key} ${String(values)} ${expected ? "holds" : "does not hold"} for ${JSON.stringify(context)}`, () => {
      assert.equal(holds(test), expected);
    });
  }

  it("know no variables before version 2012-10-17", () => {
    const test: Case = [
      "StringEquals",
      "k",
      "${aws:username}",
      { k: "alice", "aws:username": "alice" },
      false,
    ];
    assert.equal(holds(test, "2008-10-17"), false);
    assert.equal(
      holds(["StringEquals", "k", "${aws:username}", { k: "${aws:username}" }, true], "2008-10-17"),
      true,
    );
  });
});
