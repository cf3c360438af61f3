/** Rules whose question the analysis or the lint answers: what they are about is tested there, here that the answer arrives. */
import { UNKNOWN } from "../../../rulebook/facts";
import type { Case, Cases } from "../case";
import { allow, OUTSIDER, OWNER, policyOf, role, rootStatement } from "../soundKey";

const undecided: readonly Case[] = [
  { name: "AWS's default policy", with: { policy: { kind: "default" } }, expect: "notApplicable" },
  {
    name: "a policy that is not known",
    with: { policy: UNKNOWN },
    expect: "unknown",
    message: /kms-policy-unknown/,
  },
  {
    name: "a text that is no policy",
    with: { policy: { kind: "unreadable", problem: "no JSON" } },
    expect: "unknown",
  },
];

/** A sound policy passes, one with these statements after the account root's is a violation. */
function rule(message: RegExp, ...statements: object[]): readonly Case[] {
  return [
    { name: "AWS's default statement", expect: "pass" },
    {
      name: "the statements in question",
      with: { policy: policyOf(rootStatement, ...statements) },
      expect: "violation",
      message,
    },
    ...undecided,
  ];
}

const userAndAdministrator = ["kms:Decrypt", "kms:ScheduleKeyDeletion", "kms:PutKeyPolicy"];

export const analysis: Cases = {
  "kms-public-access": [
    ...rule(/statement 2 \(Open\): anyone/, { Sid: "Open", ...allow("*", "kms:Decrypt") }),
    {
      name: "a Deny to *",
      with: { policy: policyOf(rootStatement, { ...allow("*", "kms:Decrypt"), Effect: "Deny" }) },
      expect: "pass",
    },
    {
      name: "* of one account",
      with: {
        policy: policyOf(
          rootStatement,
          allow("*", "kms:Decrypt", { StringEquals: { "kms:CallerAccount": OWNER } }),
        ),
      },
      expect: "pass",
    },
    {
      name: "* through a service",
      with: {
        policy: policyOf(
          rootStatement,
          allow("*", "kms:Decrypt", { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } }),
        ),
      },
      expect: "violation",
    },
    { name: "an owner that only the policy tells", with: { ownerAccount: UNKNOWN }, expect: "pass" },
  ],
  "kms-external-access": [
    ...rule(/role Partner of account 222222222222/, allow(role("Partner", OUTSIDER), "kms:Decrypt")),
    {
      name: "a trusted account",
      with: { policy: policyOf(rootStatement, allow(role("Partner", OUTSIDER), "kms:Decrypt")) },
      options: { trustedAccounts: [OUTSIDER] },
      expect: "pass",
    },
    {
      name: "an owner that only the policy tells",
      with: { ownerAccount: UNKNOWN, policy: policyOf(rootStatement, allow(role("Worker"), "kms:Decrypt")) },
      expect: "pass",
    },
  ],
  "kms-wildcard-actions": rule(/kms:\*/, allow(role("Everything"), "kms:*")),
  "kms-not-principal": rule(/NotPrincipal/, {
    Effect: "Allow",
    NotPrincipal: role("Bad"),
    Action: "kms:Decrypt",
    Resource: "*",
  }),
  "kms-lockout": [
    ...rule(/nobody in the owner's account can change/, {
      Effect: "Deny",
      Principal: "*",
      Action: "kms:PutKeyPolicy",
      Resource: "*",
    }),
    {
      name: "only a user",
      with: { policy: policyOf(allow(role("Worker"), "kms:Decrypt")) },
      expect: "violation",
    },
    {
      name: "only another account's administrator",
      with: { policy: policyOf(allow(role("Admin", OUTSIDER), "kms:*")) },
      expect: "violation",
    },
  ],
  "kms-fragile-administration": [
    { name: "AWS's default statement", expect: "pass" },
    {
      name: "one role",
      with: { policy: policyOf(allow(role("Admin"), "kms:PutKeyPolicy")) },
      expect: "violation",
      message: /nobody else can/,
    },
    {
      name: "two roles",
      with: { policy: policyOf(allow({ AWS: [role("Admin").AWS, role("Other").AWS] }, "kms:PutKeyPolicy")) },
      expect: "pass",
    },
    ...undecided,
  ],
  "kms-separation-of-duties": [
    ...rule(/can use the key/, allow(role("Both"), userAndAdministrator)),
    {
      name: "kms:*, which kms-wildcard-actions tells",
      with: { policy: policyOf(rootStatement, allow(role("Both"), "kms:*")) },
      expect: "pass",
    },
  ],
  "kms-service-confused-deputy": [
    ...rule(/sns\.amazonaws\.com/, allow({ Service: "sns.amazonaws.com" }, "kms:Decrypt")),
    {
      name: "a service that may describe the key for anybody",
      with: {
        policy: policyOf(rootStatement, allow({ Service: "cloudtrail.amazonaws.com" }, "kms:DescribeKey")),
      },
      expect: "pass",
    },
    {
      name: "a service of one account",
      with: {
        policy: policyOf(
          rootStatement,
          allow({ Service: "sns.amazonaws.com" }, "kms:Decrypt", {
            StringEquals: { "aws:SourceAccount": OWNER },
          }),
        ),
      },
      expect: "pass",
    },
    {
      name: "log groups of the owner",
      with: {
        policy: policyOf(
          rootStatement,
          allow({ Service: "logs.us-east-1.amazonaws.com" }, "kms:Decrypt", {
            ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:us-east-1:${OWNER}:log-group:*` },
          }),
        ),
      },
      expect: "pass",
    },
  ],
  "kms-via-service-unbound": rule(
    /keep nobody out/,
    allow("*", "kms:Decrypt", { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } }),
  ),
  "kms-region-mismatch": [
    ...rule(
      /us-west-2/,
      allow(role("Worker"), "kms:Decrypt", {
        StringEquals: { "kms:ViaService": "s3.us-west-2.amazonaws.com" },
      }),
    ),
    {
      name: "a Region beside a key whose Region is not known",
      with: {
        region: UNKNOWN,
        policy: policyOf(
          rootStatement,
          allow(role("Worker"), "kms:Decrypt", {
            StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
          }),
        ),
      },
      expect: "unknown",
      message: /Region of the key/,
    },
    { name: "no Region, and a key whose Region is not known", with: { region: UNKNOWN }, expect: "pass" },
    {
      name: "a policy that is not known beside a Region that is not",
      with: { region: UNKNOWN, policy: UNKNOWN },
      expect: "unknown",
      message: /kms-policy-unknown/,
    },
    {
      name: "its own Region",
      with: {
        policy: policyOf(
          rootStatement,
          allow(role("Worker"), "kms:Decrypt", {
            StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
          }),
        ),
      },
      expect: "pass",
    },
  ],
  "kms-policy-invalid": [
    ...rule(/kms:Descrypt/, allow(role("Worker"), "kms:Descrypt")),
    {
      name: "an action that the key's usage does not serve",
      with: { policy: policyOf(rootStatement, allow(role("Worker"), "kms:Sign")) },
      expect: "violation",
      message: /kms:Sign/,
    },
    {
      name: "no Resource",
      with: {
        policy: policyOf(rootStatement, {
          Effect: "Allow",
          Principal: role("Worker"),
          Action: "kms:Decrypt",
        }),
      },
      expect: "violation",
    },
  ],
  "kms-cross-account-ineffective": rule(
    /kms:ScheduleKeyDeletion/,
    allow(role("Partner", OUTSIDER), "kms:ScheduleKeyDeletion"),
  ),
  "kms-grant-unbounded": [
    ...rule(/grants without limits/, allow(role("Worker"), "kms:CreateGrant")),
    {
      name: "grants for AWS resources",
      with: {
        policy: policyOf(
          rootStatement,
          allow(role("Worker"), "kms:CreateGrant", { Bool: { "kms:GrantIsForAWSResource": "true" } }),
        ),
      },
      expect: "pass",
    },
  ],
  "kms-alias-authorization": rule(
    /by alias or tag/,
    allow(role("Worker"), "kms:Decrypt", {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/orders" },
    }),
    allow(role("Worker"), "kms:UpdateAlias"),
  ),
  "kms-replicate-unbounded": [
    ...rule(/any Region/, allow(role("Admin"), "kms:ReplicateKey")),
    {
      name: "a single-Region key, which cannot be copied",
      with: {
        role: "singleRegion",
        policy: policyOf(rootStatement, allow(role("Admin"), "kms:ReplicateKey")),
      },
      expect: "pass",
    },
    {
      name: "named Regions",
      with: {
        policy: policyOf(
          rootStatement,
          allow(role("Admin"), "kms:ReplicateKey", { StringEquals: { "kms:ReplicaRegion": "eu-west-1" } }),
        ),
      },
      expect: "pass",
    },
  ],
  "kms-policy-unknown": [
    { name: "a policy that is written out", expect: "pass" },
    { name: "AWS's default policy", with: { policy: { kind: "default" } }, expect: "pass" },
    {
      name: "a policy built from an output",
      with: { policy: UNKNOWN },
      expect: "violation",
      message: /not known at preview/,
    },
    {
      name: "a text that is no policy",
      with: { policy: { kind: "unreadable", problem: "line 1: no JSON" } },
      expect: "violation",
      message: /line 1/,
    },
  ],
  "kms-destructive-rights": [
    ...rule(/kms:PutKeyPolicy/, allow(role("Worker"), ["kms:Decrypt", "kms:PutKeyPolicy"])).slice(0, 1),
    ...undecided,
    {
      name: "somebody outside the configured administrators",
      with: { policy: policyOf(rootStatement, allow(role("Admin"), "kms:PutKeyPolicy")) },
      options: { administrators: [role("Other").AWS] },
      expect: "violation",
      message: /role\/Admin can call kms:PutKeyPolicy/,
    },
    {
      name: "a use beside a right that destroys, of which it tells and not of the use",
      with: {
        policy: policyOf(rootStatement, allow(role("Admin"), ["kms:Decrypt", "kms:ScheduleKeyDeletion"])),
      },
      options: { administrators: [role("Other").AWS] },
      expect: "violation",
      message:
        /role\/Admin can call kms:ScheduleKeyDeletion, and is no .*"evidence":\[\{"statement":"statement 2","witness":\{.*"action":"kms:ScheduleKeyDeletion"/,
    },
    {
      name: "one of two who is no configured administrator",
      with: {
        policy: policyOf(
          rootStatement,
          allow({ AWS: [role("Admin").AWS, role("Other").AWS] }, "kms:PutKeyPolicy"),
        ),
      },
      options: { administrators: [role("Other").AWS] },
      expect: "violation",
    },
    {
      name: "a use alone where administrators are configured",
      with: { policy: policyOf(rootStatement, allow(role("Worker"), "kms:Decrypt")) },
      options: { administrators: [role("Other").AWS] },
      expect: "pass",
    },
    {
      name: "everybody of the owner's account where administrators are configured",
      with: {
        policy: policyOf(
          rootStatement,
          allow("*", "kms:DisableKey", { StringEquals: { "kms:CallerAccount": OWNER } }),
        ),
      },
      options: { administrators: [role("Other").AWS] },
      expect: "violation",
      message: /kms:DisableKey/,
    },
    {
      name: "copies without bounds of one statement, and bounded ones of another",
      with: {
        policy: policyOf(
          rootStatement,
          allow(role("Copier"), "kms:ReplicateKey"),
          allow(role("Other"), "kms:ReplicateKey", { StringEquals: { "kms:ReplicaRegion": "eu-west-1" } }),
        ),
      },
      expect: "violation",
      message: /"message":"statement 3: [^;]*"/,
    },
    {
      name: "an alias that points elsewhere, of which no other rule tells",
      with: { policy: policyOf(rootStatement, allow(role("Worker"), "kms:UpdateAlias")) },
      expect: "violation",
    },
    {
      name: "a policy that lets in by alias who may change aliases and write the policy",
      with: {
        policy: policyOf(
          rootStatement,
          allow(role("Worker"), "kms:Decrypt", {
            "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/orders" },
          }),
          allow(role("Worker"), ["kms:UpdateAlias", "kms:PutKeyPolicy"]),
        ),
      },
      expect: "violation",
      message: /kms:PutKeyPolicy/,
    },
    {
      name: "a configured administrator",
      with: { policy: policyOf(rootStatement, allow(role("Admin"), "kms:PutKeyPolicy")) },
      options: { administrators: [role("Admin").AWS] },
      expect: "pass",
    },
  ],
};
