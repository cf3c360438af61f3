import assert from "node:assert/strict";
import { accepts, condition, lintUnknown, reports, sound } from "./reports";

describe("lint of Regions", () => {
  reports([
    {
      what: "a service in another Region",
      statement: condition("StringEquals", "kms:ViaService", "s3.us-east-1.amazonaws.com"),
      message: /names us-east-1, and the key is in eu-central-1, where the statement allows nothing/,
      rule: "kms-region-mismatch",
      dead: true,
    },
    {
      what: "a Deny that the wrong Region turns on everybody",
      statement: {
        ...condition("StringNotEquals", "kms:ViaService", "s3.us-east-1.amazonaws.com"),
        Effect: "Deny",
      },
      message: /denies every use/,
      rule: "kms-region-mismatch",
    },
    {
      what: "a regional service principal of another Region",
      statement: { ...sound, Principal: { Service: "logs.us-east-1.amazonaws.com" } },
      message: /is us-east-1's/,
      rule: "kms-region-mismatch",
      severity: "high",
      dead: true,
    },
    {
      what: "a service of several labels in another Region",
      statement: condition("StringEquals", "kms:ViaService", "delivery.logs.us-east-1.amazonaws.com"),
      message: /names us-east-1, /,
      remediation: /name eu-central-1 in kms:ViaService/,
      rule: "kms-region-mismatch",
      severity: "high",
      dead: true,
    },
    {
      what: "services of two other Regions, each once",
      statement: condition("ForAnyValue:StringEquals", "kms:ViaService", [
        ...["s3.us-east-1.amazonaws.com", "ec2.us-east-1.amazonaws.com", "s3.us-west-2.amazonaws.com"],
      ]),
      message: /names us-east-1, us-west-2, and/,
      rule: "kms-region-mismatch",
      dead: true,
    },
    {
      what: "an Allow that spares another Region, and so holds always",
      statement: condition("StringNotEquals", "aws:RequestedRegion", "us-east-1"),
      message: /holds always/,
      rule: "kms-region-mismatch",
    },
    {
      what: "a Deny in another Region, which denies nothing",
      statement: { ...condition("StringEquals", "aws:RequestedRegion", "us-east-1"), Effect: "Deny" },
      message: /denies nothing/,
      rule: "kms-region-mismatch",
      dead: true,
    },
    ...["aws:SourceArn", "kms:EncryptionContext:aws:logs:arn"].map((key) => ({
      what: `a log group of another Region in ${key}`,
      statement: condition("ArnLike", key, "arn:aws:logs:us-east-1:111122223333:log-group:*"),
      message: /names us-east-1, and the key is in eu-central-1, where the statement allows nothing/,
      rule: "kms-region-mismatch",
      dead: true,
    })),
    {
      what: "a service of another Region beside other principals",
      statement: {
        ...sound,
        Principal: {
          Service: "logs.us-east-1.amazonaws.com",
          AWS: "111122223333",
          Federated: "accounts.google.com",
        },
      },
      message: /is us-east-1's/,
      remediation: /name the service in eu-central-1/,
      rule: "kms-region-mismatch",
    },
  ]);
  accepts([
    [
      "log groups of the key's own Region, by source and by encryption context",
      condition("ArnLike", "aws:SourceArn", "arn:aws:logs:eu-central-1:111122223333:log-group:*"),
    ],
    [
      "sources of any Region and of none",
      condition("ArnLike", "aws:SourceArn", ["arn:aws:logs:*:111122223333:*", "arn:aws:s3:::bucket"]),
    ],
    ["a source that is no ARN", condition("ArnLike", "aws:SourceArn", "*")],
    [
      "an encryption context of replicated data",
      condition("StringEquals", "kms:EncryptionContext:aws:s3:arn", "arn:aws:logs:us-east-1:111122223333:a"),
    ],
    [
      "a service of another Region beside one of any",
      condition("StringLike", "kms:ViaService", ["s3.us-east-1.amazonaws.com", "ec2.*.amazonaws.com"]),
    ],
    ["a service without a Region", { ...sound, Principal: { Service: "sns.amazonaws.com" } }],
    ["a host that is not AWS's", condition("StringEquals", "kms:ViaService", "s3.us-east-1.example.com")],
    [
      "services of several Regions, the key's own among them",
      condition("StringEquals", "kms:ViaService", [
        "s3.us-east-1.amazonaws.com",
        "s3.eu-central-1.amazonaws.com",
      ]),
    ],
    [
      "a trail of another Region",
      {
        ...condition("ArnLike", "aws:SourceArn", "arn:aws:cloudtrail:us-east-1:111122223333:trail/a"),
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: "kms:GenerateDataKey*",
      },
    ],
    [
      "replication to another Region",
      { ...condition("StringEquals", "kms:ReplicaRegion", "us-east-1"), Action: "kms:ReplicateKey" },
    ],
  ]);

  it("says nothing of Regions where the key's own is not known", () => {
    const { findings } = lintUnknown({
      ...condition("StringEquals", "kms:ViaService", "s3.us-east-1.amazonaws.com"),
      Principal: { Service: "logs.us-west-2.amazonaws.com" },
    });
    assert.deepEqual(findings, []);
  });

  it("names no Region where the condition has no value", () => {
    const { findings } = lintUnknown(condition("StringEquals", "kms:ViaService", []), {
      region: "eu-central-1",
    });
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      ["kms-policy-invalid"],
    );
  });
});
