import { accepts, condition, reports, sound } from "./reports";

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
      dead: true,
    },
  ]);
  accepts([
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
});
