import assert from "node:assert/strict";
import { buildKeyPolicy } from "../../../../kms/policy/build/buildKeyPolicy";
import type { KeyPolicyIntent } from "../../../../kms/policy/build/intent";
import { KeyPolicyIntentError } from "../../../../kms/policy/build/problems";
import type { JsonPrincipal, JsonStatement } from "../../../../kms/policy/document";

const owner = "111111111111";
const root = `arn:aws:iam::${owner}:root`;
const role = (name: string, account = owner) => `arn:aws:iam::${account}:role/${name}`;

const denial: JsonStatement = { Effect: "Deny", Action: "kms:PutKeyPolicy", Resource: "*" };
const deny = (principal: JsonPrincipal): JsonStatement => ({ ...denial, Principal: principal });
const denyOf = (name: string) => deny({ AWS: name });
const denyUse: JsonStatement = { ...deny("*"), Action: "kms:Decrypt" };
const denyOthersThan = (name: string): JsonStatement => ({ ...denial, NotPrincipal: { AWS: name } });
/** Without IAM: only who is named here can change the policy. */
const only = (administrators: readonly string[], ...statements: JsonStatement[]): KeyPolicyIntent => ({
  rootAccess: "none",
  administrators,
  statements,
});

const kept: readonly [what: string, intent: KeyPolicyIntent][] = [
  ["an administrator, where IAM decides nothing", only([role("admin")], denyUse)],
  ["another administrator than the one denied", only([role("a"), role("b")], denyOf(role("a")))],
  ["an administrator named by a pattern", only([role("ad?in-*")], denyUse)],
  ["an administrator's session", only([`arn:aws:sts::${owner}:assumed-role/admin/me`], denyUse)],
  ["the account as administrator, by its id", only([owner], denyUse)],
  ["the account as administrator, by its root", only([root], denyUse)],
  ["the account's root user, whom a Deny spares", only([root], denyOthersThan(root))],
  ["everybody as administrator", only(["*"], denyUse)],
  ["IAM's administrators, when the key's own one is denied", { statements: [denyOf(role("a"))] }],
  [
    "whom a Deny under a condition spares",
    {
      statements: [
        { ...deny("*"), Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-abc1234567" } } },
      ],
    },
  ],
];

const lost: readonly [what: string, intent: KeyPolicyIntent][] = [
  ["everybody is denied", { statements: [deny("*")] }],
  ["the account is denied", { administrators: [role("admin")], statements: [denyOf(root)] }],
  ["the account is denied by its id", { statements: [denyOf(owner)] }],
  ["the one administrator is denied", only([role("admin")], denyOf(role("admin")))],
  ["an administrator who is everybody is denied", only(["*"], deny("*"))],
  ["all administrators are denied", only([role("a"), role("b")], denyOf(role("a")), denyOf(role("b")))],
  [
    "the administrators of another account, who cannot, are left",
    only([role("a"), role("b", "222222222222"), "333333333333"], denyOf(role("a"))),
  ],
];

const build = (intent: KeyPolicyIntent) =>
  buildKeyPolicy(intent, { accountId: owner, region: "eu-central-1" });

describe("the owner's hand on the key", () => {
  for (const [what, intent] of kept) {
    it(`stays with ${what}`, () => {
      assert.doesNotThrow(() => build(intent));
    });
  }

  for (const [what, intent] of lost) {
    it(`would be lost where ${what}: refused`, () => {
      assert.throws(
        () => build(intent),
        (error) =>
          error instanceof KeyPolicyIntentError &&
          error.problems.length === 1 &&
          error.problems[0]?.path === "statements" &&
          /Deny.* nobody of account 111111111111 .*spare kms:PutKeyPolicy/.test(error.message),
      );
    });
  }
});
