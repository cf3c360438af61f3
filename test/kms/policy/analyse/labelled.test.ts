import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type AnalyseOptions, analyse } from "../../../../kms/policy/analyse/analyse";
import { decide } from "../../../../kms/policy/evaluate/decide";
import { keyPolicyFromJson } from "../../../../kms/policy/parse";
import crossAccount from "../../../data/kmsCrossAccount.json";

interface Labelled extends AnalyseOptions {
  readonly id: string;
  readonly title: string;
  readonly policy: unknown;
  readonly expected: {
    readonly access: string;
    readonly lockout?: boolean;
    readonly fragileAdministration?: boolean;
    readonly escalation?: readonly string[];
    readonly externalActionsInclude?: readonly string[];
    readonly externalActionsExclude?: readonly string[];
    readonly rules?: readonly string[];
  };
}

const rows = readFileSync("test/data/keyPolicies/labelled.jsonl", "utf8").trim().split("\n");

describe("labelled key policies", () => {
  for (const row of rows.map((line) => JSON.parse(line) as Labelled))
    it(`${row.title}: ${row.expected.access}`, () => {
      const policy = keyPolicyFromJson(row.policy);
      const analysis = analyse(policy, row);
      const { expected } = row;
      assert.equal(analysis.access, expected.access);
      assert.equal(analysis.lockout, expected.lockout ?? analysis.lockout);
      assert.equal(
        analysis.fragileAdministration,
        expected.fragileAdministration ?? analysis.fragileAdministration,
      );
      assert.deepEqual(analysis.escalation, expected.escalation ?? analysis.escalation);
      for (const action of expected.externalActionsInclude ?? [])
        assert.ok(analysis.externalActions.includes(action));
      for (const action of expected.externalActionsExclude ?? [])
        assert.ok(!analysis.externalActions.includes(action));
      const rules = analysis.findings.map(({ rule }) => rule);
      for (const rule of expected.rules ?? []) assert.ok(rules.includes(rule), rule);
      for (const { witness } of analysis.findings)
        if (witness !== null) assert.equal(decide(policy, witness).decision, "allowed");
    });

  it("lets everyone do exactly what works from another account, where it allows kms:* to everyone", () => {
    const statement = { Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" };
    const policy = keyPolicyFromJson({ Version: "2012-10-17", Statement: [statement] });
    const works = Object.entries(crossAccount).flatMap(([name, answer]) =>
      answer === "Yes" ? [`kms:${name}`] : [],
    );
    // Policies name ReEncrypt by its two sides.
    const expected = works.flatMap((name) =>
      name === "kms:ReEncrypt" ? ["kms:ReEncryptFrom", "kms:ReEncryptTo"] : [name],
    );
    assert.deepEqual(analyse(policy, { ownerAccount: "111122223333" }).externalActions, expected.sort());
  });
});
