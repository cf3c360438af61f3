import assert from "node:assert/strict";
import { analyse } from "../../../../kms/policy/analyse/analyse";
import { decide } from "../../../../kms/policy/evaluate/decide";
import { keyPolicyFromJson } from "../../../../kms/policy/parse";
import { accessCases } from "./accessCases";
import { awkwardCases } from "./awkwardCases";

const options = {
  ownerAccount: "111122223333",
  trustedAccounts: ["222233334444"],
  trustedOrganizations: ["o-trusted0001"],
  region: "us-east-1",
  now: new Date("2026-11-24T12:00:00Z"),
};

describe("who outside a key policy lets in", () => {
  for (const { name, access, statements } of [...accessCases, ...awkwardCases])
    it(`${name}: ${access}`, () => {
      const document = {
        Version: "2012-10-17",
        Statement: statements.map((statement) => ({
          Effect: "Allow",
          Principal: "*",
          Action: "kms:Decrypt",
          Resource: "*",
          ...statement,
        })),
      };
      const policy = keyPolicyFromJson(JSON.parse(JSON.stringify(document)));
      const analysis = analyse(policy, options);
      assert.equal(analysis.access, access, JSON.stringify(analysis.findings[0]));
      assert.ok(analysis.complete);
      for (const { rule, witness } of analysis.findings)
        if (witness !== null) assert.equal(decide(policy, witness).decision, "allowed", rule);
    });
});
