import assert from "node:assert/strict";
import { type Standing, tellCaller, tellCondition, tellRequest } from "../../../../kms/policy/analyse/tell";
import type { Request } from "../../../../kms/policy/evaluate/request";

const ACCOUNT = "999988887777";
const request = (changes: Partial<Request> = {}): Request => ({
  principalType: "AWS",
  principal: `arn:aws:iam::${ACCOUNT}:role/reader`,
  account: ACCOUNT,
  action: "kms:Decrypt",
  resource: "arn:aws:kms:us-east-1:111122223333:key/1234",
  context: {},
  ...changes,
});
const organization = "o-abcdefghij";

describe("callers in words", () => {
  const iam = (resource: string) => ({ principal: `arn:aws:iam::${ACCOUNT}:${resource}` });
  const sts = (resource: string) => ({ principal: `arn:aws:sts::${ACCOUNT}:${resource}` });
  const cases: readonly [Partial<Request>, string, Standing?][] = [
    [{}, "role reader of account 999988887777"],
    [{ organization }, "role reader of account 999988887777 in organization o-abcdefghij"],
    [iam("role/team/reader"), "role team/reader of account 999988887777"],
    [iam("user/alice"), "user alice of account 999988887777"],
    [iam("root"), "the root user of account 999988887777"],
    [sts("assumed-role/reader/one"), "session reader/one of account 999988887777"],
    [sts("federated-user/bob"), "federated user bob of account 999988887777"],
    [iam("role/outsider"), "any principal of account 999988887777"],
    [iam("role/colleague"), "any principal of account 999988887777"],
    [
      { ...iam("role/outsider"), organization },
      "any principal of account 999988887777 in organization o-abcdefghij",
    ],
    [{ principal: "AROAEXAMPLEEXAMPLE123" }, "AROAEXAMPLEEXAMPLE123"],
    [{}, "anyone in any AWS account", "anyone"],
    [{ organization }, "anyone in organization o-abcdefghij", "anyone"],
    [
      { principalType: "Service", principal: "sns.amazonaws.com" },
      "the service sns.amazonaws.com, whoever it acts for,",
    ],
    [
      { principalType: "Federated", principal: "accounts.google.com" },
      "whoever signs in with accounts.google.com",
    ],
    [
      { principalType: "Federated", principal: "accounts.google.com" },
      "anyone who signs in with accounts.google.com",
      "anyone",
    ],
    [{ principalType: "Anonymous", principal: "*" }, "anyone, unsigned,"],
    [{ principalType: "CanonicalUser", principal: "79a5" }, "canonical user 79a5"],
  ];
  for (const [changes, words, standing] of cases)
    it(words, () => {
      assert.equal(tellCaller(request(changes), standing), words);
    });
});

describe("requests in words", () => {
  const who = "role reader of account 999988887777 can call kms:Decrypt";
  const cases: readonly [Request["context"], string][] = [
    [{}, who],
    [{ "kms:ViaService": "s3.us-east-1.amazonaws.com" }, `${who} through S3 in us-east-1`],
    [{ "kms:ViaService": "glue.eu-west-1.amazonaws.com" }, `${who} through glue in eu-west-1`],
    [{ "kms:ViaService": "s3.cn-north-1.amazonaws.com.cn" }, `${who} through S3 in cn-north-1`],
    [{ "kms:ViaService": "sqs.amazonaws.com" }, `${who} through SQS`],
    [{ "kms:ViaService": "s3.example.org" }, `${who} through s3.example.org`],
    [{ "aws:SourceIp": "203.0.113.7" }, `${who} from address 203.0.113.7`],
    [{ "aws:SourceVpc": "vpc-1" }, `${who} from VPC vpc-1`],
    [{ "aws:SourceVpce": "vpce-1" }, `${who} through VPC endpoint vpce-1`],
    [{ "kms:EncryptionContext:tenant": "a" }, `${who} with encryption context tenant=a`],
    [{ "aws:PrincipalTag/team": "x" }, `${who} with aws:PrincipalTag/team x`],
    [
      { "aws:CalledVia": ["athena.amazonaws.com", "s3.amazonaws.com"] },
      `${who} with aws:CalledVia athena.amazonaws.com, s3.amazonaws.com`,
    ],
    [
      { "aws:SourceIp": "203.0.113.7", "kms:EncryptionContext:tenant": "a" },
      `${who} from address 203.0.113.7 and with encryption context tenant=a`,
    ],
    ...[
      ...[
        "aws:CurrentTime",
        "aws:EpochTime",
        "aws:PrincipalAccount",
        "aws:PrincipalArn",
        "aws:PrincipalIsAWSService",
      ],
      ...[
        "aws:PrincipalOrgID",
        "aws:PrincipalServiceName",
        "aws:PrincipalServiceNamesList",
        "aws:PrincipalType",
      ],
      ...[
        "aws:RequestedRegion",
        "aws:ResourceAccount",
        "aws:ResourceOrgID",
        "aws:SecureTransport",
        "aws:userid",
      ],
      ...["aws:username", "kms:CallerAccount"],
    ].map((key): [Request["context"], string] => [{ [key]: "x" }, who]),
  ];
  for (const [context, words] of cases)
    it(`${Object.keys(context).join(", ") || "nothing"}: ${words}`, () => {
      assert.equal(tellRequest(request({ context })), words);
    });
  for (const [service, name] of Object.entries({
    ...{
      autoscaling: "Auto Scaling",
      dynamodb: "DynamoDB",
      ec2: "EC2",
      lambda: "Lambda",
      logs: "CloudWatch Logs",
    },
    ...{
      rds: "RDS",
      redshift: "Redshift",
      secretsmanager: "Secrets Manager",
      sns: "SNS",
      ssm: "Systems Manager",
    },
  }))
    it(`calls ${service} ${name}`, () => {
      const context = { "kms:ViaService": `${service}.us-east-1.amazonaws.com` };
      assert.equal(tellRequest(request({ context })), `${who} through ${name} in us-east-1`);
    });
});

describe("conditions in words", () => {
  const cases: readonly [operator: string, values: readonly string[], words: string][] = [
    ["StringEquals", ["a"], "k is a"],
    ["StringEquals", ["a", "b"], "k is a or b"],
    ["StringNotEquals", ["a"], "k is not a"],
    ["StringEqualsIgnoreCase", ["a"], "k is, in any case, a"],
    ["StringNotEqualsIgnoreCase", ["a"], "k is not, in any case, a"],
    ["StringLike", ["a*"], "k is like a*"],
    ["StringNotLike", ["a*"], "k is not like a*"],
    ["ArnEquals", ["a*"], "k is like a*"],
    ["ArnLike", ["a*"], "k is like a*"],
    ["ArnNotEquals", ["a*"], "k is not like a*"],
    ["ArnNotLike", ["a*"], "k is not like a*"],
    ["Bool", ["true"], "k is true"],
    ["IpAddress", ["10.0.0.0/8"], "k is within 10.0.0.0/8"],
    ["NotIpAddress", ["10.0.0.0/8"], "k is outside 10.0.0.0/8"],
    ["NumericEquals", ["1"], "k is 1"],
    ["NumericNotEquals", ["1"], "k is not 1"],
    ["NumericLessThan", ["1"], "k is below 1"],
    ["NumericLessThanEquals", ["1"], "k is at most 1"],
    ["NumericGreaterThan", ["1"], "k is above 1"],
    ["NumericGreaterThanEquals", ["1"], "k is at least 1"],
    ["DateLessThan", ["2026-01-01"], "k is before 2026-01-01"],
    ["DateLessThanEquals", ["2026-01-01"], "k is not after 2026-01-01"],
    ["DateGreaterThan", ["2026-01-01"], "k is after 2026-01-01"],
    ["DateGreaterThanEquals", ["2026-01-01"], "k is not before 2026-01-01"],
    ["StringEqualsIfExists", ["a"], "k is a, if it is there"],
    ["ForAllValues:StringLike", ["a"], "every value of k is like a"],
    ["ForAnyValue:StringEquals", ["a"], "some value of k is a"],
    ["ForAnyValue:StringEqualsIfExists", ["a"], "some value of k is a, if it is there"],
    ["Null", ["true"], "k is not there"],
    ["Null", ["false"], "k is there"],
    ["Odd", ["a"], "k Odd a"],
  ];
  for (const [operator, values, words] of cases)
    it(`${operator}: ${words}`, () => {
      assert.equal(tellCondition({ operator, key: "k", values }), words);
    });
});
