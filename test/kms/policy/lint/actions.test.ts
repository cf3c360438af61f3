import assert from "node:assert/strict";
import { accepts, lintUnknown, owner, reports, sound } from "./reports";

const other = "444455556666";

describe("lint of actions", () => {
  reports([
    {
      what: "a misspelt action",
      statement: { ...sound, Action: ["kms:Decrypt", "kms:GenerateDataKeys"] },
      message: /no action "kms:GenerateDataKeys"/,
      remediation: /"kms:GenerateDataKey"/,
    },
    {
      what: "a wildcard that stands for no action",
      statement: { ...sound, Action: ["kms:Decrypt", "kms:Foo*"] },
      message: /no action "kms:Foo\*"/,
    },
    {
      what: "an action of another service",
      statement: { ...sound, Action: ["kms:Decrypt", "s3:GetObject"] },
      message: /no action of AWS KMS/,
    },
    {
      what: "an action that concerns no key",
      statement: { ...sound, Action: ["kms:Decrypt", "kms:ListAliases"] },
      message: /"kms:ListAliases" concerns no key/,
    },
    {
      what: "an action that the key's usage forbids",
      statement: { ...sound, Action: ["kms:Decrypt", "kms:Sign"] },
      message: /cannot serve "kms:Sign", which needs one for SIGN_VERIFY/,
      options: { keyUsage: "ENCRYPT_DECRYPT" },
    },
    {
      what: "administration for another account",
      statement: {
        ...sound,
        Principal: { AWS: [owner, "444455556666"] },
        Action: ["kms:Decrypt", "kms:Put*"],
      },
      message: /^kms:PutKeyPolicy never works/,
      rule: "kms-cross-account-ineffective",
    },
    {
      what: "an Effect in the wrong case",
      statement: { ...sound, Effect: "allow" },
      message: /in the wrong case/,
      dead: true,
    },
    {
      what: "an Effect in the wrong case, and nothing of what it gives in vain",
      statement: {
        ...sound,
        Effect: "allow",
        Principal: { AWS: [owner, other] },
        Action: ["kms:Decrypt", "kms:PutKeyPolicy"],
      },
      message: /in the wrong case/,
      dead: true,
    },
    {
      what: "an action of another service whatever its case, without a guess",
      statement: { ...sound, Action: ["kms:Decrypt", "S3:Decrypt"] },
      message: /^"S3:Decrypt" is no action of AWS KMS/,
      remediation: /policy of its own service/,
    },
    {
      what: "an action whose prefix is left out",
      statement: { ...sound, Action: ["kms:Decrypt", "Encrypt"] },
      message: /no action "Encrypt"/,
      remediation: /^did you mean "kms:Encrypt"\?$/,
    },
    {
      what: "an action that is like none",
      statement: { ...sound, Action: ["kms:Decrypt", "kms:Frobnicate"] },
      message: /no action "kms:Frobnicate"/,
      remediation: /^remove it$/,
    },
    {
      what: "unknown actions alone",
      statement: { ...sound, Action: "kms:Frobnicate" },
      message: /none of its actions can ever be done/,
      severity: "low",
      dead: true,
      others: 1,
    },
    {
      what: "a wildcard of which what concerns keys needs another usage",
      statement: { ...sound, Action: ["kms:Sign", "kms:Generate*"] },
      message: /cannot serve "kms:Generate\*", which needs one for ENCRYPT_DECRYPT or GENERATE_VERIFY_MAC$/,
      options: { keyUsage: "SIGN_VERIFY" },
    },
    {
      what: "an action that concerns no key, whatever the key's usage",
      statement: { ...sound, Action: ["kms:Sign", "kms:GenerateRandom"] },
      message: /"kms:GenerateRandom" concerns no key/,
      severity: "low",
      options: { keyUsage: "SIGN_VERIFY" },
    },
    {
      what: "an action that concerns no key, for another account",
      statement: { ...sound, Principal: { AWS: [owner, other] }, Action: ["kms:Decrypt", "kms:ListKeys"] },
      message: /"kms:ListKeys" concerns no key/,
    },
    {
      what: "several actions that never work from another account",
      statement: {
        ...sound,
        Principal: { AWS: [owner, other] },
        Action: ["kms:Decrypt", "kms:Put*", "kms:TagResource"],
      },
      message: /^kms:PutKeyPolicy, kms:TagResource never work from another account/,
      rule: "kms-cross-account-ineffective",
      severity: "low",
    },
    {
      what: "a NotAction that leaves only what other accounts cannot do",
      statement: {
        ...sound,
        Principal: { AWS: other },
        Action: undefined,
        NotAction: [
          "kms:*Crypt*",
          "kms:*capsulate",
          "kms:Gen*",
          "kms:Describe*",
          "kms:*Grant*",
          "kms:Get*",
          "kms:*Sign*",
          "kms:*Verify*",
          "kms:Derive*",
        ],
      },
      message: /none of its actions/,
      dead: true,
    },
  ]);
  accepts([
    ["the default statement", { ...sound, Action: "kms:*" }],
    ["actions in any case", { ...sound, Action: "KMS:decrypt" }],
    [
      "kms:* for another account, which means what works there",
      { ...sound, Principal: { AWS: "444455556666" }, Action: "kms:*" },
    ],
    [
      "a Deny of administration for another account",
      { ...sound, Effect: "Deny", Principal: { AWS: "444455556666" }, Action: "kms:PutKeyPolicy" },
    ],
    ["all actions but some", { ...sound, Action: undefined, NotAction: ["kms:Put*", "kms:Decrypt"] }],
    [
      "a Deny of all for another account",
      { ...sound, Effect: "Deny", Principal: { AWS: other }, Action: "kms:*" },
    ],
    [
      "administration by everybody, the owner's account among them",
      { ...sound, Principal: "*", Action: "kms:PutKeyPolicy" },
    ],
    [
      "administration by all but an account",
      { ...sound, Principal: undefined, NotPrincipal: { AWS: other }, Action: "kms:PutKeyPolicy" },
    ],
    [
      "administration by a service",
      { ...sound, Principal: { Service: "backup.amazonaws.com" }, Action: "kms:PutKeyPolicy" },
    ],
    ["an action that the key's usage has", { ...sound, Action: "kms:Sign" }, { keyUsage: "SIGN_VERIFY" }],
  ]);

  it("says nothing of other accounts where the owner is not known", () => {
    const { findings } = lintUnknown({ ...sound, Principal: { AWS: other }, Action: "kms:PutKeyPolicy" });
    assert.deepEqual(findings, []);
  });

  it("says nothing of nobody's actions where only a service or an identity provider joins another account", () => {
    for (const more of [
      { Service: "backup.amazonaws.com" },
      { Federated: "accounts.google.com" },
      { Service: "a.b", Federated: "c.d" },
    ]) {
      const statement = { ...sound, Principal: { AWS: other, ...more }, Action: "kms:PutKeyPolicy" };
      const { findings, ineffectiveStatements } = lintUnknown(statement, { ownerAccount: "111122223333" });
      assert.deepEqual(
        findings.map(({ rule }) => rule),
        ["kms-cross-account-ineffective"],
      );
      assert.deepEqual(ineffectiveStatements, []);
    }
  });
});
