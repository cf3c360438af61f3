import assert from "node:assert/strict";
import { rules } from "../../rulebook";
import type { IdentityPolicyFacts, KeyFacts, Reference, ResourceFacts } from "../../rulebook/facts";
import { type Case, verdictOf } from "./case";
import {
  aKey,
  allow,
  documentOf,
  estate,
  OWNER,
  policyOf,
  role,
  rootStatement,
  soundGrant,
  soundIdentityPolicy,
  soundKey,
} from "./soundKey";

const arn = `arn:aws:kms:us-east-1:${OWNER}:key/1`;
const ofKey: Reference = { to: "resource", id: soundKey.resource.id };
const service = allow({ Service: "sns.amazonaws.com" }, "kms:Decrypt");
const called = { resource: { ...soundKey.resource, names: [arn, "1"] } };
const statement = (changes: object = {}) => ({
  Effect: "Allow",
  Action: "kms:Decrypt",
  Resource: arn,
  ...changes,
});
const identity = (changes: Partial<IdentityPolicyFacts>, ...statements: object[]): ResourceFacts => ({
  identityPolicy: {
    ...soundIdentityPolicy,
    ...(statements.length > 0 && { policy: documentOf(...statements) }),
    ...changes,
  },
});
/** What an identity policy about the key means beside a key policy. */
const beside = (policy: KeyFacts["policy"], ...statements: object[]): Pick<Case, "estate"> => ({
  estate: estate(aKey({ policy }), identity({ keys: [ofKey] }, ...statements)),
});
/** Whether anybody can use a key, where all identity policies are known. */
const used = (policy: KeyFacts["policy"], ...more: ResourceFacts[]): Omit<Case, "name" | "expect"> => ({
  estate: estate(aKey({ policy, ...called }), ...more),
  on: soundKey.resource.name,
  options: { complete: true },
});
const delegating = policyOf(rootStatement);

const cases: readonly Case[] = [
  {
    name: "a Deny alone asks for nothing",
    ...beside(policyOf(service), statement({ Effect: "Deny" })),
    expect: "notApplicable",
  },
  {
    name: "a Deny does not count beside what is allowed",
    ...beside(
      policyOf({ ...rootStatement, Action: "kms:Sign" }),
      statement({ Effect: "Deny", Action: "kms:Sign" }),
      statement(),
    ),
    expect: "violation",
    message: /the key policy of orders delegates none of these actions/,
  },
  {
    name: "actions of other services ask for nothing of the key",
    ...beside(policyOf(service), statement({ Action: "s3:GetObject" })),
    expect: "notApplicable",
  },
  {
    name: "all but some actions, which nobody can list",
    ...beside(policyOf(service), statement({ Action: undefined, NotAction: "s3:*" })),
    expect: "notApplicable",
  },
  {
    name: "one of two actions is delegated",
    ...beside(
      policyOf({ ...rootStatement, Action: "kms:Sign" }),
      statement({ Action: ["kms:Decrypt", "kms:Sign"] }),
    ),
    expect: "pass",
  },
  {
    name: "a Deny takes the delegation back",
    ...beside(policyOf(rootStatement, { ...allow("*", "kms:Decrypt"), Effect: "Deny" }), statement()),
    expect: "violation",
  },
  {
    name: "everybody is allowed, whatever IAM says",
    ...beside(policyOf(allow("*", "kms:Decrypt")), statement()),
    expect: "notApplicable",
  },
  {
    name: "a role that a Deny names is named for nothing",
    ...beside(policyOf(service, { ...allow(role("App"), "kms:Decrypt"), Effect: "Deny" }), statement()),
    expect: "violation",
  },
  {
    name: "the root alone is no principal by name",
    ...beside(policyOf({ ...rootStatement, Action: "kms:DescribeKey" }), statement()),
    expect: "violation",
  },
  {
    name: "two keys, each for itself",
    estate: estate(aKey(), identity({ keys: [ofKey, { to: "text", text: "urn:x" }] }, statement())),
    expect: "pass",
  },

  {
    name: "an identity policy that names the key by its ARN, among others",
    ...used(delegating, identity({}, statement({ Resource: ["arn:aws:s3:::b", arn] }))),
    expect: "pass",
  },
  {
    name: "an identity policy of two statements, of which one is about the key",
    ...used(delegating, identity({}, statement({ Resource: "arn:aws:s3:::b" }), statement())),
    expect: "pass",
  },
  {
    name: "an identity policy with use among other actions",
    ...used(delegating, identity({}, statement({ Action: ["kms:DescribeKey", "kms:Decrypt"] }))),
    expect: "pass",
  },
  {
    name: "an identity policy of all but some actions",
    ...used(delegating, identity({}, statement({ Action: undefined, NotAction: "kms:PutKeyPolicy" }))),
    expect: "pass",
  },
  {
    name: "an identity policy on all but some resources",
    ...used(delegating, identity({}, statement({ Resource: undefined, NotResource: "arn:aws:s3:::b" }))),
    expect: "pass",
  },
  {
    name: "an identity policy that is made from the key and names it otherwise",
    ...used(delegating, identity({ keys: [ofKey] }, statement({ Resource: "arn:aws:kms:*:*:alias/x" }))),
    expect: "pass",
  },
  {
    name: "an identity policy that is made from another key",
    ...used(
      delegating,
      identity({ keys: [{ to: "resource", id: "urn:x" }] }, statement({ Resource: "arn:x" })),
    ),
    expect: "violation",
  },
  {
    name: "an identity policy that denies the key",
    ...used(delegating, identity({}, statement({ Effect: "Deny" }))),
    expect: "violation",
  },
  {
    name: "an identity policy that reads the public key only",
    ...used(delegating, identity({}, statement({ Action: "kms:GetPublicKey" }))),
    expect: "violation",
  },
  {
    name: "a grant on another key",
    ...used(delegating, { grant: { ...soundGrant, key: { to: "resource", id: "urn:x" } } }),
    expect: "violation",
  },
  {
    name: "a grant on no key",
    ...used(delegating, { grant: { ...soundGrant, key: undefined } }),
    expect: "violation",
  },
  {
    name: "a key policy that names roles to describe the key",
    ...used(policyOf(rootStatement, allow(role("App"), ["kms:DescribeKey", "kms:GetPublicKey"]))),
    expect: "violation",
  },
  {
    name: "a key policy that names roles to use it among other things",
    ...used(policyOf(rootStatement, allow(role("App"), ["kms:DescribeKey", "kms:Decrypt"]))),
    expect: "notApplicable",
  },
  {
    name: "a key policy that names roles for all but some actions",
    ...used(policyOf(rootStatement, { ...allow(role("App"), []), Action: undefined, NotAction: "kms:Put*" })),
    expect: "notApplicable",
  },
  {
    name: "a key policy for all but somebody",
    ...used(policyOf({ ...allow({}, "kms:Decrypt"), Principal: undefined, NotPrincipal: role("App") })),
    expect: "notApplicable",
  },
  {
    name: "a key policy that names the account by its id",
    ...used(policyOf({ ...rootStatement, Principal: { AWS: OWNER } })),
    expect: "violation",
    message: /nobody can use orders/,
  },
];

describe("identity policies about keys", () => {
  for (const one of cases) {
    it(`${one.expect}: ${one.name}`, () => {
      const rule = rules.find(({ id }) => id === "kms-key-policy-vs-iam");
      assert.ok(rule);
      const verdict = verdictOf(rule, one);
      assert.equal(verdict.status, one.expect, JSON.stringify(verdict));
      if (one.message) assert.match(JSON.stringify(verdict), one.message);
    });
  }
});
