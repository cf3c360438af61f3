import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { analyse, type AnalyseOptions } from "../../../../kms/policy/analyse/analyse";
import { decide } from "../../../../kms/policy/evaluate/decide";
import { keyPolicyFromJson } from "../../../../kms/policy/parse";
import { accepts } from "../independentEvaluator";
import { accessCases } from "./accessCases";
import { awkwardCases } from "./awkwardCases";
import { awkwardPolicy } from "./awkwardPolicies";

/** Findings that nothing proves but the absence of any request, or of an end to the search. */
const WITHOUT_WITNESS = ["kms-lockout", "kms-policy-unknown"];

/** Every witness is allowed by decide and by the independent evaluator, and comes from outside where it says so. */
function witnessesHold(json: unknown, options: AnalyseOptions): void {
  const policy = keyPolicyFromJson(json);
  const { trustedAccounts = [], ownerAccount, trustedOrganizations = [] } = options;
  for (const { rule, witness } of analyse(policy, options).findings) {
    if (WITHOUT_WITNESS.includes(rule)) {
      assert.equal(witness, null, rule);
      continue;
    }
    assert.ok(witness, rule);
    const told = `${rule} ${JSON.stringify(json)} ${JSON.stringify(witness)}`;
    assert.equal(decide(policy, witness).decision, "allowed", told);
    assert.ok(accepts(json, witness), told);
    if (rule !== "kms-public-access" && rule !== "kms-external-access") continue;
    const { account = "", organization = "" } = witness;
    assert.ok(![ownerAccount, ...trustedAccounts].includes(account), told);
    assert.ok(!trustedOrganizations.includes(organization), told);
  }
}

const zone: AnalyseOptions = {
  ownerAccount: "111122223333",
  trustedAccounts: ["222233334444"],
  trustedOrganizations: ["o-trusted0001"],
  region: "us-east-1",
  now: new Date("2026-11-24T12:00:00Z"),
};
const RUNS = Number(process.env.PROPERTY_RUNS ?? 300);

describe("witnesses, before an evaluator that shares no code with the analysis", function () {
  this.timeout(RUNS * 100 + 10_000);

  it("hold on every labelled policy", () => {
    const rows = readFileSync("test/data/keyPolicies/labelled.jsonl", "utf8").trim().split("\n");
    for (const row of rows) {
      const { policy, ...options } = JSON.parse(row) as AnalyseOptions & { readonly policy: unknown };
      witnessesHold(policy, options);
    }
  });

  it("hold on every case of access", () => {
    for (const { statements } of [...accessCases, ...awkwardCases]) {
      const usual = { Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" };
      witnessesHold(
        { Version: "2012-10-17", Statement: statements.map((statement) => ({ ...usual, ...statement })) },
        zone,
      );
    }
  });

  it("hold on policies with every operator, quantifier and kind of principal", () => {
    fc.assert(
      fc.property(awkwardPolicy, (json) => {
        witnessesHold(json, zone);
      }),
      { numRuns: RUNS },
    );
  });
});
