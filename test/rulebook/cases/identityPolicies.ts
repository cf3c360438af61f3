import { UNKNOWN } from "../../../rulebook/facts";
import type { Cases } from "../case";
import {
  aKey,
  allow,
  documentOf,
  estate,
  OWNER,
  place,
  policyOf,
  rootStatement,
  soundIdentityPolicy,
  soundKey,
  share,
  administration,
  aGrant,
} from "../soundKey";

const anIdentityEstate = (changes: object) =>
  estate({ identityPolicy: { ...soundIdentityPolicy, ...changes } });
const identity = (...statements: object[]) => anIdentityEstate({ policy: documentOf(...statements) });
const decryptOn = (resource: string, condition?: object) => ({
  Effect: "Allow",
  Action: "kms:Decrypt",
  Resource: resource,
  ...(condition && { Condition: condition }),
});
const identityOn = (resource: string, action = "kms:Decrypt") => ({
  identityPolicy: { ...soundIdentityPolicy, policy: documentOf({ ...decryptOn(resource), Action: action }) },
});
const anIdentityPolicy = {
  identityPolicy: { ...soundIdentityPolicy, keys: [{ to: "resource", id: soundKey.resource.id } as const] },
};
const anUnknownIdentityPolicy = {
  identityPolicy: { ...anIdentityPolicy.identityPolicy, policy: UNKNOWN },
} as const;

export const identityPolicies: Cases = {
  "kms-iam-decrypt-all": [
    { name: "one key", estate: estate({ identityPolicy: soundIdentityPolicy }), expect: "pass" },
    {
      name: "every resource",
      estate: identity(decryptOn("*")),
      expect: "violation",
      message: /kms:Decrypt on every key/,
    },
    {
      name: "every key of an account",
      estate: identity(decryptOn(`arn:aws:kms:*:${OWNER}:key/*`)),
      expect: "violation",
    },
    {
      name: "every key of a Region",
      estate: identity(decryptOn(`arn:aws:kms:eu-west-1:${OWNER}:key/*`)),
      expect: "violation",
    },
    {
      name: "every multi-Region key",
      estate: identity(decryptOn(`arn:aws:kms:*:${OWNER}:key/mrk-*`)),
      expect: "pass",
    },
    {
      name: "kms:*",
      estate: identity({ ...decryptOn("*"), Action: "kms:*" }),
      expect: "violation",
      message: /allows kms:\*/,
    },
    { name: "everything", estate: identity({ ...decryptOn("*"), Action: "*" }), expect: "violation" },
    {
      name: "everything but a service",
      estate: identity({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
      expect: "violation",
    },
    {
      name: "a wildcard with decryption in it",
      estate: identity({ ...decryptOn("*"), Action: "kms:De*" }),
      expect: "violation",
    },
    {
      name: "reading of keys alone",
      estate: identity({ ...decryptOn("*"), Action: ["kms:DescribeKey", "kms:List*"] }),
      expect: "pass",
    },
    { name: "a Deny", estate: identity({ ...decryptOn("*"), Effect: "Deny" }), expect: "pass" },
    {
      name: "keys of an alias",
      estate: identity(
        decryptOn("*", { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/orders" } }),
      ),
      expect: "pass",
    },
    {
      name: "keys of an alias, if it exists",
      estate: identity(decryptOn("*", { StringEqualsIfExists: { "kms:ResourceAliases": "alias/orders" } })),
      expect: "violation",
    },
    {
      name: "a condition that bounds no key",
      estate: identity(decryptOn("*", { Bool: { "aws:MultiFactorAuthPresent": "true" } })),
      expect: "violation",
    },
    {
      name: "another service",
      estate: identity({ Effect: "Allow", Action: "s3:*", Resource: "*" }),
      expect: "pass",
    },
    { name: "no document", estate: anIdentityEstate({ policy: undefined }), expect: "notApplicable" },
    {
      name: "a document that is not known",
      estate: anIdentityEstate({ policy: UNKNOWN }),
      expect: "unknown",
    },
    {
      name: "a text that is no policy",
      estate: anIdentityEstate({ policy: undefined, problem: "no JSON" }),
      expect: "unknown",
      message: /no JSON/,
    },
    {
      name: "documents that are not known, told together",
      estate: estate(
        {
          identityPolicy: {
            ...soundIdentityPolicy,
            ...place("aws:iam/policy:Policy", "one"),
            policy: UNKNOWN,
          },
        },
        {
          identityPolicy: {
            ...soundIdentityPolicy,
            ...place("aws:iam/policy:Policy", "other"),
            policy: UNKNOWN,
          },
        },
      ),
      expect: "unknown",
      message: /\(one, other\)/,
    },
  ],
  "kms-key-policy-vs-iam": [
    {
      name: "no identity policy about a key",
      estate: estate(aKey(), { identityPolicy: soundIdentityPolicy }),
      expect: "notApplicable",
    },
    { name: "a key policy that delegates", estate: estate(aKey(), anIdentityPolicy), expect: "pass" },
    {
      name: "AWS's default policy",
      estate: estate(aKey({ policy: { kind: "default" } }), anIdentityPolicy),
      expect: "pass",
    },
    {
      name: "a key policy without anybody",
      estate: estate(
        aKey({ policy: policyOf(allow({ Service: "sns.amazonaws.com" }, "kms:Decrypt")) }),
        anIdentityPolicy,
      ),
      expect: "violation",
      message: /delegates none/,
    },
    {
      name: "a key policy that names principals",
      estate: estate(aKey({ policy: policyOf(administration) }), anIdentityPolicy),
      expect: "notApplicable",
    },
    {
      name: "a key policy that is not known",
      estate: estate(aKey({ policy: UNKNOWN }), anIdentityPolicy),
      expect: "unknown",
    },
    {
      name: "a document that is not known, about a key that delegates whatever it asks for",
      estate: estate(aKey(), anUnknownIdentityPolicy),
      expect: "pass",
    },
    {
      name: "a document that is not known, about a key with AWS's default policy",
      estate: estate(aKey({ policy: { kind: "default" } }), anUnknownIdentityPolicy),
      expect: "pass",
    },
    {
      name: "a document that is not known, about a key that delegates decryption alone",
      estate: estate(
        aKey({ policy: policyOf(administration, { ...rootStatement, Action: "kms:Decrypt" }) }),
        anUnknownIdentityPolicy,
      ),
      expect: "unknown",
      message: /document of the identity policy/,
    },
    {
      name: "a document that is not known, about a key whose policy is not known",
      estate: estate(aKey({ policy: UNKNOWN }), anUnknownIdentityPolicy),
      expect: "unknown",
    },
    {
      name: "a document that is not known, and about no key",
      estate: estate(aKey(), { identityPolicy: { ...soundIdentityPolicy, policy: UNKNOWN } }),
      expect: "notApplicable",
    },
    {
      name: "delegation, where identity policies may stand elsewhere",
      estate: estate(aKey()),
      expect: "notApplicable",
    },
    {
      name: "delegation without an identity policy",
      estate: estate(aKey()),
      options: { complete: true },
      expect: "violation",
      message:
        /nobody can use orders: its key policy leaves that to identity policies, and none names the key/,
    },
    {
      name: "AWS's default policy without an identity policy",
      estate: estate(aKey({ policy: { kind: "default" } })),
      options: { complete: true },
      expect: "violation",
    },
    {
      name: "delegation with an identity policy on every key",
      estate: estate(aKey(), identityOn("*")),
      options: { complete: true },
      on: "orders",
      expect: "pass",
    },
    {
      name: "delegation with an identity policy on another key",
      estate: estate(aKey(), identityOn(`arn:aws:kms:us-east-1:${OWNER}:key/other`)),
      options: { complete: true },
      on: "orders",
      expect: "violation",
    },
    {
      name: "delegation with an identity policy that only describes",
      estate: estate(aKey(), identityOn("*", "kms:DescribeKey")),
      options: { complete: true },
      on: "orders",
      expect: "violation",
    },
    {
      name: "delegation with an identity policy made from the key, not known yet",
      estate: estate(aKey(), { identityPolicy: { ...anIdentityPolicy.identityPolicy, policy: UNKNOWN } }),
      options: { complete: true },
      on: "orders",
      expect: "pass",
    },
    {
      name: "a key policy that names its users",
      estate: estate(aKey({ policy: share() })),
      options: { complete: true },
      expect: "notApplicable",
    },
    {
      name: "a key that is used by a grant",
      estate: estate(aKey(), aGrant()),
      options: { complete: true },
      expect: "notApplicable",
    },
    {
      name: "a key that its service alone uses",
      estate: estate(
        aKey({ policy: policyOf(rootStatement, allow({ Service: "sns.amazonaws.com" }, "kms:Decrypt")) }),
      ),
      options: { complete: true },
      expect: "notApplicable",
    },
    {
      name: "a signing key with an identity policy that signs",
      estate: estate(aKey({ usage: "SIGN_VERIFY" }), identityOn("*", "kms:Sign")),
      options: { complete: true },
      on: "orders",
      expect: "pass",
    },
    {
      name: "delegation under a policy that is not known",
      estate: estate(aKey({ policy: UNKNOWN })),
      options: { complete: true },
      expect: "unknown",
    },
  ],
};
