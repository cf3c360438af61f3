import assert from "node:assert/strict";
import { decide, type DecideOptions } from "../../../../kms/policy/evaluate/decide";
import type { Request } from "../../../../kms/policy/evaluate/request";
import { keyPolicyFromJson } from "../../../../kms/policy/parse";

type Json = Readonly<Record<string, unknown>>;

const OWNER = "111122223333";
const role = `arn:aws:iam::${OWNER}:role/app`;
const outside = "arn:aws:iam::222222222222:role/app";
const asked = (principal: string, more: Partial<Request> = {}): Request => ({
  principalType: "AWS",
  principal,
  action: "kms:Decrypt",
  resource: `arn:aws:kms:us-east-1:${OWNER}:key/1234`,
  context: {},
  ...more,
});
const service = asked("s3.amazonaws.com", { principalType: "Service" });
const deny = { Effect: "Deny" };
const mfa = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };
const granted = (more: Json = {}): DecideOptions => ({
  grants: [{ granteePrincipal: outside, operations: ["Decrypt"], ...more }],
});

/** The decision in one line: `allowed, given IAM: statement 1 allows it ...`. */
function told(statements: readonly Json[], request: Request, options?: DecideOptions): string {
  const usual = { Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" };
  const Statement = statements.map((statement) => ({ ...usual, ...statement }));
  const decision = decide(keyPolicyFromJson({ Version: "2012-10-17", Statement }), request, options);
  const given = decision.decision === "allowed" && decision.needsIdentityPolicy ? ", given IAM" : "";
  return `${decision.decision}${given}: ${decision.because}`;
}

describe("why a request is decided as it is", () => {
  const cases: readonly (readonly [
    name: string,
    statements: readonly Json[],
    request: Request,
    told: string,
    options?: DecideOptions,
  ])[] = [
    ["a statement", [{}], asked(role), "allowed: statement 1 allows it"],
    ["a statement with a Sid", [{ Sid: "All" }], asked(role), "allowed: statement 1 (All) allows it"],
    [
      "the account",
      [{ Principal: { AWS: OWNER } }],
      asked(role),
      "allowed, given IAM: statement 1 allows it, given that an identity policy of the caller's account does too",
    ],
    [
      "the principal itself before the account",
      [{ Principal: { AWS: OWNER } }, { Principal: { AWS: role } }],
      asked(role),
      "allowed: statement 2 allows it",
    ],
    [
      "the account, whose identity policies allow nothing",
      [{ Principal: { AWS: OWNER } }],
      asked(role),
      "notAllowed: statement 1 allows it only with an identity policy of the caller's account",
      { identityPolicies: "none" },
    ],
    [
      "the account, whose identity policies allow what they must",
      [{ Principal: { AWS: OWNER } }],
      asked(role),
      "allowed, given IAM: statement 1 allows it, given that an identity policy of the caller's account does too",
      { identityPolicies: "assume" },
    ],
    [
      "a service",
      [{ Principal: { Service: "s3.amazonaws.com" } }],
      service,
      "allowed: statement 1 allows it",
    ],
    [
      "a service, with what no other account may",
      [{ Principal: { Service: "s3.amazonaws.com" } }],
      { ...service, action: "kms:PutKeyPolicy" },
      "allowed: statement 1 allows it",
    ],
    [
      "another account",
      [{}],
      asked(outside),
      "allowed, given IAM: statement 1 allows it, given that an identity policy of the caller's account does too",
    ],
    [
      "another account, with what never works from there",
      [{}],
      asked(outside, { action: "kms:PutKeyPolicy" }),
      "notAllowed: kms:PutKeyPolicy never works from another account",
    ],
    ["a Deny", [{}, { ...deny, Sid: "No" }], asked(role), "denied: statement 2 (No) denies it"],
    ["a Deny before a grant", [deny], asked(outside), "denied: statement 1 denies it", granted()],
    [
      "a grant",
      [deny, {}].slice(1),
      asked(outside),
      `allowed: grant g-1 to ${outside} allows it`,
      granted({ grantId: "g-1" }),
    ],
    [
      "a grant without an id",
      [{ Principal: { AWS: OWNER } }],
      asked(outside),
      `allowed: grant to ${outside} allows it`,
      granted(),
    ],
    [
      "a condition",
      [{ ...mfa, Sid: "Mfa" }],
      asked(role),
      "notAllowed: statement 1 (Mfa) would allow it, but its condition Bool aws:MultiFactorAuthPresent is not met",
    ],
    [
      "the condition of an Allow, not of a Deny",
      [{ ...deny, ...mfa }, { Principal: { AWS: outside } }],
      asked(role),
      `notAllowed: no statement allows kms:Decrypt to ${role}`,
    ],
    [
      "nothing",
      [{ Action: "kms:Encrypt" }],
      asked(role),
      `notAllowed: no statement allows kms:Decrypt to ${role}`,
    ],
  ];
  for (const [name, statements, request, expected, options] of cases)
    it(`${name}: ${expected}`, () => {
      assert.equal(told(statements, request, options), expected);
    });

  it("is told statement by statement", () => {
    const policy = keyPolicyFromJson({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Deny", Principal: "*", Action: "kms:Encrypt", Resource: "*" },
        { Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" },
      ],
    });
    assert.deepEqual(
      decide(policy, asked(role)).statements.map(({ outcome }) => outcome),
      [
        { applies: false, missed: "action" },
        { applies: true, reach: "direct" },
      ],
    );
  });
});
