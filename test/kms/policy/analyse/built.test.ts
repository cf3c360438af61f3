import assert from "node:assert/strict";
import fc from "fast-check";
import { analyse } from "../../../../kms/policy/analyse/analyse";
import { compare } from "../../../../kms/policy/compare";
import { buildKeyPolicy } from "../../../../kms/policy/build/buildKeyPolicy";
import type { KeyPolicyIntent } from "../../../../kms/policy/build/intent";
import type { KeyPolicy } from "../../../../kms/policy/document";
import { localizeKeyPolicy } from "../../../../kms/policy/localize";
import { keyPolicyFromJson } from "../../../../kms/policy/parse";

const OWNER = "111111111111";
const PARTNER = "222222222222";
const ORGANIZATION = "o-abc1234567";
const key = { accountId: OWNER, region: "us-east-1", primaryRegion: "us-east-1" };

const built = (intent: KeyPolicyIntent): KeyPolicy => keyPolicyFromJson(buildKeyPolicy(intent, key));
const role = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;

const share = fc.record({
  principals: fc.constantFrom([PARTNER], [role(PARTNER, "reader")]),
  capabilities: fc.constant(["encryptDecrypt"] as const),
  grantsForServices: fc.boolean(),
  viaServices: fc.constantFrom([], ["s3"]),
});
const organization = fc.record({
  id: fc.constant(ORGANIZATION),
  capabilities: fc.constant(["decrypt"] as const),
});
const service = fc.constantFrom(
  { service: "cloudwatchLogs" } as const,
  { service: "cloudtrail" } as const,
  { service: "cloudwatchAlarms" } as const,
  { service: "eventbridge" } as const,
);
const intent: fc.Arbitrary<KeyPolicyIntent> = fc.record({
  administrators: fc.constantFrom([role(OWNER, "admin")], [role(OWNER, "admin"), role(OWNER, "deputy")]),
  users: fc.constantFrom(
    [],
    [{ principals: [role(OWNER, "app")], capabilities: ["encryptDecrypt"] as const }],
  ),
  grantsForServices: fc.constantFrom([], [role(OWNER, "app")]),
  services: fc.uniqueArray(service, { maxLength: 3, selector: (use) => use.service }),
  shares: fc.array(share, { maxLength: 1 }),
  organizations: fc.array(organization, { maxLength: 1 }),
});

describe("built key policies", () => {
  it("let in nobody but whom they are meant for, lock nobody out, and give nobody power", () => {
    fc.assert(
      fc.property(intent, (meant) => {
        const trusting = {
          ownerAccount: OWNER,
          region: "us-east-1",
          trustedAccounts: [PARTNER],
          trustedOrganizations: [ORGANIZATION],
        };
        const { access, lockout, fragileAdministration, escalation, findings } = analyse(
          built(meant),
          trusting,
        );
        assert.deepEqual(
          [access, lockout, fragileAdministration, escalation, findings],
          ["private", false, false, [], []],
        );
      }),
    );
  });

  it("let in those whom they share the key with, and no stranger", () => {
    fc.assert(
      fc.property(intent, (meant) => {
        const shared = (meant.shares?.length ?? 0) + (meant.organizations?.length ?? 0) > 0;
        assert.equal(analyse(built(meant), { ownerAccount: OWNER }).access, shared ? "external" : "private");
      }),
    );
  });

  it("say the same after a Region and back", () => {
    fc.assert(
      fc.property(intent, (meant) => {
        const home = built(meant);
        const there = localizeKeyPolicy(home, { from: "us-east-1", to: "eu-west-1" });
        const back = localizeKeyPolicy(there, { from: "eu-west-1", to: "us-east-1" });
        const { gained, lost } = compare(home, back, { ownerAccount: OWNER, region: "us-east-1" });
        assert.deepEqual([gained, lost], [[], []]);
      }),
    );
  });
});
