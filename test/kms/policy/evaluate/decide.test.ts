import assert from "node:assert/strict";
import { decide, type DecideOptions, type Decision } from "../../../../kms/policy/evaluate/decide";
import type { Grant } from "../../../../kms/policy/evaluate/grants";
import type { Request } from "../../../../kms/policy/evaluate/request";
import { keyPolicyFromJson } from "../../../../kms/policy/parse";

type Json = Readonly<Record<string, unknown>>;

const OWNER = "111122223333";
const OTHER = "444455556666";
const KEY = `arn:aws:kms:us-east-1:${OWNER}:key/1234`;
const root: Json = {
  Sid: "Root",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${OWNER}:root` },
  Action: "kms:*",
  Resource: "*",
};
const allow = (principal: unknown, more: Json = {}): Json => ({
  Effect: "Allow",
  Principal: principal,
  Action: "kms:Decrypt",
  Resource: "*",
  ...more,
});

function asked(principal: string, more: Partial<Request> = {}): Request {
  return { principalType: "AWS", principal, action: "kms:Decrypt", resource: KEY, context: {}, ...more };
}

function decided(statements: readonly Json[], request: Request, options?: DecideOptions): Decision {
  return decide(
    keyPolicyFromJson(JSON.parse(JSON.stringify({ Version: "2012-10-17", Statement: statements }))),
    request,
    options,
  );
}

const appRole = `arn:aws:iam::${OWNER}:role/app`;
const session = `arn:aws:sts::${OWNER}:assumed-role/app/s1`;
const service = asked("logs.us-east-1.amazonaws.com", { principalType: "Service" });

interface Case {
  readonly name: string;
  readonly statements: readonly Json[];
  readonly request: Request;
  readonly decision: Decision["decision"];
}

const cases: readonly Case[] = [
  {
    name: "the account's root lets in its roles",
    statements: [root],
    request: asked(appRole),
    decision: "allowed",
  },
  {
    name: "an account id does too",
    statements: [allow({ AWS: OWNER })],
    request: asked(appRole),
    decision: "allowed",
  },
  {
    name: "but not those of another account",
    statements: [root],
    request: asked(`arn:aws:iam::${OTHER}:role/app`),
    decision: "notAllowed",
  },
  {
    name: "a role lets in its sessions",
    statements: [allow({ AWS: appRole })],
    request: asked(session),
    decision: "allowed",
  },
  {
    name: "a session lets in no other session",
    statements: [allow({ AWS: session })],
    request: asked(session.replace("s1", "s2")),
    decision: "notAllowed",
  },
  {
    name: "a role's path is told by aws:PrincipalArn",
    statements: [allow({ AWS: `arn:aws:iam::${OWNER}:role/team/app` })],
    request: asked(session, { context: { "aws:PrincipalArn": `arn:aws:iam::${OWNER}:role/team/app` } }),
    decision: "allowed",
  },
  {
    name: "a unique id stands for the principal that had it",
    statements: [allow({ AWS: "AROAEXAMPLEEXAMPLE00" })],
    request: asked(session, { context: { "aws:userid": "AROAEXAMPLEEXAMPLE00:s1" } }),
    decision: "allowed",
  },
  {
    name: "and for no new one of the same name",
    statements: [allow({ AWS: "AROAEXAMPLEEXAMPLE00" })],
    request: asked(session, { context: { "aws:userid": "AROANEWNEWNEWNEWNEW0:s1" } }),
    decision: "notAllowed",
  },
  {
    name: "a wildcard within an ARN is none",
    statements: [allow({ AWS: `arn:aws:iam::${OWNER}:role/*` })],
    request: asked(appRole),
    decision: "notAllowed",
  },
  {
    name: "a service is not let in by the account",
    statements: [root],
    request: service,
    decision: "notAllowed",
  },
  {
    name: "a service is let in by its name",
    statements: [allow({ Service: "logs.us-east-1.amazonaws.com" })],
    request: service,
    decision: "allowed",
  },
  { name: "everyone is every service too", statements: [allow("*")], request: service, decision: "allowed" },
  {
    name: "a provider lets in whoever signs in with it",
    statements: [allow({ Federated: "accounts.google.com" })],
    request: asked("accounts.google.com", { principalType: "Federated", account: OWNER }),
    decision: "allowed",
  },
  {
    name: "a Deny wins over every Allow",
    statements: [root, allow({ AWS: appRole }), { ...allow("*"), Effect: "Deny" }],
    request: asked(appRole),
    decision: "denied",
  },
  {
    name: "a Deny hits a service without an organization",
    statements: [
      allow("*"),
      {
        ...allow("*"),
        Effect: "Deny",
        Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-abc1234567" } },
      },
    ],
    request: service,
    decision: "denied",
  },
  {
    name: "administration never works from another account",
    statements: [allow("*", { Action: "kms:PutKeyPolicy" })],
    request: asked(`arn:aws:iam::${OTHER}:role/app`, { action: "kms:PutKeyPolicy" }),
    decision: "notAllowed",
  },
  {
    name: "use does",
    statements: [allow({ AWS: OTHER })],
    request: asked(`arn:aws:iam::${OTHER}:role/app`),
    decision: "allowed",
  },
  {
    name: "NotAction covers what it does not list",
    statements: [allow("*", { Action: undefined, NotAction: "kms:Put*" })],
    request: asked(appRole),
    decision: "allowed",
  },
  {
    name: "NotResource covers other keys",
    statements: [allow("*", { Resource: undefined, NotResource: KEY })],
    request: asked(appRole),
    decision: "notAllowed",
  },
  {
    name: "another key's ARN covers nothing",
    statements: [allow("*", { Resource: KEY.replace("1234", "9999") })],
    request: asked(appRole),
    decision: "notAllowed",
  },
  {
    name: "a Deny with NotPrincipal spares a role that is listed with its account",
    statements: [
      allow("*"),
      { ...allow(undefined), Effect: "Deny", NotPrincipal: { AWS: [appRole, OWNER] } },
    ],
    request: asked(appRole),
    decision: "allowed",
  },
  {
    name: "but not one that is listed alone",
    statements: [allow("*"), { ...allow(undefined), Effect: "Deny", NotPrincipal: { AWS: appRole } }],
    request: asked(appRole),
    decision: "denied",
  },
  {
    name: "nor a session that is not listed",
    statements: [
      allow("*"),
      { ...allow(undefined), Effect: "Deny", NotPrincipal: { AWS: [appRole, OWNER] } },
    ],
    request: asked(session),
    decision: "denied",
  },
  {
    name: "the caller's account follows from the principal",
    statements: [allow("*", { Condition: { StringEquals: { "kms:CallerAccount": OWNER } } })],
    request: asked(appRole),
    decision: "allowed",
  },
  {
    name: "the key's account follows from the key",
    statements: [allow("*", { Condition: { StringEquals: { "aws:ResourceAccount": OWNER } } })],
    request: asked(appRole),
    decision: "allowed",
  },
  {
    name: "a statement without Resource does nothing",
    statements: [allow("*", { Resource: undefined })],
    request: asked(appRole),
    decision: "notAllowed",
  },
];

describe("decisions on requests", () => {
  for (const { name, statements, request, decision } of cases)
    it(`${name}: ${decision}`, () => {
      assert.equal(decided(statements, request).decision, decision);
    });

  it("say which statement decided", () => {
    const denied = decided([root, { ...allow("*"), Sid: "No", Effect: "Deny" }], asked(appRole));
    assert.deepEqual(
      [denied.decision === "denied" && denied.by.sid, denied.because],
      ["No", "statement 2 (No) denies it"],
    );
  });

  it("say which condition stood in the way", () => {
    const { because } = decided(
      [allow("*", { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } })],
      asked(appRole),
    );
    assert.equal(
      because,
      "statement 1 would allow it, but its condition Bool aws:MultiFactorAuthPresent is not met",
    );
  });

  it("tell whether an identity policy must allow it too", () => {
    const needs = (statements: readonly Json[], request: Request): unknown => {
      const decision = decided(statements, request);
      return decision.decision === "allowed" && decision.needsIdentityPolicy;
    };
    assert.equal(needs([root], asked(appRole)), true);
    assert.equal(needs([root, allow({ AWS: appRole })], asked(appRole)), false);
    assert.equal(
      needs([allow({ AWS: `arn:aws:iam::${OTHER}:role/app` })], asked(`arn:aws:iam::${OTHER}:role/app`)),
      true,
    );
    assert.equal(decided([root], asked(appRole), { identityPolicies: "none" }).decision, "notAllowed");
  });
});

describe("decisions with grants", () => {
  const grant: Grant = {
    granteePrincipal: `arn:aws:iam::${OTHER}:role/worker`,
    operations: ["Decrypt", "RetireGrant"],
  };
  const worker = asked(`arn:aws:iam::${OTHER}:role/worker`);
  const context = (pairs: Readonly<Record<string, string>>): Request["context"] => ({
    ...Object.fromEntries(
      Object.entries(pairs).map(([key, value]) => [`kms:EncryptionContext:${key}`, value]),
    ),
    "kms:EncryptionContextKeys": Object.keys(pairs),
  });
  const constrained = (constraints: Grant["constraints"]): DecideOptions => ({
    grants: [{ ...grant, ...(constraints && { constraints }) }],
  });

  const grantCases: readonly (readonly [string, DecideOptions, Request, Decision["decision"]])[] = [
    ["its grantee, from another account too", { grants: [grant] }, worker, "allowed"],
    [
      "a session of its grantee",
      { grants: [grant] },
      asked(`arn:aws:sts::${OTHER}:assumed-role/worker/s`),
      "allowed",
    ],
    ["nobody else", { grants: [grant] }, asked(`arn:aws:iam::${OTHER}:role/other`), "notAllowed"],
    ["no other operation", { grants: [grant] }, { ...worker, action: "kms:Encrypt" }, "notAllowed"],
    [
      "an encryption context that holds the subset",
      constrained({ encryptionContextSubset: { a: "1" } }),
      { ...worker, context: context({ a: "1", b: "2" }) },
      "allowed",
    ],
    [
      "no encryption context without it",
      constrained({ encryptionContextSubset: { a: "1" } }),
      { ...worker, context: context({ b: "2" }) },
      "notAllowed",
    ],
    [
      "no more than the equal encryption context",
      constrained({ encryptionContextEquals: { a: "1" } }),
      { ...worker, context: context({ a: "1", b: "2" }) },
      "notAllowed",
    ],
    [
      "the equal encryption context",
      constrained({ encryptionContextEquals: { a: "1" } }),
      { ...worker, context: context({ a: "1" }) },
      "allowed",
    ],
    [
      "no other case of its keys",
      constrained({ encryptionContextEquals: { a: "1" } }),
      { ...worker, context: context({ A: "1" }) },
      "notAllowed",
    ],
    [
      "its retiring principal to retire it",
      { grants: [{ ...grant, retiringPrincipal: appRole }] },
      asked(appRole, { action: "kms:RetireGrant" }),
      "allowed",
    ],
  ];
  for (const [name, options, request, decision] of grantCases)
    it(`let in ${name}: ${decision}`, () => {
      assert.equal(decided([{ ...root, Action: "kms:DescribeKey" }], request, options).decision, decision);
    });

  it("yield to a Deny", () => {
    assert.equal(
      decided([{ ...allow("*"), Effect: "Deny" }], worker, { grants: [grant] }).decision,
      "denied",
    );
  });
});
