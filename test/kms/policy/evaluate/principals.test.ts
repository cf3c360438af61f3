import assert from "node:assert/strict";
import type { PrincipalSet } from "../../../../kms/policy/document";
import { accountNamed, reachOf } from "../../../../kms/policy/evaluate/principals";
import type { Request } from "../../../../kms/policy/evaluate/request";

const ACCOUNT = "111122223333";
const OTHER = "222222222222";
const iam = (resource: string, account = ACCOUNT): string => `arn:aws:iam::${account}:${resource}`;
const role = iam("role/app");
const session = `arn:aws:sts::${ACCOUNT}:assumed-role/app/one`;

const set = (elements: Partial<PrincipalSet>): PrincipalSet => ({
  anyone: false,
  AWS: [],
  Service: [],
  Federated: [],
  CanonicalUser: [],
  ...elements,
});
const asked = (principal: string, more: Partial<Request> = {}): Request => ({
  principalType: "AWS",
  principal,
  action: "kms:Decrypt",
  resource: `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234`,
  context: {},
  ...more,
});
const service = asked("s3.amazonaws.com", { principalType: "Service" });
const google = asked("accounts.google.com", { principalType: "Federated", account: ACCOUNT });
const canonical = asked("79a59d", { principalType: "CanonicalUser" });
const anonymous = asked("*", { principalType: "Anonymous" });

type Case = readonly [name: string, set: Partial<PrincipalSet>, request: Request, reach: string];

describe("Principal", () => {
  const cases: readonly Case[] = [
    ["everyone", { anyone: true }, asked(role), "direct"],
    ["everyone within AWS", { AWS: ["*"] }, asked(role), "direct"],
    ["everyone, unsigned", { anyone: true }, anonymous, "direct"],
    ["the root user by its ARN", { AWS: [iam("root")] }, asked(iam("root")), "account"],
    ["a role through its account's root", { AWS: [iam("root")] }, asked(role), "account"],
    ["a role through its account's id", { AWS: [ACCOUNT] }, asked(role), "account"],
    ["a role by its ARN", { AWS: [role] }, asked(role), "direct"],
    ["a role by its ARN rather than its account", { AWS: [ACCOUNT, role] }, asked(role), "direct"],
    ["a session by its ARN", { AWS: [session] }, asked(session), "direct"],
    ["a session by its role's ARN", { AWS: [role] }, asked(session), "direct"],
    [
      "a session by the ARN that it carries of its role",
      { AWS: [iam("role/team/app")] },
      asked(session, { context: { "aws:PrincipalArn": iam("role/team/app") } }),
      "direct",
    ],
    [
      "a session by its unique id",
      { AWS: ["AROA1234567890123456"] },
      asked(session, { context: { "aws:userid": "AROA1234567890123456:one" } }),
      "direct",
    ],
    [
      "a user by its unique id",
      { AWS: ["AIDA1234567890123456"] },
      asked(iam("user/a"), { context: { "aws:userid": "AIDA1234567890123456" } }),
      "direct",
    ],
    ["nobody by an empty unique id", { AWS: ["AIDA1234567890123456", ""] }, asked(role), "none"],
    [
      "nobody by one of several unique ids",
      { AWS: ["AIDA1234567890123456"] },
      asked(role, { context: { "aws:userid": ["AIDA1234567890123456"] } }),
      "none",
    ],
    ["another account", { AWS: [iam("root", OTHER), OTHER] }, asked(role), "none"],
    ["a service by its name", { Service: ["s3.amazonaws.com"] }, service, "direct"],
    ["any service", { Service: ["*"] }, service, "direct"],
    ["no other service", { Service: ["logs.amazonaws.com"] }, service, "none"],
    ["no service by an account", { AWS: [ACCOUNT] }, { ...service, account: ACCOUNT }, "none"],
    ["a provider by its name", { Federated: ["accounts.google.com"] }, google, "direct"],
    ["any provider", { Federated: ["*"] }, google, "direct"],
    ["a provider's user through the account", { AWS: [ACCOUNT] }, google, "account"],
    ["no other provider", { Federated: ["www.amazon.com"], AWS: [OTHER] }, google, "none"],
    ["a canonical user", { CanonicalUser: ["79a59d"] }, canonical, "direct"],
    ["no other canonical user", { CanonicalUser: ["79a59e"], AWS: [ACCOUNT] }, canonical, "none"],
    ["nobody unsigned by name", { AWS: [ACCOUNT], Service: ["*"], Federated: ["*"] }, anonymous, "none"],
  ];
  for (const [name, elements, request, reach] of cases)
    it(`reaches ${name}: ${reach}`, () => {
      assert.equal(reachOf({ principal: set(elements) }, request), reach);
    });

  it("that is missing reaches nobody", () => {
    assert.equal(reachOf({}, asked(role)), "none");
  });
});

describe("NotPrincipal", () => {
  const cases: readonly Case[] = [
    ["everyone", { anyone: true }, asked(role), "none"],
    ["everyone within AWS", { AWS: ["*"] }, asked(role), "none"],
    ["everyone within AWS, services too", { AWS: ["*"] }, service, "none"],
    ["nobody by the account alone", { AWS: [ACCOUNT] }, asked(role), "direct"],
    ["nobody by the role alone", { AWS: [role] }, asked(role), "direct"],
    ["nobody of another account", { AWS: [role, OTHER] }, asked(role), "direct"],
    ["a role by its ARN and its account", { AWS: [role, ACCOUNT] }, asked(role), "none"],
    ["the root user by its account", { AWS: [iam("root")] }, asked(iam("root")), "none"],
    [
      "a session by its ARN, its role and its account",
      { AWS: [session, role, ACCOUNT] },
      asked(session),
      "none",
    ],
    ["no session by its ARN and its account", { AWS: [session, ACCOUNT] }, asked(session), "direct"],
    ["no session by its role and its account", { AWS: [role, ACCOUNT] }, asked(session), "direct"],
    ["a service by its name", { Service: ["s3.amazonaws.com"] }, service, "none"],
    ["any service", { Service: ["*"] }, service, "none"],
    ["no other service", { Service: ["logs.amazonaws.com"] }, service, "direct"],
    ["a provider by its name", { Federated: ["accounts.google.com"] }, google, "none"],
    ["no other provider", { Federated: ["www.amazon.com"] }, google, "direct"],
    ["no provider's user by the account", { AWS: [ACCOUNT, "accounts.google.com"] }, google, "direct"],
    [
      "no canonical user by an account",
      { AWS: [ACCOUNT, "79a59d"] },
      { ...canonical, account: ACCOUNT },
      "direct",
    ],
    [
      "nobody whose account is unknown",
      { AWS: ["AIDA1234567890123456"] },
      asked("AIDA1234567890123456"),
      "direct",
    ],
  ];
  for (const [name, elements, request, reach] of cases)
    it(`spares ${name}: ${reach}`, () => {
      assert.equal(reachOf({ notPrincipal: set(elements) }, request), reach);
    });
});

describe("an element of Principal.AWS", () => {
  const accounts: Readonly<Record<string, string | undefined>> = {
    [ACCOUNT]: ACCOUNT,
    [iam("root")]: ACCOUNT,
    [`arn:aws-cn:iam::${ACCOUNT}:root`]: ACCOUNT,
    [`x${iam("root")}`]: undefined,
    [iam("root/x")]: undefined,
    [iam("role/root")]: undefined,
    [`arn:aws:sts::${ACCOUNT}:root`]: undefined,
    [iam("root", "1111")]: undefined,
    "1111": undefined,
    "*": undefined,
  };
  for (const [element, account] of Object.entries(accounts))
    it(`${element} names ${account === undefined ? "no account" : "an account"} as a whole`, () => {
      assert.equal(accountNamed(element), account);
    });
});
