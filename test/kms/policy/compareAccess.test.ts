import assert from "node:assert/strict";
import fc from "fast-check";
import { compare, type Comparison } from "../../../kms/policy/compare";
import { decide } from "../../../kms/policy/evaluate/decide";
import { keyPolicyFromJson } from "../../../kms/policy/parse";
import {
  bruteAllows,
  isOutsider,
  type JsonPolicy,
  NAMED,
  OWNER,
  policy,
  type SmallRequest,
  smallRequests,
  statement,
  TRUSTED,
  TRUSTED_ORG,
} from "./bruteForce";

const options = { ownerAccount: OWNER, trustedAccounts: [TRUSTED], trustedOrganizations: [TRUSTED_ORG] };
const compared = (before: JsonPolicy, after: JsonPolicy): Comparison =>
  compare(keyPolicyFromJson(before), keyPolicyFromJson(after), options);

type Json = Readonly<Record<string, unknown>>;
const root = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${OWNER}:root` },
  Action: "kms:*",
  Resource: "*",
};
const document = (...statements: readonly Json[]): JsonPolicy =>
  ({ Version: "2012-10-17", Statement: statements }) as unknown as JsonPolicy;
const allow = (more: Json): Json => ({
  Effect: "Allow",
  Principal: "*",
  Action: "kms:Decrypt",
  Resource: "*",
  ...more,
});
const orgOnly = { Condition: { StringEquals: { "aws:PrincipalOrgID": TRUSTED_ORG } } };

/** Runs of each property: see analyse/properties.test.ts. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 30);

/** For an organization that is trusted stand the accounts that are: no other account of it is asked for. */
function isAskedFor(request: SmallRequest): boolean {
  return [OWNER, TRUSTED].includes(request.account) || isOutsider(request);
}

const equals: readonly { name: string; before: JsonPolicy; after: JsonPolicy }[] = [
  {
    name: "a list of one and its element",
    before: document(root, allow({ Action: ["kms:Decrypt"] })),
    after: document(root, allow({})),
  },
  {
    name: "statements in another order",
    before: document(root, allow(orgOnly)),
    after: document(allow(orgOnly), root),
  },
  {
    name: "actions in another case",
    before: document(allow({ Action: "KMS:DECRYPT" })),
    after: document(allow({})),
  },
  {
    name: "a wildcard and what it stands for",
    before: document(allow({ Action: "kms:ReEncrypt*" })),
    after: document(allow({ Action: ["kms:ReEncryptTo", "kms:ReEncryptFrom"] })),
  },
  {
    name: "an account's root and its id",
    before: document(allow({ Principal: { AWS: `arn:aws:iam::${NAMED}:root` } })),
    after: document(allow({ Principal: { AWS: NAMED } })),
  },
  {
    name: "one statement and two halves",
    before: document(allow({ Action: ["kms:Decrypt", "kms:Encrypt"] })),
    after: document(allow({}), allow({ Action: "kms:Encrypt" })),
  },
  {
    name: "a condition key in another case",
    before: document(allow(orgOnly)),
    after: document(allow({ Condition: { StringEquals: { "AWS:principalorgid": TRUSTED_ORG } } })),
  },
  {
    name: "an Allow with a condition and an Allow with the opposite Deny",
    before: document(allow({ Condition: { StringEquals: { "kms:CallerAccount": OWNER } } })),
    after: document(allow({}), {
      Effect: "Deny",
      Principal: "*",
      Action: "kms:*",
      Resource: "*",
      Condition: { StringNotEquals: { "kms:CallerAccount": OWNER } },
    }),
  },
  {
    name: "a statement without effect",
    before: document(root),
    after: document(root, allow({ Resource: undefined })),
  },
];

describe("comparison of key policies", () => {
  for (const { name, before, after } of equals)
    it(`finds no difference: ${name}`, () => {
      const { gained, lost, complete } = compared(
        JSON.parse(JSON.stringify(before)) as JsonPolicy,
        JSON.parse(JSON.stringify(after)) as JsonPolicy,
      );
      assert.deepEqual([gained, lost, complete], [[], [], true]);
    });

  it("tells what a new account gains, and what it loses the other way round", () => {
    const [before, after] = [document(root), document(root, allow({ Principal: { AWS: NAMED } }))];
    const { gained, lost } = compared(before, after);
    assert.deepEqual(lost, []);
    assert.deepEqual(
      gained.map(({ account, zone, actions }) => [account, zone, actions]),
      [[NAMED, "named", ["kms:Decrypt"]]],
    );
    assert.deepEqual(
      compared(after, before).lost.map(({ account }) => account),
      [NAMED],
    );
  });

  it("counts it as gained when the policy itself names a role that before only IAM could let in", () => {
    const role = `arn:aws:iam::${OWNER}:role/app`;
    const { gained } = compared(document(root), document(root, allow({ Principal: { AWS: role } })));
    assert.deepEqual(
      gained.map(({ principals, needsIdentityPolicy }) => [principals, needsIdentityPolicy]),
      [[[role], false]],
    );
  });

  it("tells a condition taken away, by a request that it stopped", () => {
    const { gained } = compared(document(allow(orgOnly)), document(allow({})));
    assert.ok(gained.some(({ zone }) => zone === "arbitrary"));
  });

  it("tells a Deny taken away", () => {
    const deny = { Effect: "Deny", Principal: "*", Action: "kms:Decrypt", Resource: "*" };
    assert.ok(
      compared(document(root, deny), document(root)).gained.some(({ actions }) =>
        actions.includes("kms:Decrypt"),
      ),
    );
  });
});

describe("comparison of key policies, against brute force", function () {
  this.timeout(RUNS * 1000);

  it("finds no difference between a policy and itself", () => {
    fc.assert(
      fc.property(policy, (json) => {
        const { gained, lost } = compared(json, json);
        assert.deepEqual([gained, lost], [[], []]);
      }),
      { numRuns: RUNS },
    );
  });

  it("proves every change by a request that one policy allows and the other does not allow as directly", () => {
    fc.assert(
      fc.property(policy, policy, (before, after) => {
        for (const { witness, needsIdentityPolicy } of compared(before, after).gained) {
          assert.equal(decide(keyPolicyFromJson(after), witness).decision, "allowed");
          const identityPolicies = needsIdentityPolicy || witness.account !== OWNER ? "assume" : "none";
          assert.notEqual(
            decide(keyPolicyFromJson(before), witness, { identityPolicies }).decision,
            "allowed",
          );
        }
      }),
      { numRuns: RUNS * 4 },
    );
  });

  it("misses no account that brute force sees gain", () => {
    fc.assert(
      fc.property(policy, statement, (before, added) => {
        const after = { ...before, Statement: [...before.Statement, added] };
        const gaining = new Set<string>();
        for (const request of smallRequests(before, after))
          if (isAskedFor(request) && bruteAllows(after, request) && !bruteAllows(before, request))
            gaining.add(request.account);
        const { gained } = compared(before, after);
        assert.equal(gained.length > 0 || gaining.size === 0, true, [...gaining].join());
      }),
      { numRuns: RUNS },
    );
  });

  it("sees nothing gained by a Deny and nothing lost by an Allow", () => {
    fc.assert(
      fc.property(policy, statement, (before, added) => {
        const { gained, lost } = compared(before, { ...before, Statement: [...before.Statement, added] });
        assert.deepEqual(added.Effect === "Deny" ? gained : lost, []);
      }),
      { numRuns: RUNS * 4 },
    );
  });
});
