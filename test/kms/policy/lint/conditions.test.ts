import { accepts, condition, reports } from "./reports";

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
      remediation: /use StringLike/,
      dead: true,
    },
  ]);
  accepts([
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
});
