import assert from "node:assert/strict";
import { buildKeyPolicy } from "../../../../kms/policy/build/buildKeyPolicy";
import type { KeyPolicyContext } from "../../../../kms/policy/build/context";
import type { ServiceUse } from "../../../../kms/policy/build/intent";
import type { JsonStatement } from "../../../../kms/policy/document";

type Expected = Pick<JsonStatement, "Sid" | "Action" | "Condition">;

const owner = "111111111111";
const signing: Partial<KeyPolicyContext> = { spec: "ECC_NIST_P256", usage: "SIGN_VERIFY" };
const publish = ["kms:Decrypt", "kms:GenerateDataKey*"];
const account = { "aws:SourceAccount": owner };
const forAwsResource = { "kms:GrantIsForAWSResource": "true" };
const ofOwner = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:${owner}:${resource}`;

const logGroups = (arn: string | string[]): Expected => ({
  Sid: "EncryptLogGroups",
  Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
  Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": arn } },
});
const trails = (names: string[]): Expected[] => {
  const arns = names.map((name) => `arn:aws:cloudtrail:*:${owner}:trail/${name}`);
  const trail = arns.length === 1 ? (arns[0] ?? "") : arns;
  const source = { "aws:SourceArn": trail };
  return [
    {
      Sid: "EncryptTrails",
      Action: "kms:GenerateDataKey*",
      Condition: { ArnLike: source, StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": trail } },
    },
    { Sid: "EncryptTrailsDescribe", Action: "kms:DescribeKey", Condition: { ArnLike: source } },
  ];
};
const published = (Sid: string, source?: string): Expected => ({
  Sid,
  Action: publish,
  Condition: {
    StringEquals: account,
    ...(source !== undefined && { ArnLike: { "aws:SourceArn": source } }),
  },
});
const toTopics = (topics: string | string[]): Expected => ({
  Sid: "PublishEventsToTopics",
  Action: publish,
  Condition: { ArnLike: { "kms:EncryptionContext:aws:sns:topicArn": topics } },
});
const signed = (zone: string): Expected[] => {
  const own = { ArnLike: { "aws:SourceArn": `arn:aws:route53:::hostedzone/${zone}` }, StringEquals: account };
  return [
    { Sid: "SignHostedZones", Action: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"], Condition: own },
    { Sid: "SignHostedZonesGrant", Action: "kms:CreateGrant", Condition: { ...own, Bool: forAwsResource } },
  ];
};
const backup = { service: "other", principal: "backup.amazonaws.com", capabilities: ["decrypt"] } as const;
const use = (Sid: string, more: JsonStatement["Condition"] = {}): Expected => ({
  Sid,
  Action: ["kms:Decrypt", "kms:ReEncryptFrom"],
  Condition: { StringEquals: account, ...more },
});

/** What AWS's documentation of each service asks of the key, held to the owner's resources. */
const cases: readonly [what: string, use: ServiceUse, host: string, expected: readonly Expected[]][] = [
  [
    "CloudWatch Logs encrypts every log group of the account",
    { service: "cloudwatchLogs" },
    "logs.eu-central-1.amazonaws.com",
    [logGroups(ofOwner("logs", "log-group:*"))],
  ],
  [
    "CloudWatch Logs encrypts the named log groups",
    { service: "cloudwatchLogs", logGroups: ["/web/*", "/app"] },
    "logs.eu-central-1.amazonaws.com",
    [logGroups([ofOwner("logs", "log-group:/app"), ofOwner("logs", "log-group:/web/*")])],
  ],
  [
    "CloudTrail encrypts every trail of the account, in any Region",
    { service: "cloudtrail" },
    "cloudtrail.amazonaws.com",
    trails(["*"]),
  ],
  [
    "CloudTrail encrypts the named trails",
    { service: "cloudtrail", trails: ["b", "a"] },
    "cloudtrail.amazonaws.com",
    trails(["a", "b"]),
  ],
  [
    "every alarm of the account publishes",
    { service: "cloudwatchAlarms" },
    "cloudwatch.amazonaws.com",
    [published("PublishAlarms")],
  ],
  [
    "the named alarms publish",
    { service: "cloudwatchAlarms", alarms: ["kms-*"] },
    "cloudwatch.amazonaws.com",
    [published("PublishAlarms", ofOwner("cloudwatch", "alarm:kms-*"))],
  ],
  [
    "every rule of the account sends to queues and topics",
    { service: "eventbridge" },
    "events.amazonaws.com",
    [published("PublishEvents"), toTopics(ofOwner("sns", "*"))],
  ],
  [
    "the named rules send to queues, and any to topics, as SNS names no source",
    { service: "eventbridge", rules: ["kms-*"] },
    "events.amazonaws.com",
    [published("PublishEvents", ofOwner("events", "rule/kms-*")), toTopics(ofOwner("sns", "*"))],
  ],
  [
    "rules send to the named topics alone",
    { service: "eventbridge", topics: ["notes", "alarms"] },
    "events.amazonaws.com",
    [toTopics([ofOwner("sns", "alarms"), ofOwner("sns", "notes")])],
  ],
  [
    "every bucket of the account notifies",
    { service: "s3Notifications" },
    "s3.amazonaws.com",
    [published("PublishBucketNotifications")],
  ],
  [
    "the named buckets notify",
    { service: "s3Notifications", buckets: ["uploads"] },
    "s3.amazonaws.com",
    [published("PublishBucketNotifications", "arn:aws:s3:::uploads")],
  ],
  [
    "Route 53 signs every hosted zone of the account",
    { service: "route53Dnssec" },
    "dnssec-route53.amazonaws.com",
    signed("*"),
  ],
  [
    "Route 53 signs the named hosted zone",
    { service: "route53Dnssec", hostedZoneIds: ["Z1"] },
    "dnssec-route53.amazonaws.com",
    signed("Z1"),
  ],
  ["another service uses the key", backup, "backup.amazonaws.com", [use("ServiceBackup")]],
  [
    "another service makes grants for its resources",
    { ...backup, grantsForServices: true },
    "backup.amazonaws.com",
    [
      use("ServiceBackup"),
      {
        Sid: "ServiceBackupGrants",
        Action: "kms:CreateGrant",
        Condition: { StringEquals: account, Bool: forAwsResource },
      },
    ],
  ],
  [
    "another service acts for the named resources, and for anything where none is named",
    { ...backup, sourceArns: [] },
    "backup.amazonaws.com",
    [use("ServiceBackup")],
  ],
  [
    "another service is narrowed to a resource and an encryption context",
    {
      ...backup,
      principal: "delivery-2.logs.amazonaws.com",
      sourceArns: [ofOwner("logs", "*")],
      encryptionContext: { tenant: "a?" },
    },
    "delivery-2.logs.amazonaws.com",
    [
      use("ServiceDelivery2", {
        ArnLike: { "aws:SourceArn": ofOwner("logs", "*") },
        StringLike: { "kms:EncryptionContext:tenant": "a?" },
      }),
    ],
  ],
];

/** The statements that a service adds to the account's delegation to IAM. */
function added(service: ServiceUse, context: Partial<KeyPolicyContext> = {}): readonly JsonStatement[] {
  const key = { accountId: owner, region: "eu-central-1", ...context };
  return buildKeyPolicy({ services: [service] }, key).Statement.slice(1);
}

describe("a service that may use the key:", () => {
  for (const [what, service, host, expected] of cases) {
    it(what, () => {
      const statements = added(service, service.service === "route53Dnssec" ? signing : {});
      const shape = { Effect: "Allow", Principal: { Service: host }, Resource: "*" };
      assert.deepEqual(
        statements,
        expected.map((statement) => ({ ...shape, ...statement })),
      );
    });
  }

  it("its host and its resources are those of the key's own Region", () => {
    const service: ServiceUse = {
      ...backup,
      principal: "logs.us-east-1.amazonaws.com",
      sourceArns: ["arn:aws:logs:us-east-1:111111111111:*"],
    };
    const [statement] = added(service, { region: "cn-north-1", primaryRegion: "us-east-1" });
    assert.deepEqual(statement?.Principal, { Service: "logs.cn-north-1.amazonaws.com.cn" });
    assert.deepEqual(statement.Condition?.ArnLike, {
      "aws:SourceArn": "arn:aws-cn:logs:cn-north-1:111111111111:*",
    });
  });
});
