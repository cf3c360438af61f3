/** Policies that let in too many, or let somebody pass on too much, and every finding on each: severity, rule, statement, Sid, message. */
import { iam, type Json, type ReportCase, root, STRANGER, TRUSTED } from "./given";

const to = (...names: readonly string[]): Json => ({ AWS: names.map((name) => iam(`role/${name}`)) });
const when = (Condition: Json, Action: unknown, Principal: unknown = to("app")): Json => ({
  Principal,
  Action,
  Condition,
});

export const openCases: readonly ReportCase[] = [
  {
    name: "an account outside",
    statements: [root, { Sid: "Out", Principal: { AWS: STRANGER }, Action: ["kms:Encrypt", "kms:Decrypt"] }],
    reports: [
      "high kms-external-access 1 Out: any principal of account 444455556666 can call kms:Decrypt (2 actions in all), and is not trusted",
    ],
  },
  {
    name: "a role outside",
    statements: [root, { Principal: { AWS: iam("role/reader", STRANGER) } }],
    reports: [
      "high kms-external-access 1: role reader of account 444455556666 can call kms:Decrypt, and is not trusted",
    ],
  },
  {
    name: "an account and a service for whoever",
    statements: [root, { Principal: { AWS: STRANGER, Service: "logs.amazonaws.com" } }],
    reports: [
      "high kms-external-access 1: any principal of account 444455556666 can call kms:Decrypt, and is not trusted",
      "high kms-service-confused-deputy 1: the service logs.amazonaws.com, whoever it acts for, can call kms:Decrypt: nothing says for which account or resource it may",
    ],
  },
  {
    name: "everyone",
    statements: [root, { Sid: "All", Action: ["kms:Encrypt", "kms:Decrypt"] }],
    reports: [
      "critical kms-public-access 1 All: anyone in any AWS account can call kms:Decrypt (2 actions in all)",
    ],
  },
  {
    name: "everyone through a service",
    statements: [root, { Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } } }],
    reports: [
      "critical kms-public-access 1: anyone in any AWS account can call kms:Decrypt through S3 in us-east-1",
      "high kms-via-service-unbound 1: the conditions (kms:ViaService is s3.us-east-1.amazonaws.com) keep nobody out: anyone in any AWS account can call kms:Decrypt through S3 in us-east-1",
    ],
  },
  {
    name: "everyone from one VPC",
    statements: [root, { Condition: { StringEquals: { "aws:SourceVpc": "vpc-1" } } }],
    reports: [
      "high kms-external-access 1: anyone in any AWS account can call kms:Decrypt from VPC vpc-1, and is not trusted",
    ],
  },
  {
    name: "everyone of an organization",
    statements: [root, { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-named00001" } } }],
    reports: [
      "high kms-external-access 1: anyone in organization o-named00001 can call kms:Decrypt, and is not trusted",
    ],
  },
  {
    name: "everyone, the worst first",
    statements: [root, { Principal: to("app"), Action: "kms:CreateGrant" }, {}],
    reports: [
      "critical kms-public-access 2: anyone in any AWS account can call kms:Decrypt",
      "medium kms-grant-unbounded 1: role app of account 111122223333 can create grants without limits, and so give anyone any use of the key",
    ],
  },
  {
    name: "everyone who signs in with a provider",
    statements: [root, { Principal: { Federated: "accounts.google.com" } }],
    reports: [
      "critical kms-public-access 1: anyone who signs in with accounts.google.com can call kms:Decrypt",
    ],
  },
  {
    name: "everyone, and services too",
    statements: [root, { Principal: { AWS: "*", Service: "logs.amazonaws.com" } }],
    reports: ["critical kms-public-access 1: anyone in any AWS account can call kms:Decrypt"],
  },
  {
    name: "a service for whoever",
    statements: [root, { Sid: "Logs", Principal: { Service: "logs.amazonaws.com" } }],
    reports: [
      "high kms-service-confused-deputy 1 Logs: the service logs.amazonaws.com, whoever it acts for, can call kms:Decrypt: nothing says for which account or resource it may",
    ],
  },
  {
    name: "a service for whoever beside everyone",
    statements: [root, {}, { Principal: { Service: "logs.amazonaws.com" } }],
    reports: [
      "critical kms-public-access 1: anyone in any AWS account can call kms:Decrypt",
      "high kms-service-confused-deputy 2: the service logs.amazonaws.com, whoever it acts for, can call kms:Decrypt: nothing says for which account or resource it may",
    ],
  },
  {
    name: "kms:* to a role",
    statements: [root, { Principal: to("app"), Action: "kms:*" }],
    reports: [
      "high kms-separation-of-duties 1: role app of account 111122223333 can use the key (kms:Decrypt) and administer it (kms:PutKeyPolicy)",
      'high kms-wildcard-actions 1: "kms:*" covers administration and use: role app of account 111122223333 can call kms:Decrypt',
      "medium kms-replicate-unbounded 1: role app of account 111122223333 can call kms:ReplicateKey into any Region",
    ],
  },
  {
    name: "kms:* to three roles",
    statements: [root, { Principal: to("app", "other", "third"), Action: "kms:*" }],
    reports: [
      "high kms-separation-of-duties 1: role app of account 111122223333 and 2 more can use the key (kms:Decrypt) and administer it (kms:PutKeyPolicy)",
      'high kms-wildcard-actions 1: "kms:*" covers administration and use: role app of account 111122223333 can call kms:Decrypt',
      "medium kms-replicate-unbounded 1: role app of account 111122223333 can call kms:ReplicateKey into any Region",
    ],
  },
  {
    name: "a trusted account",
    statements: [root, { Principal: { AWS: TRUSTED }, Action: ["kms:Decrypt", "kms:CreateGrant"] }],
    reports: [
      "medium kms-grant-unbounded 1: any principal of account 222233334444 can create grants without limits, and so give anyone any use of the key",
    ],
  },
  {
    name: "replicas anywhere",
    statements: [
      root,
      { Principal: to("app"), Action: ["kms:ReplicateKey", "kms:PutKeyPolicy", "kms:UpdatePrimaryRegion"] },
    ],
    reports: [
      "medium kms-replicate-unbounded 1: role app of account 111122223333 can call kms:ReplicateKey into any Region",
    ],
  },
  {
    name: "a primary anywhere",
    statements: [root, { Principal: to("app"), Action: ["kms:PutKeyPolicy", "kms:UpdatePrimaryRegion"] }],
    reports: [
      "medium kms-replicate-unbounded 1: role app of account 111122223333 can call kms:UpdatePrimaryRegion into any Region",
    ],
  },
  {
    name: "a primary in one Region",
    statements: [
      root,
      {
        Principal: to("app"),
        Action: ["kms:PutKeyPolicy", "kms:UpdatePrimaryRegion"],
        Condition: { StringEquals: { "kms:PrimaryRegion": "eu-west-1" } },
      },
    ],
    reports: [],
  },
  {
    name: "replicas nowhere, by a Deny",
    statements: [
      root,
      { Principal: to("app"), Action: ["kms:PutKeyPolicy", "kms:ReplicateKey"] },
      { Effect: "Deny", Action: "kms:ReplicateKey", Condition: { Null: { "kms:ReplicaRegion": "false" } } },
    ],
    reports: [],
  },
  {
    name: "replicas in one Region, by a Deny",
    statements: [
      root,
      { Principal: to("app"), Action: ["kms:PutKeyPolicy", "kms:ReplicateKey"] },
      {
        Effect: "Deny",
        Action: "kms:ReplicateKey",
        Condition: { StringNotEquals: { "kms:ReplicaRegion": "eu-west-1" } },
      },
    ],
    reports: [],
  },
  {
    name: "replicas in European Regions, by a Deny",
    statements: [
      root,
      { Principal: to("app"), Action: ["kms:PutKeyPolicy", "kms:ReplicateKey"] },
      {
        Effect: "Deny",
        Action: "kms:ReplicateKey",
        Condition: { StringNotLike: { "kms:ReplicaRegion": "eu-*" } },
      },
    ],
    reports: [],
  },
  {
    name: "replicas anywhere but in one Region",
    statements: [
      root,
      { Principal: to("app"), Action: ["kms:PutKeyPolicy", "kms:ReplicateKey"] },
      {
        Effect: "Deny",
        Action: "kms:ReplicateKey",
        Condition: { StringEquals: { "kms:ReplicaRegion": "us-east-1" } },
      },
    ],
    reports: [
      "medium kms-replicate-unbounded 1: role app of account 111122223333 can call kms:ReplicateKey with kms:ReplicaRegion us-east-2 into any Region",
    ],
  },
  {
    name: "replicas in one Region, primaries in any",
    statements: [
      root,
      {
        Principal: to("app"),
        Action: ["kms:PutKeyPolicy", "kms:ReplicateKey", "kms:UpdatePrimaryRegion"],
        Condition: { StringEqualsIfExists: { "kms:ReplicaRegion": "eu-west-1" } },
      },
    ],
    reports: [
      "medium kms-replicate-unbounded 1: role app of account 111122223333 can call kms:UpdatePrimaryRegion into any Region",
    ],
  },
  {
    name: "grants",
    statements: [root, { Principal: to("app"), Action: "kms:CreateGrant" }],
    reports: [
      "medium kms-grant-unbounded 1: role app of account 111122223333 can create grants without limits, and so give anyone any use of the key",
    ],
  },
  {
    name: "grants to a service",
    statements: [
      root,
      when({ StringEquals: { "kms:GranteeServicePrincipal": "rds.amazonaws.com" } }, "kms:CreateGrant"),
    ],
    reports: [],
  },
  {
    name: "grants bound to a source",
    statements: [
      root,
      when({ ArnLike: { "kms:GrantConstraintSourceArn": "arn:aws:rds:*" } }, "kms:CreateGrant"),
    ],
    reports: [],
  },
  {
    name: "grants of a constraint type",
    statements: [root, when({ StringLike: { "kms:GrantConstraintType": "*" } }, "kms:CreateGrant")],
    reports: [],
  },
  {
    name: "grants of an operation among others",
    statements: [
      root,
      when({ "ForAnyValue:StringEquals": { "kms:GrantOperations": ["Decrypt"] } }, "kms:CreateGrant"),
    ],
    reports: [],
  },
  {
    name: "grants of some operations",
    statements: [
      root,
      when(
        { "ForAllValues:StringEquals": { "kms:GrantOperations": ["Decrypt", "Encrypt"] } },
        "kms:CreateGrant",
      ),
    ],
    reports: [],
  },
  {
    name: "grants to whoever fits a pattern",
    statements: [root, when({ StringLike: { "kms:GranteePrincipal": "arn:aws:iam::*" } }, "kms:CreateGrant")],
    reports: [
      "medium kms-grant-unbounded 1: role app of account 111122223333 can create grants without limits, and so give anyone any use of the key",
    ],
  },
  {
    name: "grants to roles of the account",
    statements: [root, when({ StringLike: { "kms:GranteePrincipal": iam("role/*") } }, "kms:CreateGrant")],
    reports: [],
  },
  {
    name: "grants that are not for AWS resources",
    statements: [root, when({ Bool: { "kms:GrantIsForAWSResource": "false" } }, "kms:CreateGrant")],
    reports: [
      "medium kms-grant-unbounded 1: role app of account 111122223333 can create grants without limits, and so give anyone any use of the key",
    ],
  },
];
