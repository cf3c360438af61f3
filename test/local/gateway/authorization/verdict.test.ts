import assert from "node:assert/strict";
import type { Caller } from "../../../../local/gateway/authorization/callers/caller";
import { parseIdentityPolicy } from "../../../../local/gateway/authorization/callers/identityPolicy";
import { refusalOnBucket } from "../../../../local/gateway/authorization/s3/bucketVerdict";
import {
  outsideRefusal,
  refusalByIdentity,
  refusalOnKey,
} from "../../../../local/gateway/authorization/verdict";
import { keyPolicyFromJson } from "../../../../kms/policy/parse";

const key = "arn:aws:kms:us-east-1:111111111111:key/k";
const policyOf = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const statement = (Effect: string, Action: string, more: object = {}) => ({
  Effect,
  Action,
  Resource: "*",
  ...more,
});
const byRoot = { Principal: { AWS: "arn:aws:iam::111111111111:root" } };

const root = (account: string): Caller => ({
  arn: `arn:aws:iam::${account}:root`,
  account,
  context: {},
  identityPolicies: "everything",
});
const session = (account: string, ...statements: object[]): Caller => ({
  arn: `arn:aws:sts::${account}:assumed-role/app/s`,
  account,
  context: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/path/app` },
  identityPolicies: [parseIdentityPolicy("p", encodeURIComponent(JSON.stringify(policyOf(...statements))))],
});
const request = (caller: Caller, action: string, resource = key) =>
  ({
    principalType: "AWS",
    principal: caller.arn,
    account: caller.account,
    action,
    resource,
    context: caller.context,
  }) as const;

const noIdentity = "because no identity-based policy allows the kms:Decrypt action";
const noResource = "because no resource-based policy allows the kms:Decrypt action";

describe("a verdict on a key", () => {
  const delegating = [statement("Allow", "kms:*", byRoot)];
  const direct = [
    statement("Allow", "kms:Decrypt", { Principal: { AWS: "arn:aws:iam::111111111111:role/path/app" } }),
  ];
  const cases: [name: string, keyPolicy: object[], caller: Caller, refusal: string | undefined][] = [
    ["the owner's root, by the account's statement", delegating, root("111111111111"), undefined],
    ["the owner's root, where the policy is silent about it", direct, root("111111111111"), noResource],
    ["another account's root", delegating, root("222222222222"), outsideRefusal],
    ["a role with nothing from IAM", delegating, session("111111111111"), noIdentity],
    [
      "a role with IAM's permission",
      delegating,
      session("111111111111", statement("Allow", "kms:*")),
      undefined,
    ],
    ["a role that the key policy names, without IAM", direct, session("111111111111"), undefined],
    [
      "a role that the key policy names and IAM denies",
      direct,
      session("111111111111", statement("Deny", "kms:*")),
      "with an explicit deny in an identity-based policy",
    ],
    [
      "whom the key policy denies",
      [...delegating, statement("Deny", "kms:Decrypt", { Principal: "*" })],
      root("111111111111"),
      "with an explicit deny in a resource-based policy",
    ],
    [
      "another account's role, allowed by the key policy alone",
      [statement("Allow", "kms:Decrypt", { Principal: { AWS: "222222222222" } })],
      session("222222222222"),
      noIdentity,
    ],
    [
      "another account's role, allowed by both",
      [statement("Allow", "kms:Decrypt", { Principal: { AWS: "222222222222" } })],
      session("222222222222", { Effect: "Allow", Action: "kms:Decrypt", Resource: key }),
      undefined,
    ],
    [
      "another account's role, whose IAM speaks of another key",
      [statement("Allow", "kms:Decrypt", { Principal: { AWS: "222222222222" } })],
      session("222222222222", { Effect: "Allow", Action: "kms:Decrypt", Resource: `${key}2` }),
      noIdentity,
    ],
  ];
  for (const [name, keyPolicy, caller, refusal] of cases) {
    it(`${refusal === undefined ? "lets in" : "refuses"} ${name}`, () => {
      const policy = keyPolicyFromJson(policyOf(...keyPolicy));
      assert.equal(refusalOnKey(caller, request(caller, "kms:Decrypt"), { policy, grants: [] }), refusal);
    });
  }

  it("never lets another account do what does not work across accounts", () => {
    const policy = keyPolicyFromJson(
      policyOf(statement("Allow", "kms:*", { Principal: { AWS: "222222222222" } })),
    );
    const caller = root("222222222222");
    assert.equal(
      refusalOnKey(caller, request(caller, "kms:PutKeyPolicy"), { policy, grants: [] }),
      outsideRefusal,
    );
  });

  it("follows a grant whose retiring principal is another role only in what the grant says", () => {
    const policy = keyPolicyFromJson(policyOf(...delegating));
    const caller = session("222222222222", statement("Allow", "kms:*"));
    const grants = [{ granteePrincipal: "arn:aws:iam::222222222222:role/path/app", operations: ["Decrypt"] }];
    assert.equal(refusalOnKey(caller, request(caller, "kms:Decrypt"), { policy, grants }), undefined);
    assert.equal(refusalOnKey(caller, request(caller, "kms:Encrypt"), { policy, grants }), outsideRefusal);
  });
});

describe("a verdict on what is no key", () => {
  it("is IAM's alone", () => {
    const creator = session("111111111111", statement("Allow", "kms:CreateKey"));
    assert.equal(refusalByIdentity(creator, request(creator, "kms:CreateKey", "*")), undefined);
    assert.match(refusalByIdentity(creator, request(creator, "kms:ListKeys", "*")) ?? "", /kms:ListKeys/);
  });
});

describe("a verdict on a bucket", () => {
  const object = "arn:aws:s3:::data/object";
  const encryption = { algorithm: "AES256", bucketKey: false };
  const bucket = (...statements: object[]) => ({
    owner: "111111111111",
    encryption,
    policy: statements.length === 0 ? undefined : keyPolicyFromJson(policyOf(...statements)),
  });
  const get = (caller: Caller, facts: ReturnType<typeof bucket>) =>
    refusalOnBucket(caller, request(caller, "s3:GetObject", object), facts);
  const toPartner = statement("Allow", "s3:GetObject", {
    Principal: { AWS: "arn:aws:iam::222222222222:root" },
  });
  const reading = statement("Allow", "s3:GetObject");

  it("needs one side within the account, both from another", () => {
    assert.equal(get(root("111111111111"), bucket()), undefined);
    assert.equal(get(session("111111111111", reading), bucket()), undefined);
    assert.match(get(session("111111111111"), bucket()) ?? "", /no identity-based/);
    assert.match(get(session("222222222222", reading), bucket()) ?? "", /no resource-based/);
    assert.match(get(session("222222222222"), bucket(toPartner)) ?? "", /no identity-based/);
    assert.equal(get(session("222222222222", reading), bucket(toPartner)), undefined);
  });

  it("lets a Deny win over everything", () => {
    const deny = statement("Deny", "s3:*", { Principal: "*" });
    assert.match(
      get(root("111111111111"), bucket(toPartner, deny)) ?? "",
      /explicit deny in a resource-based/,
    );
  });
});

describe("an identity policy", () => {
  it("that cannot be read lets nobody in", () => {
    assert.throws(() => parseIdentityPolicy("broken", "%7B"), /the identity policy broken cannot be read/);
  });
});
