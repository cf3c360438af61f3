import assert from "node:assert/strict";
import { rules } from "../../rulebook";
import { judge } from "../../rulebook/judge";
import { keyRule } from "../../rulebook/rule";
import { type Cases, verdictOf } from "./case";
import { accessControl } from "./cases/accessControl";
import { analysis } from "./cases/analysis";
import { enclaves } from "./cases/enclaves";
import { grants } from "./cases/grants";
import { identityPolicies } from "./cases/identityPolicies";
import { keyManagement } from "./cases/keyManagement";
import { monitoring } from "./cases/monitoring";
import { multiRegion } from "./cases/multiRegion";
import { operations } from "./cases/operations";
import { soundKey } from "./soundKey";

const cases: Cases = {
  ...keyManagement,
  ...analysis,
  ...accessControl,
  ...enclaves,
  ...grants,
  ...identityPolicies,
  ...multiRegion,
  ...monitoring,
  ...operations,
};

/** Every key has a description, tags, a state, an origin and a place, and every policy is one: these rules always apply. */
const alwaysApplies = new Set([
  "kms-description",
  "kms-required-tags",
  "kms-key-disabled",
  "kms-origin-allowed",
  "kms-policy-unknown",
  "kms-lockout-bypass",
  "kms-owner-documented",
]);

describe("the rulebook", () => {
  it("has cases for every rule, and no rule twice", () => {
    const ids = rules.map(({ id }) => id);
    assert.deepEqual([...new Set(ids)], ids);
    assert.deepEqual(Object.keys(cases).sort(), [...ids].sort());
  });

  it("tells a rule that fails as a violation of that rule", () => {
    const broken = keyRule({
      ...rules[0]!,
      id: "kms-broken",
      check() {
        throw new TypeError("no such fact");
      },
    });
    const verdict = judge(broken, { key: soundKey }, {});
    assert.equal(verdict?.status, "violation");
    assert.match(JSON.stringify(verdict), /the rule itself failed \(TypeError: no such fact\)/);
  });

  for (const rule of rules) {
    describe(rule.id, () => {
      it("says why, how to mend it, and where AWS says so", () => {
        assert.match(rule.awsPage, /^https:\/\/docs\.aws\.amazon\.com\//);
        for (const text of [rule.title, rule.rationale, rule.remedy.property]) assert.notEqual(text, "");
      });

      it("has a case that fires, one that must not, and one that does not apply", () => {
        const statuses = new Set(cases[rule.id]?.map(({ expect }) => expect));
        const wanted = alwaysApplies.has(rule.id)
          ? ["violation", "pass"]
          : ["violation", "pass", "notApplicable"];
        assert.deepEqual(
          wanted.filter((status) => !statuses.has(status as "pass")),
          [],
        );
      });

      for (const one of cases[rule.id] ?? []) {
        it(`${one.expect}: ${one.name}`, () => {
          const verdict = verdictOf(rule, one);
          assert.equal(verdict.status, one.expect, JSON.stringify(verdict));
          if (one.message) assert.match(JSON.stringify(verdict), one.message);
        });
      }
    });
  }
});
