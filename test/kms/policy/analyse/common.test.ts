import assert from "node:assert/strict";
import { commonArn } from "../../../../kms/policy/analyse/commonArn";
import { commonText } from "../../../../kms/policy/analyse/commonText";
import { ANYONE, OWNER } from "./given";

describe("a text that fits several patterns", () => {
  const cases: readonly (readonly [
    patterns: readonly string[],
    text: string | undefined,
    filler?: string,
  ])[] = [
    [["abc", "a*"], "abc"],
    [["a*", "abc", "*c"], "abc"],
    [["abc", "b*"], undefined],
    [["abc", "abd"], undefined],
    [["*"], ""],
    [["?*"], "x"],
    [["a*", "*b"], "ab"],
    [["a?", "?b"], "ab"],
    [["ab*", "abc*", "a*"], "abc"],
    [["ab*", "ac*"], undefined],
    [["a*", "ab*", "ac*"], undefined],
    [["b*", "a*", "ab*"], undefined],
    [["a?c*", "*bc", "?????"], "axcbc"],
    [["a*c", "a*d"], undefined],
    [["4*", "????"], "4999", "9"],
    [["?", "??"], undefined],
    [["*a*b*", "*b*a*"], "bab"],
    [["ab*cd", "a*bcd"], "abcd"],
  ];
  for (const [patterns, text, filler] of cases)
    it(`${patterns.join(" and ")}: ${text ?? "none"}`, () => {
      assert.equal(commonText(patterns, filler), text);
    });

  it("takes literal pieces at their word", () => {
    const literal = [{ text: "a*?", literal: true }];
    const mixed = [
      { text: "a", literal: true },
      { text: "*", literal: false },
    ];
    assert.equal(commonText([literal, "a*"]), "a*?");
    assert.equal(commonText([literal, "a"]), undefined);
    assert.equal(commonText([literal, "ab*"]), undefined);
    assert.equal(commonText(["ab", mixed]), "ab");
    assert.equal(commonText(["bb", mixed]), undefined);
    assert.equal(commonText([mixed, "*b"]), "ab");
  });

  it("is given up where it is too far to find", () => {
    assert.equal(
      commonText([`${"*a".repeat(60)}*b`, `${"*c".repeat(60)}*d`, `${"*e".repeat(60)}*b`]),
      undefined,
    );
  });
});

describe("an ARN that fits a pattern, in an account", () => {
  const role = `arn:aws:iam::${OWNER}:role/`;
  const cases: readonly (readonly [pattern: string, arn: string | undefined])[] = [
    ["*", `${role}x`],
    ["arn:aws:iam*", `${role}x`],
    ["arn:aws:*role/team*", `${role}team`],
    ["arn:aws:s3*", undefined],
    [`${role}team-*`, `${role}team-`],
    [`${role}a:b*`, `${role}a:b`],
    [`arn:aws:iam::*:role/team`, `${role}team`],
    [`arn:aws:iam::${ANYONE}:role/*`, undefined],
    [`arn:aws:iam::${OWNER}:user/*`, undefined],
    [`arn:*:*:*:*:*`, `${role}x`],
    [`a?n:aws-*:ia?:eu-?*:1111*:role/*`, `arn:aws-x:iam:eu-x:${OWNER}:role/x`],
    [`arn:aws:s*:::role/a`, undefined],
    [`arn:a?z:s?s:::role/a`, undefined],
    [`arn:a?z:s?s::*:role/a`, `arn:axz:sxs::${OWNER}:role/a`],
    [`xrn:aws:iam::${OWNER}:role/*`, undefined],
  ];
  for (const [pattern, arn] of cases)
    it(`${pattern}: ${arn ?? "none"}`, () => {
      const shape = { partition: "aws", account: OWNER, service: "iam", resource: "role/?*" };
      assert.equal(commonArn(pattern, shape), arn);
      assert.equal(commonArn(pattern, shape), arn, "asked again");
    });

  it("has no account where none is asked for", () => {
    const shape = { partition: "aws", account: "", service: "s3", resource: "?*" };
    assert.equal(commonArn("arn:aws:s3:::mine-*", shape), "arn:aws:s3:::mine-");
    assert.equal(commonArn("*", shape), "arn:aws:s3:::x");
    assert.equal(commonArn(`arn:aws:s3::${OWNER}:*`, shape), undefined);
  });
});
