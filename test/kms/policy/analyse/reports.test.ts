import assert from "node:assert/strict";
import { analyse } from "../../../../kms/policy/analyse/analyse";
import type { Finding } from "../../../../kms/policy/analyse/finding";
import { decide } from "../../../../kms/policy/evaluate/decide";
import { options, policyOf } from "./given";
import { openCases } from "./openCases";
import { powerCases } from "./powerCases";

/** `high kms-external-access 1 Out: any principal of ...`, or without a statement where it concerns the policy. */
function reported({ severity, rule, statement, sid, message }: Finding): string {
  return `${[severity, rule, statement, sid].filter((part) => part !== undefined).join(" ")}: ${message}`;
}

describe("what is reported of a key policy, word by word", () => {
  for (const { name, statements, reports } of [...openCases, ...powerCases])
    it(name, () => {
      const policy = policyOf(...statements);
      const { findings } = analyse(policy, options);
      assert.deepEqual(findings.map(reported), reports);
      for (const { rule, witness } of findings)
        if (witness !== null) assert.equal(decide(policy, witness).decision, "allowed", rule);
    });
});
