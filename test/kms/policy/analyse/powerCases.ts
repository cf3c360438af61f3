/** Policies that give one principal too much power, or nobody any, and every finding on each: severity, rule, statement, Sid, message. */
import { iam, type Json, OWNER, type ReportCase, root, STRANGER } from "./given";

const to = (...names: readonly string[]): Json => ({ AWS: names.map((name) => iam(`role/${name}`)) });
const when = (Condition: Json, Action: unknown, Principal: unknown = to("app")): Json => ({
  Principal,
  Action,
  Condition,
});

export const powerCases: readonly ReportCase[] = [
  {
    name: "use by alias, and the alias may change",
    statements: [
      root,
      { Principal: to("app"), Action: "kms:CreateAlias" },
      when({ StringEquals: { "kms:RequestAlias": "alias/a" } }, "kms:Decrypt"),
    ],
    reports: [
      "high kms-alias-authorization 2: role app of account 111122223333 is let in by alias or tag, and may change them (kms:CreateAlias)",
    ],
  },
  {
    name: "use by alias, and another may change it",
    statements: [
      root,
      { Principal: to("other"), Action: "kms:CreateAlias" },
      when({ StringEquals: { "kms:RequestAlias": "alias/a" } }, "kms:Decrypt"),
    ],
    reports: [],
  },
  {
    name: "use by tag, and the tag may change",
    statements: [
      root,
      { Principal: to("app"), Action: "kms:UntagResource" },
      when({ StringEquals: { "aws:ResourceTag/a": "b" } }, "kms:Decrypt"),
    ],
    reports: [
      "high kms-alias-authorization 2: role app of account 111122223333 is let in by alias or tag, and may change them (kms:UntagResource)",
    ],
  },
  {
    name: "use by tag, and the alias may change",
    statements: [
      root,
      { Principal: to("app"), Action: "kms:DeleteAlias" },
      when({ StringEquals: { "aws:ResourceTag/a": "b" } }, "kms:Decrypt"),
    ],
    reports: [],
  },
  {
    name: "use by alias, and the tag may change",
    statements: [
      root,
      { Principal: to("app"), Action: "kms:TagResource" },
      when({ StringEquals: { "kms:RequestAlias": "alias/a" } }, "kms:Decrypt"),
    ],
    reports: [],
  },
  {
    name: "NotPrincipal",
    statements: [root, { Principal: undefined, NotPrincipal: { AWS: [iam("role/app"), OWNER] } }],
    reports: [
      "critical kms-public-access 1: anyone in any AWS account can call kms:Decrypt",
      "high kms-not-principal 1: Allow with NotPrincipal allows everything that it does not list: anyone in any AWS account can call kms:Decrypt",
    ],
  },
  {
    name: "NotAction",
    statements: [
      root,
      {
        Principal: to("app"),
        Action: undefined,
        NotAction: ["kms:*Key*", "kms:*Grant*", "kms:*Alias*", "kms:*crypt*", "kms:*Region"],
      },
    ],
    reports: [
      "high kms-not-principal 1: Allow with NotAction allows everything that it does not list: role app of account 111122223333 can call kms:Sign",
    ],
  },
  {
    name: "NotAction and NotPrincipal that allow nothing",
    statements: [
      root,
      { Principal: undefined, NotPrincipal: { AWS: "*" }, Action: undefined, NotAction: "kms:*" },
    ],
    reports: [],
  },
  {
    name: "the root user alone",
    statements: [
      root,
      when({ ArnEquals: { "aws:PrincipalArn": iam("root") } }, "kms:Decrypt", { AWS: OWNER }),
    ],
    reports: [
      "medium kms-root-user 1: only the root user meets this statement: the root user of account 111122223333 can call kms:Decrypt",
    ],
  },
  {
    name: "nobody who administers",
    statements: [{ Principal: to("app") }],
    reports: ["critical kms-lockout: nobody in the owner's account can change this policy again"],
  },
  {
    name: "an administrator that was deleted",
    statements: [{ Principal: { AWS: "AROAEXAMPLEEXAMPLE00" }, Action: "kms:*" }],
    reports: [
      "critical kms-lockout: nobody in the owner's account can change this policy again; AROAEXAMPLEEXAMPLE00 was deleted",
    ],
  },
  {
    name: "two administrators that were deleted",
    statements: [
      { Principal: { AWS: ["AROAEXAMPLEEXAMPLE00", "AIDAEXAMPLEEXAMPLE00"] }, Action: "kms:PutKeyPolicy" },
    ],
    reports: [
      "critical kms-lockout: nobody in the owner's account can change this policy again; AROAEXAMPLEEXAMPLE00, AIDAEXAMPLEEXAMPLE00 were deleted",
    ],
  },
  {
    name: "a deleted role that did not administer",
    statements: [{ Principal: { AWS: "AROAEXAMPLEEXAMPLE00" } }],
    reports: ["critical kms-lockout: nobody in the owner's account can change this policy again"],
  },
  {
    name: "administrators without principals",
    statements: [{ Principal: undefined, NotPrincipal: { AWS: "*" }, Action: "kms:PutKeyPolicy" }],
    reports: ["critical kms-lockout: nobody in the owner's account can change this policy again"],
  },
  {
    name: "one administrator",
    statements: [{ Principal: to("admin"), Action: "kms:PutKeyPolicy" }],
    reports: [
      "high kms-fragile-administration: role admin of account 111122223333 can call kms:PutKeyPolicy, and nobody else can: if that principal goes, nobody can manage the key",
    ],
  },
  {
    name: "one administrator, and one outside",
    statements: [
      { Principal: { AWS: [iam("role/admin"), iam("role/admin", STRANGER)] }, Action: "kms:PutKeyPolicy" },
    ],
    reports: [
      "high kms-fragile-administration: role admin of account 111122223333 can call kms:PutKeyPolicy, and nobody else can: if that principal goes, nobody can manage the key",
    ],
  },
  {
    name: "the root user as administrator",
    statements: [when({ ArnEquals: { "aws:PrincipalArn": iam("root") } }, "kms:PutKeyPolicy", "*")],
    reports: [
      "high kms-fragile-administration: the root user of account 111122223333 can call kms:PutKeyPolicy, and nobody else can: if that principal goes, nobody can manage the key",
      "high kms-destructive-rights 0: the root user of account 111122223333 can call kms:PutKeyPolicy, without being an administrator, and so gain more power (kms:PutKeyPolicy)",
      "medium kms-root-user 0: only the root user meets this statement: the root user of account 111122223333 can call kms:PutKeyPolicy",
    ],
  },
  {
    name: "use and administration in two statements",
    statements: [root, { Principal: to("app") }, { Principal: to("app"), Action: "kms:DisableKey" }],
    reports: [
      "high kms-separation-of-duties 1: role app of account 111122223333 can use the key (kms:Decrypt) and administer it (kms:DisableKey)",
      "high kms-destructive-rights 2: role app of account 111122223333 can call kms:DisableKey, without being an administrator, and so end the key's protection (kms:DisableKey)",
    ],
  },
  {
    name: "use and the means to more",
    statements: [
      root,
      { Principal: to("app"), Action: ["kms:Decrypt", "kms:UpdateAlias", "kms:PutKeyPolicy"] },
    ],
    reports: [
      "high kms-destructive-rights 1: role app of account 111122223333 can call kms:PutKeyPolicy, without being an administrator, and so gain more power (kms:PutKeyPolicy, kms:UpdateAlias)",
      "high kms-separation-of-duties 1: role app of account 111122223333 can use the key (kms:Decrypt) and administer it (kms:PutKeyPolicy)",
    ],
  },
  {
    name: "an administrator who uses",
    statements: [
      root,
      {
        Principal: to("app"),
        Action: [
          "kms:Decrypt",
          "kms:DisableKey",
          "kms:PutKeyPolicy",
          "kms:EnableKey",
          "kms:UpdateKeyDescription",
        ],
      },
    ],
    reports: [
      "high kms-separation-of-duties 1: role app of account 111122223333 can use the key (kms:Decrypt) and administer it (kms:PutKeyPolicy)",
    ],
  },
  {
    name: "an administrator of three duties who uses",
    statements: [
      root,
      {
        Principal: to("app"),
        Action: ["kms:Decrypt", "kms:DisableKey", "kms:PutKeyPolicy", "kms:EnableKey"],
      },
    ],
    reports: [
      "high kms-destructive-rights 1: role app of account 111122223333 can call kms:PutKeyPolicy, without being an administrator, and so gain more power (kms:PutKeyPolicy)",
      "high kms-separation-of-duties 1: role app of account 111122223333 can use the key (kms:Decrypt) and administer it (kms:PutKeyPolicy)",
    ],
  },
  {
    name: "everyone of the account",
    statements: [
      root,
      when({ StringEquals: { "kms:CallerAccount": OWNER } }, ["kms:Decrypt", "kms:PutKeyPolicy"], "*"),
    ],
    reports: [
      "high kms-destructive-rights 1: any principal of account 111122223333 can call kms:PutKeyPolicy, without being an administrator, and so gain more power (kms:PutKeyPolicy)",
      "high kms-separation-of-duties 1: any principal of account 111122223333 can use the key (kms:Decrypt) and administer it (kms:PutKeyPolicy)",
    ],
  },
  {
    name: "everyone of the account, and a role by name",
    statements: [
      root,
      when({ StringEquals: { "kms:CallerAccount": OWNER } }, ["kms:Decrypt", "kms:PutKeyPolicy"], "*"),
      { Principal: to("app"), Action: "kms:Encrypt" },
    ],
    reports: [
      "high kms-destructive-rights 1: any principal of account 111122223333 can call kms:PutKeyPolicy, without being an administrator, and so gain more power (kms:PutKeyPolicy)",
      "high kms-separation-of-duties 1: any principal of account 111122223333 can use the key (kms:Decrypt) and administer it (kms:PutKeyPolicy)",
    ],
  },
  {
    name: "a wildcard over administration",
    statements: [root, { Principal: to("app"), Action: "kms:Disable*" }],
    reports: [
      "high kms-destructive-rights 1: role app of account 111122223333 can call kms:DisableKey, without being an administrator, and so end the key's protection (kms:DisableKey, kms:DisableKeyRotation)",
    ],
  },
  {
    name: "a wildcard in the last of several",
    statements: [
      root,
      { Principal: to("app"), Action: ["kms:Sign", "kms:*t*"] },
      { Effect: "Deny", Principal: to("app"), Action: ["kms:CreateGrant", "kms:ReplicateKey"] },
    ],
    reports: [
      "high kms-separation-of-duties 1: role app of account 111122223333 can use the key (kms:Decrypt) and administer it (kms:PutKeyPolicy)",
      'high kms-wildcard-actions 1: "kms:*t*" covers administration and use: role app of account 111122223333 can call kms:Decrypt',
      "medium kms-replicate-unbounded 1: role app of account 111122223333 can call kms:UpdatePrimaryRegion into any Region",
    ],
  },
];
