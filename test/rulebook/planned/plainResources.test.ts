/**
 * Resources as people write them who use none of our components: which rules speak, by their defaults, and that no other does. Policies are
 * the documented ones of AWS's services, and what policy checkers complain about rightly or wrongly.
 */
import assert from "node:assert/strict";
import { rules } from "../../../rulebook";
import { estateOf, type ResourceFacts } from "../../../rulebook/facts";
import { judge, judgeEstate } from "../../../rulebook/judge";
import { factsOf } from "../../../rulebook/planned/factsOf";
import { defaultsOf, type Rule } from "../../../rulebook/rule";
import { type Extra, resource } from "./resource";

const OWNER = "111122223333";
const KEY = `arn:aws:kms:us-east-1:${OWNER}:key/mrk-0123`;

interface Plain {
  readonly name: string;
  /** `kms/key:Key`; a key where left out. */
  readonly type?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  /** Statements of the key policy beside the account root's. */
  readonly policy?: readonly object[];
  readonly extra?: Extra;
  /** The rules that speak. */
  readonly told?: readonly string[];
}

const root = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${OWNER}:root` },
  Action: "kms:*",
  Resource: "*",
};
const role = (name: string) => ({ AWS: `arn:aws:iam::${OWNER}:role/${name}` });
const service = (name: string) => ({ Service: `${name}.amazonaws.com` });
const allow = (Principal: unknown, Action: unknown, Condition?: object) => ({
  Effect: "Allow",
  Principal,
  Action,
  Resource: "*",
  ...(Condition && { Condition }),
});
const deny = (Principal: unknown, Action: unknown, Condition?: object) => ({
  ...allow(Principal, Action, Condition),
  Effect: "Deny",
});
const written = (...statements: object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 4);

const use = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];
const sound = {
  description: "Encrypts the orders of the shop",
  enableKeyRotation: true,
  deletionWindowInDays: 30,
};
const unrotatable = { description: sound.description, deletionWindowInDays: 30 };

const keys: readonly Plain[] = [
  { name: "AWS's default key policy" },
  { name: "AWS's default key policy written out", policy: [] },
  { name: "one statement that is no list", with: { policy: written(root).replace(/\[|\]/g, "") } },
  { name: "an account id for the root", with: { policy: written({ ...root, Principal: { AWS: OWNER } }) } },
  {
    name: "a policy among white space, and values as YAML gives them",
    with: { policy: `\n  ${written(root)}\n`, enableKeyRotation: "true", deletionWindowInDays: "30" },
  },
  {
    name: "the policy that AWS's console writes",
    policy: [
      allow(role("Admin"), [
        ...[
          "kms:Describe*",
          "kms:Enable*",
          "kms:List*",
          "kms:Put*",
          "kms:Update*",
          "kms:Revoke*",
          "kms:Disable*",
        ],
        ...["kms:Get*", "kms:Delete*", "kms:TagResource", "kms:UntagResource", "kms:ScheduleKeyDeletion"],
        ...["kms:CancelKeyDeletion", "kms:RotateKeyOnDemand"],
      ]),
      allow(role("App"), use),
      allow(role("App"), ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"], {
        Bool: { "kms:GrantIsForAWSResource": "true" },
      }),
    ],
  },
  {
    name: "CloudWatch Logs, by its documentation",
    policy: [
      allow(
        service("logs.us-east-1"),
        ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
        {
          ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:us-east-1:${OWNER}:*` },
        },
      ),
    ],
  },
  {
    name: "CloudTrail, by its documentation",
    policy: [
      allow(service("cloudtrail"), "kms:GenerateDataKey*", {
        StringEquals: { "aws:SourceArn": `arn:aws:cloudtrail:us-east-1:${OWNER}:trail/all` },
        StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": `arn:aws:cloudtrail:*:${OWNER}:trail/*` },
      }),
      allow(service("cloudtrail"), "kms:DescribeKey"),
    ],
  },
  {
    name: "S3 event notifications, by their documentation",
    policy: [
      allow(service("s3"), ["kms:GenerateDataKey", "kms:Decrypt"], {
        StringEquals: { "aws:SourceAccount": OWNER },
        ArnLike: { "aws:SourceArn": "arn:aws:s3:::shop-orders" },
      }),
    ],
  },
  {
    name: "Auto Scaling's service-linked role",
    policy: ["kms:CreateGrant", use].map((action) =>
      allow(
        role("aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"),
        action,
        action === use ? undefined : { Bool: { "kms:GrantIsForAWSResource": true } },
      ),
    ),
  },
  {
    name: "everybody of the account through one service",
    policy: [
      allow({ AWS: "*" }, use, {
        StringEquals: { "kms:CallerAccount": OWNER, "kms:ViaService": "s3.us-east-1.amazonaws.com" },
      }),
    ],
  },
  {
    name: "everybody of one organization",
    policy: [allow("*", use, { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } })],
  },
  { name: "another account", policy: [allow({ AWS: "arn:aws:iam::444455556666:root" }, use)] },
  {
    name: "a Deny with stars",
    policy: [
      deny("*", "kms:ScheduleKeyDeletion", {
        ArnNotLike: { "aws:PrincipalArn": `arn:aws:iam::${OWNER}:role/A*` },
      }),
    ],
  },
  { name: "a Deny without TLS", policy: [deny("*", "kms:*", { Bool: { "aws:SecureTransport": "false" } })] },
  {
    name: "a Deny with NotPrincipal",
    policy: [
      {
        Effect: "Deny",
        NotPrincipal: { AWS: [`arn:aws:iam::${OWNER}:root`, `arn:aws:iam::${OWNER}:role/App`] },
        Action: "kms:Decrypt",
        Resource: "*",
      },
    ],
  },
  {
    name: "a key to sign",
    with: {
      ...unrotatable,
      customerMasterKeySpec: "RSA_4096",
      keyUsage: "SIGN_VERIFY",
      enableKeyRotation: undefined,
    },
  },
  {
    name: "an elliptic curve",
    with: { customerMasterKeySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY", enableKeyRotation: undefined },
  },
  {
    name: "an HMAC key",
    with: { customerMasterKeySpec: "HMAC_256", keyUsage: "GENERATE_VERIFY_MAC", enableKeyRotation: false },
  },
  { name: "a key in CloudHSM", with: { customKeyStoreId: "cks-0123", enableKeyRotation: undefined } },
  {
    name: "a key outside AWS",
    with: { customKeyStoreId: "cks-0123", xksKeyId: "x", enableKeyRotation: undefined },
  },
  {
    name: "imported material that never expires",
    type: "kms/externalKey:ExternalKey",
    with: { enableKeyRotation: undefined },
  },
  {
    name: "a replica",
    type: "kms/replicaKey:ReplicaKey",
    with: { primaryKeyArn: KEY, region: "eu-west-1", enableKeyRotation: undefined },
  },
  { name: "no rotation", with: { enableKeyRotation: undefined }, told: ["kms-rotation-enabled"] },
  { name: "rotation off", with: { enableKeyRotation: false }, told: ["kms-rotation-enabled"] },
  {
    name: "a rotation period of seven years",
    with: { rotationPeriodInDays: 2560 },
    told: ["kms-rotation-period"],
  },
  {
    name: "rotation of a key to sign",
    with: { customerMasterKeySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" },
    told: ["kms-rotation-unsupported"],
  },
  {
    name: "a short RSA key to encrypt",
    with: { customerMasterKeySpec: "RSA_2048", keyUsage: "ENCRYPT_DECRYPT", enableKeyRotation: undefined },
    told: ["kms-key-spec-strength"],
  },
  {
    name: "a week to think about a deletion",
    with: { deletionWindowInDays: 7 },
    told: ["kms-deletion-window"],
  },
  { name: "no description", with: { description: undefined }, told: ["kms-description"] },
  { name: "a disabled key", with: { isEnabled: false }, told: ["kms-key-disabled"] },
  { name: "no safety check", with: { bypassPolicyLockoutSafetyCheck: true }, told: ["kms-lockout-bypass"] },
  {
    name: "no safety check on a replica",
    type: "kms/replicaKey:ReplicaKey",
    with: { primaryKeyArn: KEY, bypassPolicyLockoutSafetyCheck: true, enableKeyRotation: undefined },
    told: ["kms-lockout-bypass"],
  },
  {
    name: "no safety check on an external key",
    type: "kms/externalKey:ExternalKey",
    with: { bypassPolicyLockoutSafetyCheck: true, enableKeyRotation: undefined },
    told: ["kms-lockout-bypass"],
  },
  { name: "everybody", policy: [allow("*", "kms:*")], told: ["kms-public-access", "kms-wildcard-actions"] },
  {
    name: "everybody in a list",
    policy: [allow({ AWS: [`arn:aws:iam::${OWNER}:root`, "*"] }, "kms:Decrypt")],
    told: ["kms-public-access"],
  },
  {
    name: "everybody but one",
    policy: [{ ...allow(undefined, "kms:Decrypt"), NotPrincipal: role("Bad") }],
    told: ["kms-public-access", "kms-not-principal"],
  },
  {
    name: "whoever signs in",
    policy: [allow({ Federated: "cognito-identity.amazonaws.com" }, "kms:Decrypt")],
    told: ["kms-public-access"],
  },
  ...[
    {
      name: "everybody through S3",
      condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
    },
    {
      name: "everybody without a source account",
      condition: { StringEqualsIfExists: { "aws:SourceAccount": OWNER } },
    },
    {
      name: "everybody but one account",
      condition: { StringNotEquals: { "kms:CallerAccount": "999999999999" } },
    },
    { name: "everybody from anywhere", condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } },
  ].map(({ name, condition }) => ({
    name,
    policy: [allow({ AWS: "*" }, use, condition)],
    told: ["kms-public-access", "kms-via-service-unbound"],
  })),
  { name: "a role with all rights", policy: [allow(role("Dev"), "kms:*")], told: ["kms-wildcard-actions"] },
  {
    name: "a role that administers and uses",
    policy: [allow(role("Dev"), ["kms:PutKeyPolicy", "kms:Decrypt"])],
    told: ["kms-destructive-rights", "kms-separation-of-duties"],
  },
  {
    name: "grants without bounds",
    policy: [allow(role("App"), "kms:CreateGrant")],
    told: ["kms-grant-unbounded"],
  },
  {
    name: "a deletion that KMS never lets another account do",
    policy: [allow({ AWS: "arn:aws:iam::444455556666:role/Partner" }, "kms:ScheduleKeyDeletion")],
    told: ["kms-cross-account-ineffective"],
  },
  {
    name: "a role that deletes keys and is no administrator",
    policy: [allow(role("Cleaner"), "kms:ScheduleKeyDeletion")],
    told: ["kms-destructive-rights"],
  },
  {
    name: "aliases that let in who may change them",
    policy: [
      allow(role("App"), "kms:Decrypt", { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/x" } }),
      allow(role("App"), "kms:UpdateAlias"),
    ],
    told: ["kms-alias-authorization"],
  },
  { name: "copies of a key that can have none", policy: [allow(role("Copier"), "kms:ReplicateKey")] },
  {
    name: "copies into named Regions by somebody who is no administrator",
    with: { multiRegion: true },
    policy: [
      allow(role("Copier"), "kms:ReplicateKey", { StringEquals: { "kms:ReplicaRegion": "eu-west-1" } }),
    ],
    told: ["kms-destructive-rights", "kms-replica-coverage"],
  },
  {
    name: "copies without bounds",
    with: { multiRegion: true },
    policy: [allow(role("Admin"), "kms:ReplicateKey")],
    told: ["kms-replica-coverage", "kms-replicate-unbounded"],
  },
  {
    name: "a service for whoever",
    policy: [allow(service("sns"), ["kms:GenerateDataKey*", "kms:Decrypt"])],
    told: ["kms-service-confused-deputy"],
  },
  {
    name: "another Region",
    policy: [allow(role("App"), use, { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } })],
    told: ["kms-region-mismatch"],
  },
  {
    name: "a word that is no action",
    policy: [allow(role("App"), "kms:Decript")],
    told: ["kms-policy-invalid"],
  },
  { name: "nobody to administer", with: { policy: written(allow(role("App"), use)) }, told: ["kms-lockout"] },
  { name: "a Deny for all", policy: [deny("*", "kms:*")], told: ["kms-lockout"] },
  { name: "a policy that is not known", extra: { unknown: ["policy"] }, told: ["kms-policy-unknown"] },
  { name: "a policy that is none", with: { policy: "{" }, told: ["kms-policy-unknown"] },
];

const others: readonly Plain[] = [
  { name: "a policy apart", type: "kms/keyPolicy:KeyPolicy", with: { keyId: KEY, policy: written(root) } },
  {
    name: "a policy apart that lets everybody in",
    type: "kms/keyPolicy:KeyPolicy",
    with: { keyId: KEY, policy: written(root, allow("*", "kms:Decrypt")) },
    told: ["kms-public-access"],
  },
  {
    name: "a policy apart without safety check",
    type: "kms/keyPolicy:KeyPolicy",
    with: { keyId: KEY, policy: written(root), bypassPolicyLockoutSafetyCheck: true },
    told: ["kms-lockout-bypass"],
  },
  {
    name: "an alias of AWS's name",
    type: "kms/alias:Alias",
    with: { name: "alias/aws/orders", targetKeyId: KEY },
    told: ["kms-alias-dangling"],
  },
  { name: "an alias", type: "kms/alias:Alias", with: { name: "alias/orders", targetKeyId: KEY } },
  {
    name: "a policy of IAM on every key",
    type: "iam/policy:Policy",
    with: { policy: written({ Effect: "Allow", Action: ["kms:Decrypt"], Resource: "*" }) },
    told: ["kms-iam-decrypt-all"],
  },
  {
    name: "a policy of IAM on one key",
    type: "iam/policy:Policy",
    with: { policy: written({ Effect: "Allow", Action: ["kms:Decrypt"], Resource: KEY }) },
  },
  {
    name: "a trail that leaves KMS out",
    type: "cloudtrail/trail:Trail",
    with: {
      ...{ isMultiRegionTrail: true, enableLogFileValidation: true, kmsKeyId: KEY },
      eventSelectors: [{ readWriteType: "All", excludeManagementEventSources: ["kms.amazonaws.com"] }],
    },
    told: ["kms-trail"],
  },
  {
    name: "a trail under no key",
    type: "cloudtrail/trail:Trail",
    with: { isMultiRegionTrail: true, enableLogFileValidation: true },
    told: ["kms-trail-encrypted"],
  },
  {
    name: "an alarm on a metric that KMS has not",
    type: "cloudwatch/metricAlarm:MetricAlarm",
    with: { namespace: "AWS/KMS", metricName: "NumberOfRequestsFailed" },
    told: ["kms-metric-exists"],
  },
  {
    name: "an alarm of another service",
    type: "cloudwatch/metricAlarm:MetricAlarm",
    with: { namespace: "AWS/SQS", metricName: "NumberOfMessagesSent" },
  },
];

/** The rules that speak by their defaults, as the policy pack tells it. */
function told(facts: ResourceFacts): readonly string[] {
  const byDefault = rules.filter(({ level, sight }) => level !== "disabled" && sight.includes("preview"));
  return byDefault.filter((rule) => speaks(rule, facts)).map(({ id }) => id);
}

function speaks(rule: Rule, facts: ResourceFacts): boolean {
  const verdicts =
    rule.about === "estate"
      ? judgeEstate(rule, estateOf([facts]), defaultsOf(rule)).map(({ verdict }) => verdict)
      : [judge(rule, facts, defaultsOf(rule))];
  return verdicts.some(
    (verdict) =>
      verdict?.status === "violation" || (verdict?.status === "unknown" && verdict.reportedBy === undefined),
  );
}

describe("plain resources", () => {
  for (const one of [
    ...keys.map((key) => ({ ...key, base: sound })),
    ...others.map((other) => ({ ...other, base: {} })),
  ]) {
    const { name, type = "kms/key:Key", policy, base, extra, told: expected = [] } = one;
    it(`${name}: ${expected.length === 0 ? "nothing" : expected.join(", ")}`, () => {
      const props = {
        region: "us-east-1",
        ...base,
        ...(policy && { policy: written(root, ...policy) }),
        ...one.with,
      };
      const facts = factsOf(resource(`aws:${type}`, props, extra));
      assert.ok(facts);
      assert.deepEqual([...told(facts)].sort(), [...expected].sort());
    });
  }
});
