import assert from "node:assert/strict";
import fc from "fast-check";
import { buildKeyPolicy } from "../../../../kms/policy/build/buildKeyPolicy";
import type { Capability } from "../../../../kms/policy/build/capabilities";
import { consumerIdentityPolicy } from "../../../../kms/policy/build/consumerIdentityPolicy";
import type { KeyShare } from "../../../../kms/policy/build/intent";
import { KeyPolicyIntentError } from "../../../../kms/policy/build/problems";
import { shareGrants } from "../../../../kms/policy/build/shareGrants";
import type { JsonPolicy } from "../../../../kms/policy/document";
import { decide } from "../../../../kms/policy/evaluate/decide";
import type { Request } from "../../../../kms/policy/evaluate/request";
import { keyPolicyFromJson } from "../../../../kms/policy/parse";

const owner = "111111111111";
const regions = ["us-east-1", "eu-west-1"];
const role = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
const roles = ["222222222222", "333333333333"].flatMap((account) => [role(account, "a"), role(account, "b")]);
const key = (region: string) => `arn:aws:kms:${region}:${owner}:key/mrk-1`;

/** What a capability means, written down a second time: the first is under test. */
const meaning: Partial<Record<Capability, string[]>> = {
  decrypt: ["Decrypt", "ReEncryptFrom"],
  encrypt: ["Encrypt", "ReEncryptTo"],
  generateDataKey: ["GenerateDataKey", "GenerateDataKeyWithoutPlaintext"],
  describe: ["DescribeKey"],
};
const operations = [...Object.values(meaning).flat(), "CreateGrant", "PutKeyPolicy", "ScheduleKeyDeletion"];

/** Every request of a small world. */
const requests: Request[] = regions.flatMap((region) =>
  roles.flatMap((principal) =>
    operations.flatMap((operation) =>
      [undefined, `s3.us-east-1`, `s3.eu-west-1`, `rds.${region}`].flatMap((host) =>
        [undefined, "staging", "production"].flatMap((environment) =>
          [undefined, "o-abc1234567"].map((organization): Request => ({
            principalType: "AWS",
            principal,
            action: `kms:${operation}`,
            resource: key(region),
            ...(organization !== undefined && { organization }),
            context: {
              ...(host !== undefined && { "kms:ViaService": `${host}.amazonaws.com` }),
              ...(environment !== undefined &&
                operation !== "DescribeKey" && {
                  "kms:EncryptionContext:Environment": environment,
                  "kms:EncryptionContextKeys": ["Environment"],
                }),
            },
          })),
        ),
      ),
    ),
  ),
);

/** Whether a share says that it allows a request. */
function says(share: KeyShare, { principal, action, resource, organization, context }: Request): boolean {
  const [region = "", account = ""] = [resource.split(":")[3], principal.split(":")[4]];
  const operation = action.slice("kms:".length);
  const hosts = share.viaServices?.map((service) => `${service}.${region}.amazonaws.com`);
  return (
    (share.principals.includes(principal) || share.principals.includes(account)) &&
    (share.principalArns?.includes(principal) ?? true) &&
    share.capabilities.some((capability) => meaning[capability]?.includes(operation)) &&
    (hosts?.includes(String(context["kms:ViaService"])) ?? true) &&
    (share.organization === undefined || share.organization === organization) &&
    (operation === "DescribeKey" ||
      Object.entries(share.encryptionContext ?? {}).every(
        ([name, value]) => context[`kms:EncryptionContext:${name}`] === value,
      ))
  );
}

const capabilities = fc.subarray(Object.keys(meaning) as Capability[], { minLength: 1 });
const context = fc.constantFrom({ Environment: "staging" }, { Environment: "production" });
const byPolicy = fc.record(
  {
    principals: fc.subarray(["222222222222", ...roles], { minLength: 1 }),
    capabilities,
    viaServices: fc.subarray(["s3", "rds"], { minLength: 1 }),
    encryptionContext: context,
    organization: fc.constant("o-abc1234567"),
  },
  { requiredKeys: ["principals", "capabilities"] },
);
const byMember = fc.record({
  principals: fc.constant(["222222222222", "333333333333"]),
  principalArns: fc.subarray(roles, { minLength: 1 }),
  capabilities,
});
const byGrant = fc.record(
  {
    as: fc.constant("grant" as const),
    principals: fc.subarray(roles, { minLength: 1 }),
    capabilities,
    encryptionContext: context,
  },
  { requiredKeys: ["as", "principals", "capabilities"] },
);
const anyShares = fc.array(fc.oneof(byPolicy, byMember, byGrant), { minLength: 1, maxLength: 3 });

function policiesByRegion(shares: readonly KeyShare[]) {
  return new Map(
    regions.map((region) => [
      key(region),
      keyPolicyFromJson(buildKeyPolicy({ shares }, { accountId: owner, region })),
    ]),
  );
}

describe("a share", () => {
  it("allows exactly what its setting says, in each Region, and nothing else", () => {
    fc.assert(
      fc.property(anyShares, (shares) => {
        const policies = policiesByRegion(shares);
        const grants = shareGrants(shares, {}).map(({ encryptionContextSubset, ...grant }) => ({
          ...grant,
          ...(encryptionContextSubset && { constraints: { encryptionContextSubset } }),
        }));
        const wrong = requests.filter((request) => {
          const { decision } = decide(policies.get(request.resource)!, request, { grants });
          return (decision === "allowed") !== shares.some((share) => says(share, request));
        });
        assert.deepEqual(wrong.slice(0, 3), []);
      }),
      { numRuns: 30 },
    );
  });

  it("has a consumer's half that allows the same again, on this key alone", () => {
    const shares: fc.Arbitrary<KeyShare> = fc.oneof(byPolicy, byGrant);
    fc.assert(
      fc.property(shares, (share) => {
        for (const region of regions) {
          const half = consumerIdentityPolicy(share, { [region]: key(region) });
          assert.deepEqual([...new Set(half.Statement.map(({ Resource }) => Resource))], [key(region)]);
          const judged = asKeyPolicy(half);
          const wrong = requests.filter((request) => {
            if (request.resource !== key(region)) return false;
            const meant = says({ ...share, principals: roles }, { ...request, ...member(share) });
            return (decide(judged, request).decision === "allowed") !== meant;
          });
          assert.deepEqual(wrong.slice(0, 3), []);
        }
      }),
      { numRuns: 30 },
    );
  });

  const refused: [string, Partial<KeyShare>, string, RegExp][] = [
    ["through services", { viaServices: ["s3"] }, "shares[0].viaServices", /a grant cannot have it/],
    [
      "of an organization",
      { organization: "o-abc1234567" },
      "shares[0].organization",
      /a grant cannot have it/,
    ],
    ["that makes grants", { grantsForServices: true }, "shares[0].grantsForServices", /cannot have it/],
    ["to a whole account", { principals: ["222222222222"] }, "shares[0].principals[0]", /one role or user/],
    ["to a pattern", { principals: [role("222222222222", "a*")] }, "shares[0].principals[0]", /cannot hold/],
    [
      "with a pattern in its encryption context",
      { encryptionContext: { Environment: "stag*" } },
      "shares[0].encryptionContext.Environment",
      /one exact value/,
    ],
  ];
  for (const [what, change, path, message] of refused) {
    it(`cannot be a grant ${what}`, () => {
      const share: KeyShare = { as: "grant", principals: [roles[0]!], capabilities: ["decrypt"], ...change };
      assert.match(problemAt(share, path), message);
    });
  }

  it("names members of its principals' accounts only, exactly", () => {
    const share = (principalArns: string[]): KeyShare => ({
      principals: ["222222222222"],
      capabilities: ["decrypt"],
      principalArns,
    });
    const path = "shares[0].principalArns[0]";
    assert.match(problemAt(share([role("333333333333", "a")]), path), /none of the principals'/);
    assert.match(problemAt(share([role("222222222222", "a*")]), path), /without wildcards/);
    assert.match(problemAt(share([]), "shares[0].principalArns"), /at least one/);
  });
});

function problemAt(share: KeyShare, path: string): string {
  try {
    buildKeyPolicy({ shares: [share] }, { accountId: owner, region: "us-east-1" });
  } catch (error) {
    assert.ok(error instanceof KeyPolicyIntentError);
    return error.problems.find((problem) => problem.path === path)?.message ?? JSON.stringify(error.problems);
  }
  return "no problem";
}

/** The same statements as a key policy for everybody of the small world: what a role may do that has the identity policy. */
function asKeyPolicy({ Version, Statement }: JsonPolicy) {
  return keyPolicyFromJson({
    Version,
    Statement: Statement.map((statement) => ({ ...statement, Principal: { AWS: roles }, Resource: "*" })),
  });
}

/** Membership of an organization is for the key policy to demand. */
function member({ organization }: KeyShare): Pick<Request, "organization"> {
  return organization === undefined ? {} : { organization };
}
