import assert from "node:assert/strict";
import { analyse, type Analysis } from "../../../../kms/policy/analyse/analyse";
import { decide } from "../../../../kms/policy/evaluate/decide";
import { keyPolicyFromJson } from "../../../../kms/policy/parse";

type Json = Readonly<Record<string, unknown>>;

const OWNER = "111122223333";
const root: Json = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${OWNER}:root` },
  Action: "kms:*",
  Resource: "*",
};
const role = (name: string): Json => ({ AWS: `arn:aws:iam::${OWNER}:role/${name}` });
const allow = (more: Json): Json => ({
  Effect: "Allow",
  Principal: role("app"),
  Action: "kms:Decrypt",
  Resource: "*",
  ...more,
});
const deny = (more: Json): Json => ({ ...allow(more), Effect: "Deny", Principal: "*", ...more });
const when = (condition: Json, more: Json = {}): Json => allow({ ...more, Condition: condition });
const service = (more: Json): Json =>
  allow({ Principal: { Service: "logs.us-east-1.amazonaws.com" }, ...more });

function analysed(...statements: readonly Json[]): Analysis {
  const policy = keyPolicyFromJson(
    JSON.parse(JSON.stringify({ Version: "2012-10-17", Statement: statements })),
  );
  const analysis = analyse(policy, {
    ownerAccount: OWNER,
    trustedAccounts: ["222233334444"],
    region: "us-east-1",
  });
  for (const { rule, witness } of analysis.findings)
    if (witness !== null) assert.equal(decide(policy, witness).decision, "allowed", rule);
  return analysis;
}

interface Case {
  readonly name: string;
  readonly statements: readonly Json[];
  /** What is reported of the last statement, or of the policy as a whole; sorted. */
  readonly rules: readonly string[];
}

const cases: readonly Case[] = [
  { name: "delegates to IAM", statements: [root], rules: [] },
  {
    name: "delegates to IAM by the account's id",
    statements: [allow({ Principal: { AWS: OWNER }, Action: "kms:*" })],
    rules: [],
  },
  { name: "lets a role use the key", statements: [root, allow({})], rules: [] },

  // Confused deputies.
  { name: "a service for whoever", statements: [root, service({})], rules: ["kms-service-confused-deputy"] },
  {
    name: "a service for the owner's account",
    statements: [root, service({ Condition: { StringEquals: { "aws:SourceAccount": OWNER } } })],
    rules: [],
  },
  {
    name: "a service for a stranger's account",
    statements: [root, service({ Condition: { StringEquals: { "aws:SourceAccount": "444455556666" } } })],
    rules: [],
  },
  {
    name: "a service for any account",
    statements: [root, service({ Condition: { StringLike: { "aws:SourceAccount": "*" } } })],
    rules: ["kms-service-confused-deputy"],
  },
  {
    name: "a service for the owner's account, IfExists",
    statements: [root, service({ Condition: { StringEqualsIfExists: { "aws:SourceAccount": OWNER } } })],
    rules: ["kms-service-confused-deputy"],
  },
  {
    name: "a service for resources of the owner",
    statements: [root, service({ Condition: { ArnLike: { "aws:SourceArn": `arn:aws:logs:*:${OWNER}:*` } } })],
    rules: [],
  },
  {
    name: "a service for resources of anybody",
    statements: [root, service({ Condition: { ArnLike: { "aws:SourceArn": "arn:aws:logs:*:*:*" } } })],
    rules: ["kms-service-confused-deputy"],
  },
  {
    name: "a service for one bucket",
    statements: [root, service({ Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::mine" } } })],
    rules: [],
  },
  {
    name: "a service for the owner's log groups by encryption context",
    statements: [
      root,
      service({
        Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:us-east-1:${OWNER}:*` } },
      }),
    ],
    rules: [],
  },
  {
    name: "a service for anybody's log groups by encryption context",
    statements: [
      root,
      service({
        Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:*:*" } },
      }),
    ],
    rules: ["kms-service-confused-deputy"],
  },
  {
    name: "a service within an organization",
    statements: [root, service({ Condition: { StringEquals: { "aws:SourceOrgID": "o-named000001" } } })],
    rules: [],
  },
  {
    name: "a service that a Deny binds",
    statements: [
      root,
      deny({
        Action: "kms:*",
        Condition: {
          StringNotEquals: { "aws:SourceAccount": OWNER },
          Bool: { "aws:PrincipalIsAWSService": "true" },
        },
      }),
      service({}),
    ],
    rules: [],
  },
  {
    name: "everyone, if an AWS service",
    statements: [
      root,
      when(
        {
          Bool: { "aws:PrincipalIsAWSService": "true" },
          StringEquals: { "aws:PrincipalServiceName": "s3.amazonaws.com" },
        },
        { Principal: "*" },
      ),
    ],
    rules: ["kms-service-confused-deputy"],
  },

  // Shapes.
  {
    name: "kms:* to a role",
    statements: [root, allow({ Action: "kms:*" })],
    rules: ["kms-replicate-unbounded", "kms-separation-of-duties", "kms-wildcard-actions"],
  },
  {
    name: "a wildcard that covers administration and use",
    statements: [root, allow({ Action: "kms:D*" })],
    rules: ["kms-destructive-rights", "kms-separation-of-duties", "kms-wildcard-actions"],
  },
  {
    name: "deletion for somebody who is no administrator",
    statements: [root, allow({ Action: "kms:ScheduleKeyDeletion" })],
    rules: ["kms-destructive-rights"],
  },
  {
    name: "grants by an administrator, who can let anybody in anyway",
    statements: [root, allow({ Action: ["kms:Create*", "kms:PutKeyPolicy"] })],
    rules: [],
  },
  {
    name: "grants by somebody who can also write the policy and uses the key",
    statements: [root, allow({ Action: ["kms:CreateGrant", "kms:PutKeyPolicy", "kms:Decrypt"] })],
    rules: ["kms-destructive-rights", "kms-grant-unbounded", "kms-separation-of-duties"],
  },
  {
    name: "a wildcard that covers use",
    statements: [root, allow({ Action: ["kms:GenerateDataKey*", "kms:ReEncrypt*"] })],
    rules: [],
  },
  {
    name: "a wildcard that a Deny takes away",
    statements: [deny({ Action: "kms:D*" }), root, allow({ Action: "kms:D*" })],
    rules: [],
  },
  {
    name: "NotAction",
    statements: [
      root,
      allow({
        Action: undefined,
        NotAction: [
          "kms:Put*",
          "kms:Create*",
          "kms:*Key",
          "kms:*Region",
          "kms:*Alias",
          "kms:*Rotation",
          "kms:*Material",
          "kms:*Deletion",
          "kms:*Description",
          "kms:*Demand",
        ],
      }),
    ],
    rules: ["kms-not-principal"],
  },
  {
    name: "only the root user",
    statements: [
      root,
      when(
        { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${OWNER}:root` } },
        { Principal: { AWS: OWNER } },
      ),
    ],
    rules: ["kms-root-user"],
  },

  // Duties, grants, replicas.
  {
    name: "administration without use",
    statements: [
      root,
      allow({
        Principal: role("admin"),
        Action: ["kms:PutKeyPolicy", "kms:UpdateAlias", "kms:ScheduleKeyDeletion"],
      }),
    ],
    rules: [],
  },
  {
    name: "use and the policy",
    statements: [root, allow({ Action: ["kms:Decrypt", "kms:PutKeyPolicy"] })],
    rules: ["kms-destructive-rights", "kms-separation-of-duties"],
  },
  {
    name: "use in one statement and deletion in another",
    statements: [root, allow({ Action: "kms:ScheduleKeyDeletion" }), allow({})],
    rules: ["kms-separation-of-duties"],
  },
  {
    name: "an alias that can be pointed elsewhere",
    statements: [root, allow({ Action: ["kms:Decrypt", "kms:UpdateAlias"] })],
    rules: ["kms-destructive-rights"],
  },
  {
    name: "grants without limits",
    statements: [root, allow({ Action: "kms:CreateGrant" })],
    rules: ["kms-grant-unbounded"],
  },
  {
    name: "grants for AWS resources",
    statements: [
      root,
      when({ Bool: { "kms:GrantIsForAWSResource": "true" } }, { Action: "kms:CreateGrant" }),
    ],
    rules: [],
  },
  {
    name: "grants for AWS resources, IfExists",
    statements: [
      root,
      when({ BoolIfExists: { "kms:GrantIsForAWSResource": "true" } }, { Action: "kms:CreateGrant" }),
    ],
    rules: ["kms-grant-unbounded"],
  },
  {
    name: "grants that constrain encryption context",
    statements: [
      root,
      when(
        { StringEquals: { "kms:GrantConstraintType": "EncryptionContextEquals" } },
        { Action: "kms:CreateGrant" },
      ),
    ],
    rules: [],
  },
  {
    name: "grants of one operation",
    statements: [
      root,
      when(
        { "ForAllValues:StringEquals": { "kms:GrantOperations": ["Decrypt"] } },
        { Action: "kms:CreateGrant" },
      ),
    ],
    rules: [],
  },
  {
    name: "grants to one role",
    statements: [
      root,
      when(
        { StringEquals: { "kms:GranteePrincipal": `arn:aws:iam::${OWNER}:role/worker` } },
        { Action: "kms:CreateGrant" },
      ),
    ],
    rules: [],
  },
  {
    name: "grants through a service",
    statements: [
      root,
      when(
        { StringEquals: { "kms:ViaService": "rds.us-east-1.amazonaws.com" } },
        { Action: "kms:CreateGrant" },
      ),
    ],
    rules: [],
  },
  {
    name: "replicas anywhere",
    statements: [root, allow({ Principal: role("admin"), Action: ["kms:ReplicateKey", "kms:PutKeyPolicy"] })],
    rules: ["kms-replicate-unbounded"],
  },
  {
    name: "replicas in approved Regions",
    statements: [
      root,
      when(
        { StringEquals: { "kms:ReplicaRegion": ["eu-west-1"] } },
        { Principal: role("admin"), Action: ["kms:ReplicateKey"] },
      ),
      allow({ Principal: role("admin"), Action: "kms:PutKeyPolicy" }),
    ],
    rules: [],
  },
  {
    name: "use by alias, and the alias can be changed",
    statements: [
      root,
      allow({ Action: "kms:CreateAlias" }),
      when({ "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/app" } }),
    ],
    rules: ["kms-alias-authorization"],
  },
  {
    name: "use by tag, and the tag can be changed",
    statements: [
      root,
      allow({ Action: "kms:TagResource" }),
      when({ StringEquals: { "aws:ResourceTag/app": "yes" } }),
    ],
    rules: ["kms-alias-authorization"],
  },
  {
    name: "use by alias",
    statements: [root, when({ "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/app" } })],
    rules: [],
  },

  // Conditions that restrict nobody.
  {
    name: "everyone through a service",
    statements: [
      root,
      when({ StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } }, { Principal: "*" }),
    ],
    rules: ["kms-public-access", "kms-via-service-unbound"],
  },
  {
    name: "everyone of the account through a service",
    statements: [
      root,
      when(
        { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com", "kms:CallerAccount": OWNER } },
        { Principal: "*" },
      ),
    ],
    rules: [],
  },
  {
    name: "a stranger",
    statements: [root, allow({ Principal: { AWS: "444455556666" } })],
    rules: ["kms-external-access"],
  },
  { name: "a trusted account", statements: [root, allow({ Principal: { AWS: "222233334444" } })], rules: [] },
];

describe("findings on key policies", () => {
  for (const { name, statements, rules } of cases)
    it(`${name}: ${rules.join(", ") || "nothing"}`, () => {
      const last = statements.length - 1;
      const found = analysed(...statements).findings.filter(({ statement = last }) => statement === last);
      assert.deepEqual([...new Set(found.map(({ rule }) => rule))].sort(), rules);
    });
});

const admin = (more: Json = {}): Json =>
  allow({ Principal: role("admin"), Action: "kms:PutKeyPolicy", ...more });

/** Statements, whether nobody can administer, whether it hangs on one. */
const administrations: readonly (readonly [string, readonly Json[], boolean, boolean])[] = [
  ["the account's root", [root], false, false],
  ["one role", [admin()], false, true],
  ["two roles", [admin(), admin({ Principal: role("other") })], false, false],
  ["a role that is listed twice", [admin(), admin()], false, true],
  [
    "a role of another account",
    [admin({ Principal: { AWS: "arn:aws:iam::222233334444:role/admin" } })],
    true,
    false,
  ],
  ["a deleted role", [admin({ Principal: { AWS: "AROAEXAMPLEEXAMPLE00" } })], true, true],
  [
    "a role and a deleted role",
    [admin({ Principal: { AWS: [`arn:aws:iam::${OWNER}:role/admin`, "AROAEXAMPLEEXAMPLE00"] } })],
    false,
    true,
  ],
  ["the root, but for a Deny for everyone", [root, deny({ Action: "kms:Put*" })], true, false],
  [
    "the root, but for a Deny for all but one role",
    [
      root,
      deny({
        Action: "kms:PutKeyPolicy",
        Condition: { ArnNotEquals: { "aws:PrincipalArn": `arn:aws:iam::${OWNER}:role/admin` } },
      }),
    ],
    false,
    true,
  ],
  [
    "the root, but for a Deny for all but roles of a path",
    [
      root,
      deny({
        Action: "kms:PutKeyPolicy",
        Condition: { ArnNotLike: { "aws:PrincipalArn": `arn:aws:iam::${OWNER}:role/admins/*` } },
      }),
    ],
    false,
    false,
  ],
  [
    "the root, but only through a service, and none administers keys",
    [{ ...root, Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } } }],
    true,
    false,
  ],
  [
    "the root, but only with an encryption context, which administration never carries",
    [{ ...root, Condition: { StringEquals: { "kms:EncryptionContext:a": "b" } } }],
    true,
    false,
  ],
  [
    "the root, until a day long past",
    [{ ...root, Condition: { DateLessThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } } }],
    true,
    false,
  ],
  [
    "the root with multi-factor authentication",
    [{ ...root, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }],
    false,
    false,
  ],
  [
    "everyone of the account",
    [allow({ Principal: "*", Action: "kms:*", Condition: { StringEquals: { "kms:CallerAccount": OWNER } } })],
    false,
    false,
  ],
];

describe("administration of the key", () => {
  for (const [name, statements, lockout, fragile] of administrations)
    it(`${name}: ${lockout ? "locked out" : "kept"}${fragile ? ", by a thread" : ""}`, () => {
      const analysis = analysed(...statements);
      assert.deepEqual([analysis.lockout, analysis.fragileAdministration], [lockout, fragile]);
    });
});
