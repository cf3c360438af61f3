import assert from "node:assert/strict";
import fc from "fast-check";
import { analyse, type Access, type Analysis } from "../../../../kms/policy/analyse/analyse";
import { decide } from "../../../../kms/policy/evaluate/decide";
import { contextOf, type Request } from "../../../../kms/policy/evaluate/request";
import { keyPolicyFromJson } from "../../../../kms/policy/parse";
import {
  bruteAccess,
  bruteAllows,
  isOutsider,
  type JsonPolicy,
  KEY,
  OWNER,
  policy,
  type SmallRequest,
  smallRequests,
  statement,
  TRUSTED,
  TRUSTED_ORG,
} from "../bruteForce";

const options = { ownerAccount: OWNER, trustedAccounts: [TRUSTED], trustedOrganizations: [TRUSTED_ORG] };
const analysed = (json: JsonPolicy): Analysis => analyse(keyPolicyFromJson(json), options);

/** A witness as the brute-force evaluator reads it: nothing but what the request says of itself. */
function small(request: Request): SmallRequest {
  const context = Object.entries(contextOf(request)).map(
    ([key, value]) => [key.toLowerCase(), String(value)] as const,
  );
  return {
    arn: request.principal,
    account: request.account ?? "",
    action: request.action,
    context: Object.fromEntries(context),
    named: false,
  };
}

function large({ arn, account, action, context }: SmallRequest): Request {
  return { principalType: "AWS", principal: arn, account, action, resource: KEY, context };
}

const rank: Record<Access, number> = { private: 0, external: 1, public: 2 };

/** More runs find rarer faults: PROPERTY_RUNS=5000 takes minutes. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 50);

describe("analysis of key policies, against brute force", function () {
  this.timeout(RUNS * 600);

  it("gives every policy the access that brute force finds", () => {
    fc.assert(
      fc.property(policy, (json) => {
        assert.equal(analysed(json).access, bruteAccess(json));
      }),
      { numRuns: RUNS },
    );
  });

  it("proves every finding by a request that decide and brute force both allow", () => {
    fc.assert(
      fc.property(policy, (json) => {
        for (const { rule, witness } of analysed(json).findings) {
          if (witness === null || witness.principal.endsWith(":root")) continue;
          assert.equal(decide(keyPolicyFromJson(json), witness).decision, "allowed", rule);
          assert.ok(bruteAllows(json, small(witness)), `${rule} ${JSON.stringify(witness)}`);
          if (rule === "kms-public-access" || rule === "kms-external-access")
            assert.ok(isOutsider(small(witness)), JSON.stringify(witness));
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("decides every small request as brute force does", () => {
    fc.assert(
      fc.property(policy, (json) => {
        const parsed = keyPolicyFromJson(json);
        let every = 0;
        for (const request of smallRequests(json))
          // Every seventh: the whole universe of one policy is large, and the next policy has others.
          if (every++ % 7 === 0)
            assert.equal(
              decide(parsed, large(request)).decision === "allowed",
              bruteAllows(json, request),
              JSON.stringify(request),
            );
      }),
      { numRuns: RUNS },
    );
  });

  it("misses no action that brute force finds open to outsiders", () => {
    fc.assert(
      fc.property(policy, (json) => {
        const open = new Set<string>();
        for (const request of smallRequests(json))
          if (isOutsider(request) && bruteAllows(json, request)) open.add(request.action);
        const found = analysed(json).externalActions;
        for (const action of open) assert.ok(found.includes(action), action);
      }),
      { numRuns: RUNS },
    );
  });

  it("finds a lock-out just where brute force finds nobody who could change the policy", () => {
    fc.assert(
      fc.property(policy, (json) => {
        const able = [...smallRequests(json)].some(
          (request) =>
            request.account === OWNER && request.action === "kms:PutKeyPolicy" && bruteAllows(json, request),
        );
        assert.equal(analysed(json).lockout, !able);
      }),
      { numRuns: RUNS },
    );
  });

  it("never sees access widen by a Deny, nor narrow by an Allow", () => {
    fc.assert(
      fc.property(policy, statement, (json, added) => {
        const before = rank[analysed(json).access];
        const after = rank[analysed({ ...json, Statement: [...json.Statement, added] }).access];
        assert.ok(added.Effect === "Deny" ? after <= before : after >= before);
      }),
      { numRuns: RUNS },
    );
  });
});
