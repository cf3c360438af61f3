import assert from "node:assert/strict";
import { type Grant, grantAllows } from "../../../../kms/policy/evaluate/grants";
import { lookupIn, type Request } from "../../../../kms/policy/evaluate/request";

const role = "arn:aws:iam::222222222222:role/worker";
const session = "arn:aws:sts::222222222222:assumed-role/worker/one";
const retirer = "arn:aws:iam::222222222222:role/retirer";

const grant = (changes: Partial<Grant> = {}): Grant => ({
  granteePrincipal: role,
  operations: ["Decrypt", "DescribeKey", "Sign"],
  ...changes,
});
const asked = (changes: Partial<Request> = {}): Request => ({
  principalType: "AWS",
  principal: role,
  action: "kms:Decrypt",
  resource: "arn:aws:kms:us-east-1:111122223333:key/1234",
  context: {},
  ...changes,
});
/** A request with an encryption context; `isListed` as KMS tells it, with the names of its keys. */
const encrypted = (
  pairs: Readonly<Record<string, string>>,
  isListed: boolean,
  action = "kms:Decrypt",
): Request =>
  asked({
    action,
    context: {
      ...Object.fromEntries(
        Object.entries(pairs).map(([key, value]) => [`kms:EncryptionContext:${key}`, value]),
      ),
      ...(isListed && { "kms:EncryptionContextKeys": Object.keys(pairs) }),
    },
  });
const subset = grant({ constraints: { encryptionContextSubset: { tenant: "a", stage: "prod" } } });
const equal = grant({ constraints: { encryptionContextEquals: { tenant: "a", stage: "prod" } } });
const both = grant({
  constraints: {
    encryptionContextSubset: { tenant: "a" },
    encryptionContextEquals: { tenant: "a", stage: "prod" },
  },
});
const pairs = { tenant: "a", stage: "prod" };

describe("a grant", () => {
  const cases: readonly (readonly [name: string, grant: Grant, request: Request, allows: boolean])[] = [
    ["its grantee its operation", grant(), asked(), true],
    ["its grantee another operation", grant(), asked({ action: "kms:Encrypt" }), false],
    ["somebody else", grant(), asked({ principal: retirer }), false],
    ["a session of its grantee", grant(), asked({ principal: session }), true],
    [
      "a session to which it was given",
      grant({ granteePrincipal: session }),
      asked({ principal: session }),
      true,
    ],
    [
      "another session",
      grant({ granteePrincipal: session }),
      asked({ principal: session.replace("one", "two") }),
      false,
    ],
    [
      "a session by the ARN that it carries of its role",
      grant({ granteePrincipal: role.replace("worker", "team/worker") }),
      asked({ principal: session, context: { "aws:PrincipalArn": role.replace("worker", "team/worker") } }),
      true,
    ],
    [
      "a session that carries the ARN of another role",
      grant(),
      asked({ principal: session, context: { "aws:PrincipalArn": role.replace("worker", "team/worker") } }),
      false,
    ],
    [
      "its retiring principal to retire it",
      grant({ retiringPrincipal: retirer }),
      asked({ principal: retirer, action: "kms:RetireGrant" }),
      true,
    ],
    [
      "its retiring principal to decrypt",
      grant({ retiringPrincipal: retirer }),
      asked({ principal: retirer }),
      false,
    ],
    [
      "its grantee to retire it, unless it may",
      grant({ retiringPrincipal: retirer }),
      asked({ action: "kms:RetireGrant" }),
      false,
    ],
    [
      "its grantee to retire it, if it may",
      grant({ operations: ["RetireGrant"] }),
      asked({ action: "kms:RetireGrant" }),
      true,
    ],
    [
      "anybody to retire it where it names nobody",
      grant(),
      asked({ principal: "", action: "kms:RetireGrant" }),
      false,
    ],

    ["the subset", subset, encrypted(pairs, true), true],
    ["more than the subset", subset, encrypted({ ...pairs, more: "x" }, true), true],
    ["half of the subset", subset, encrypted({ tenant: "a" }, true), false],
    ["another value of the subset", subset, encrypted({ tenant: "b", stage: "prod" }, true), false],
    ["the subset in another case", subset, encrypted({ Tenant: "a", stage: "prod" }, true), false],
    ["the subset's value in another case", subset, encrypted({ tenant: "A", stage: "prod" }, true), false],
    ["no encryption context for the subset", subset, asked(), false],
    ["the subset, names untold", subset, encrypted(pairs, false), true],
    [
      "describing the key, which has no encryption context",
      subset,
      asked({ action: "kms:DescribeKey" }),
      true,
    ],
    ["signing, which has no encryption context", equal, asked({ action: "kms:Sign" }), true],

    ["the equal encryption context", equal, encrypted(pairs, true), true],
    ["the equal encryption context, names untold", equal, encrypted(pairs, false), true],
    ["more than the equal encryption context", equal, encrypted({ ...pairs, more: "x" }, true), false],
    ["less than the equal encryption context", equal, encrypted({ tenant: "a" }, true), false],
    [
      "another value of the equal encryption context",
      equal,
      encrypted({ tenant: "a", stage: "dev" }, true),
      false,
    ],
    ["both constraints", both, encrypted(pairs, true), true],
    ["both constraints, with more", both, encrypted({ ...pairs, more: "x" }, true), false],
    ["one of both constraints", both, encrypted({ tenant: "a" }, true), false],
  ];
  for (const [name, given, request, allows] of cases)
    it(`${allows ? "allows" : "does not allow"} ${name}`, () => {
      assert.equal(grantAllows(given, request, lookupIn(request)), allows);
    });
});
