import assert from "node:assert/strict";
import {
  callerAccount,
  contextOf,
  lookupIn,
  ownerOf,
  type Request,
  roleOfSession,
} from "../../../../kms/policy/evaluate/request";

const ACCOUNT = "111122223333";
const OTHER = "222222222222";
const KEY = `arn:aws:kms:eu-west-1:${OTHER}:key/1234`;
const asked = (principal: string, more: Partial<Request> = {}): Request => ({
  principalType: "AWS",
  principal,
  organization: "o-abcdefghij",
  action: "kms:Decrypt",
  resource: KEY,
  context: {},
  ...more,
});
const user = asked(`arn:aws:iam::${ACCOUNT}:user/team/alice`);

const ofKey = { "aws:ResourceAccount": OTHER, "aws:RequestedRegion": "eu-west-1" };
const ofAccount = {
  ...ofKey,
  "aws:PrincipalIsAWSService": "false",
  "aws:PrincipalAccount": ACCOUNT,
  "kms:CallerAccount": ACCOUNT,
  "aws:PrincipalOrgID": "o-abcdefghij",
};

describe("what a request's context holds of itself", () => {
  const cases: readonly (readonly [name: string, request: Request, context: Request["context"]])[] = [
    [
      "a user",
      user,
      {
        ...ofAccount,
        "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:user/team/alice`,
        "aws:PrincipalType": "User",
        "aws:username": "alice",
      },
    ],
    [
      "a role",
      asked(`arn:aws:iam::${ACCOUNT}:role/app`),
      {
        ...ofAccount,
        "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/app`,
        "aws:PrincipalType": "AssumedRole",
      },
    ],
    [
      "a session",
      asked(`arn:aws:sts::${ACCOUNT}:assumed-role/app/one`),
      {
        ...ofAccount,
        "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/app`,
        "aws:PrincipalType": "AssumedRole",
      },
    ],
    [
      "a federated user",
      asked(`arn:aws:sts::${ACCOUNT}:federated-user/bob`),
      {
        ...ofAccount,
        "aws:PrincipalArn": `arn:aws:sts::${ACCOUNT}:federated-user/bob`,
        "aws:PrincipalType": "FederatedUser",
      },
    ],
    [
      "a root user",
      asked(`arn:aws:iam::${ACCOUNT}:root`),
      {
        ...ofAccount,
        "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:root`,
        "aws:PrincipalType": "Account",
      },
    ],
    [
      "a service",
      asked("s3.amazonaws.com", { principalType: "Service" }),
      {
        ...ofKey,
        "aws:PrincipalIsAWSService": "true",
        "aws:PrincipalServiceName": "s3.amazonaws.com",
        "aws:PrincipalServiceNamesList": ["s3.amazonaws.com"],
      },
    ],
    [
      "a provider's user",
      asked("accounts.google.com", { principalType: "Federated", account: ACCOUNT }),
      ofAccount,
    ],
    [
      "somebody unsigned",
      asked("*", { principalType: "Anonymous" }),
      { ...ofKey, "aws:PrincipalType": "Anonymous" },
    ],
    ["a canonical user", asked("79a59d", { principalType: "CanonicalUser", account: ACCOUNT }), ofKey],
    [
      "a principal on a key without Region",
      asked("79a59d", { principalType: "CanonicalUser", resource: `arn:aws:kms::${OTHER}:key/1234` }),
      { "aws:ResourceAccount": OTHER },
    ],
    ["a principal on no ARN", asked("79a59d", { principalType: "CanonicalUser", resource: "*" }), {}],
  ];
  for (const [name, request, context] of cases)
    it(`of ${name}`, () => {
      assert.deepEqual(contextOf(request), context);
    });

  it("yields to what the request says", () => {
    const told = contextOf({ ...user, context: { "aws:PrincipalType": "Told", "kms:ViaService": "s3" } });
    assert.equal(told["aws:PrincipalType"], "Told");
    assert.equal(told["kms:ViaService"], "s3");
  });

  it("is looked up without regard to case, single values as lists of one", () => {
    const lookup = lookupIn({
      ...user,
      context: { "AWS:PrincipalType": "Told", "aws:CalledVia": ["a", "b"] },
    });
    assert.deepEqual(lookup("aws:principaltype"), ["Told"]);
    assert.deepEqual(lookup("aws:calledvia"), ["a", "b"]);
    assert.deepEqual(lookup("aws:username"), ["alice"]);
    assert.equal(lookup("aws:principalservicename"), undefined);
    assert.equal(lookup("aws:sourceip"), undefined);
  });
});

describe("accounts of a request", () => {
  it("the caller's is told, or follows from the principal's ARN", () => {
    assert.equal(callerAccount(user), ACCOUNT);
    assert.equal(callerAccount({ ...user, account: OTHER }), OTHER);
    assert.equal(callerAccount(asked("AIDA1234567890123456")), undefined);
  });
  it("a service and somebody unsigned come from none", () => {
    for (const principalType of ["Service", "Anonymous"] as const)
      assert.equal(callerAccount({ ...user, principalType, account: ACCOUNT }), undefined);
  });
  it("the owner's is the key's, where the key's ARN tells one", () => {
    assert.equal(ownerOf(user), OTHER);
    assert.equal(ownerOf({ ...user, resource: "*" }), undefined);
    assert.equal(ownerOf({ ...user, resource: "arn:aws:kms:eu-west-1:*:key/1234" }), undefined);
  });
});

describe("the role of a session", () => {
  const roles: Readonly<Record<string, string | undefined>> = {
    [`arn:aws:sts::${ACCOUNT}:assumed-role/app/one`]: `arn:aws:iam::${ACCOUNT}:role/app`,
    [`arn:aws-cn:sts::${ACCOUNT}:assumed-role/app/one`]: `arn:aws-cn:iam::${ACCOUNT}:role/app`,
    [`arn:aws:sts::${ACCOUNT}:assumed-role/app`]: undefined,
    [`arn:aws:sts::${ACCOUNT}:assumed-role/app/`]: undefined,
    [`arn:aws:sts::${ACCOUNT}:assumed-role/app/one/two`]: undefined,
    [`x:arn:aws:sts::${ACCOUNT}:assumed-role/app/one`]: undefined,
    [`arn:aws:sts::${ACCOUNT}:federated-user/app/one`]: undefined,
    [`arn:aws:iam::${ACCOUNT}:role/app`]: undefined,
    "arn:aws:sts::1111:assumed-role/app/one": undefined,
  };
  for (const [session, role] of Object.entries(roles))
    it(`${session}: ${role ?? "none"}`, () => {
      assert.equal(roleOfSession(session), role);
    });
});
