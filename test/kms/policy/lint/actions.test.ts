import { accepts, owner, reports, sound } from "./reports";

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
    ["an action that the key's usage has", { ...sound, Action: "kms:Sign" }, { keyUsage: "SIGN_VERIFY" }],
  ]);
});
