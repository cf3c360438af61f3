import assert from "node:assert/strict";
import { lintKeyPolicy } from "../../../../kms/policy/lint/lintKeyPolicy";
import { keyPolicyFromJson } from "../../../../kms/policy/parse";
import { accepts, condition, reports, sound } from "./reports";

const unknown = "aws:PrincipalOrgIDs";
const twoOperators = {
  ...sound,
  Condition: {
    StringLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/a*" },
    StringNotLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/ab" },
  },
};
const rotation = (operator: string, days: unknown) => ({
  ...condition(operator, "kms:RotationPeriodInDays", days),
  Action: "kms:EnableKeyRotation",
});

describe("lint of conditions", () => {
  reports([
    {
      what: "an operator that IAM does not have",
      statement: condition("StringEqualsIfExist", "aws:PrincipalOrgID", "o-1"),
      message: /no condition operator/,
      remediation: /StringEquals/,
      dead: true,
    },
    {
      what: "a misspelt operator with a quantifier",
      statement: condition("ForAnyValue:StringLikes", "aws:TagKeys", "a"),
      message: /no condition operator/,
      remediation: /"ForAnyValue:StringLike"/,
      dead: true,
    },
    {
      what: "a misspelt condition key",
      statement: condition("StringEquals", "kms:CalerAccount", "111122223333"),
      message: /no condition key "kms:CalerAccount", so the statement never applies/,
      remediation: /"kms:CallerAccount"/,
      dead: true,
    },
    {
      what: "a misspelt condition key whose absence does not matter",
      statement: condition("StringEqualsIfExists", "aws:PrincipalOrgIDs", "o-1"),
      message: /no condition key/,
      remediation: /"aws:PrincipalOrgID"/,
    },
    {
      what: "a condition key of another service",
      statement: condition("StringEquals", "s3:prefix", "a"),
      message: /never carry condition key "s3:prefix"/,
      dead: true,
    },
    {
      what: "a key that the actions' requests never carry",
      statement: { ...condition("StringEquals", "kms:EncryptionContext:a", "b"), Action: "kms:Sign" },
      message: /never carry kms:EncryptionContext/,
      dead: true,
    },
    {
      what: "a number that is none",
      statement: {
        ...condition("NumericLessThan", "kms:RotationPeriodInDays", "many"),
        Action: "kms:EnableKeyRotation",
      },
      message: /"many" is no number/,
      dead: true,
    },
    {
      what: "a date that is none",
      statement: condition("DateLessThan", "aws:CurrentTime", "tomorrow"),
      message: /is no date/,
      dead: true,
    },
    {
      what: "an address range that is none",
      statement: condition("IpAddress", "aws:SourceIp", "10.0.0.0/40"),
      message: /is no IP address range/,
      dead: true,
    },
    {
      what: "a boolean that is none",
      statement: condition("Bool", "aws:SecureTransport", "yes"),
      message: /neither true nor false/,
      dead: true,
    },
    {
      what: "an empty list of values",
      statement: condition("StringEquals", "aws:PrincipalOrgID", []),
      message: /compared with no value/,
      dead: true,
    },
    {
      what: "a wildcard taken for a character",
      statement: condition("StringEquals", "kms:ViaService", "s3.*.amazonaws.com"),
      message: /has a wildcard/,
      remediation: /use StringLike$/,
      dead: true,
    },
    {
      what: "a wildcard taken for a character in any case",
      statement: condition("StringEqualsIgnoreCase", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*"),
      message: /StringEqualsIgnoreCase takes for the character itself/,
      remediation: /use StringLike$/,
      dead: true,
    },
    {
      what: "an operator with a quantifier that IAM does not have",
      statement: condition("ForAllValue:StringEqualsIfExists", "aws:TagKeys", "a"),
      message: /no condition operator "ForAllValue:StringEqualsIfExists"/,
      remediation: /^"StringEquals" takes ForAllValues: or ForAnyValue: before it and IfExists after it/,
      dead: true,
    },
    {
      what: "Null with a suffix that it does not take",
      statement: condition("nullIfExists", "aws:TagKeys", "true"),
      message: /no condition operator/,
      remediation: /Null takes neither$/,
      dead: true,
    },
    {
      what: "a misspelt operator between a quantifier and a suffix",
      statement: condition("ForAllValues:StringLikesIfExists", "aws:TagKeys", "a"),
      message: /no condition operator/,
      remediation: /^did you mean "ForAllValues:StringLikeIfExists"\?$/,
      dead: true,
    },
    {
      what: "an operator within a word",
      statement: condition("xForAnyValue:Bool", "aws:TagKeys", "a"),
      message: /no condition operator/,
      remediation: /^use an operator such as StringEquals/,
      dead: true,
    },
    {
      what: "a condition key that is like none",
      statement: condition("StringEquals", "aws:Frobnication", "a"),
      message: /^there is no condition key "aws:Frobnication", so the statement never applies$/,
      remediation: /a condition key of AWS KMS or a global one/,
      dead: true,
    },
    {
      what: "a condition key of a service whose name ends like AWS's",
      statement: condition("StringEquals", "xaws:CurrentTime", "a"),
      message: /^requests to AWS KMS never carry condition key "xaws:CurrentTime"/,
      remediation: /^use a condition key/,
      dead: true,
    },
    ...[
      "StringNotEquals",
      "StringEqualsIfExists",
      "ForAllValues:StringEquals",
      "ForAllValues:StringNotEquals",
    ].map((operator) => ({
      what: `a condition key that does not exist, whose absence satisfies ${operator}`,
      statement: condition(operator, unknown, "o-1"),
      message: /^there is no condition key "aws:PrincipalOrgIDs"$/,
    })),
    {
      what: "a condition key that does not exist, of which Null asks whether it is there",
      statement: condition("Null", unknown, "true"),
      message: /^there is no condition key "aws:PrincipalOrgIDs"$/,
    },
    ...["StringLike", "ForAnyValue:StringLike", "ForAnyValue:StringNotLike"].map((operator) => ({
      what: `a condition key that does not exist, without which ${operator} is not met`,
      statement: condition(operator, unknown, "o-1"),
      message: /, so the statement never applies$/,
      dead: true,
    })),
    {
      what: "one number of two that is none",
      statement: rotation("NumericEquals", ["many", "365"]),
      message: /"many" is no number/,
      remediation: /write a number/,
    },
    {
      what: "a number that is none among those that must differ",
      statement: rotation("NumericNotEquals", "many"),
      message: /"many" is no number/,
    },
    {
      what: "a set of numbers that are none",
      statement: rotation("ForAnyValue:NumericEquals", ["many", "few"]),
      message: /"many" is no number/,
      dead: true,
      others: 1,
    },
    {
      what: "a set of numbers that are none, which an empty one meets",
      statement: rotation("ForAllValues:NumericEquals", "many"),
      message: /"many" is no number/,
    },
    ...["untrue", "trueish", "yes"].flatMap((value) =>
      ["Bool", "Null"].map((operator) => ({
        what: `${operator} ${value}`,
        statement: condition(operator, "aws:SecureTransport", value),
        message: new RegExp(`"${value}" is neither true nor false`),
        remediation: /write "true" or "false"/,
        dead: operator === "Bool",
      })),
    ),
    {
      what: "no value where one must differ",
      statement: condition("StringNotEquals", "aws:PrincipalOrgID", []),
      message: /compared with no value/,
      remediation: /at least one value/,
    },
  ]);
  accepts([
    ["a number", rotation("NumericLessThan", "365")],
    ["a variable for a number", rotation("NumericLessThan", "${aws:PrincipalTag/days}")],
    ["dates", condition("DateLessThan", "aws:CurrentTime", ["2027-12-31T00:00:00Z", "1830000000"])],
    ["address ranges", condition("IpAddress", "aws:SourceIp", ["203.0.113.0/24", "2001:db8::/32"])],
    ["true and false in any case", condition("Bool", "aws:SecureTransport", ["true", "FALSE"])],
    ["Null", condition("Null", "aws:PrincipalOrgID", "false")],
    ["patterns of ARNs", condition("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::*:role/a")],
    ["binary values", condition("BinaryEquals", "kms:EncryptionContext:a", "aGk=")],
    ["a star where wildcards are meant", condition("StringLike", "kms:ViaService", "s3.*.amazonaws.com")],
    [
      "a star in an encryption context of AWS",
      condition("StringEquals", "kms:EncryptionContext:aws:source", "*"),
    ],
    [
      "a key that some of the actions carry",
      { ...condition("StringEquals", "kms:EncryptionContext:a", "b"), Action: ["kms:Sign", "kms:Decrypt"] },
    ],
    [
      "a key that the actions do not carry, and need not",
      { ...condition("StringNotEquals", "kms:EncryptionContext:a", "b"), Action: "kms:Sign" },
    ],
    ["two operators of one key", twoOperators],
    ["condition keys in any case", condition("StringEquals", "kms:callerAccount", "111122223333")],
    ["policy variables", condition("StringEquals", "kms:EncryptionContext:user", "${aws:username}")],
    ["a star in an encryption context", condition("StringEquals", "kms:EncryptionContext:a", "*")],
    [
      "an identity provider's key",
      {
        ...condition("StringEquals", "token.actions.githubusercontent.com:sub", "a"),
        Principal: { Federated: "*" },
      },
    ],
  ]);

  it("blames the actions, not the condition, where no action is of AWS KMS", () => {
    const statement = { ...condition("StringEquals", "kms:EncryptionContext:a", "b"), Action: "kms:X" };
    const policy = keyPolicyFromJson({ Version: "2012-10-17", Statement: statement });
    assert.deepEqual(
      lintKeyPolicy(policy).findings.filter(({ message }) => message.includes("carry")),
      [],
    );
  });

  it("minds policy variables, and nothing else, where the version knows none", () => {
    for (const Version of [undefined, "2008-10-17"]) {
      const values = ["a", "$", "${}", "${aws:username}", "${aws:userid}"];
      const statement = condition("StringEquals", "kms:EncryptionContext:u", values);
      const { findings } = lintKeyPolicy(keyPolicyFromJson({ Version, Statement: statement }));
      assert.equal(findings.length, 1);
      assert.match(findings[0]?.message ?? "", /"\$\{aws:username\}" is taken literally/);
      assert.match(findings[0]?.message ?? "", new RegExp(`Version is ${Version ?? "left out"}$`));
      const plain = condition("StringEquals", "kms:EncryptionContext:u", values.slice(0, 3));
      assert.deepEqual(lintKeyPolicy(keyPolicyFromJson({ Version, Statement: plain })).findings, []);
    }
  });
});
