import assert from "node:assert/strict";
import { rules } from "../../rulebook";
import { type KeyFacts, UNKNOWN } from "../../rulebook/facts";
import type { Verdict } from "../../rulebook/rule";
import { policyOf, rootStatement, soundKey } from "./soundKey";

interface Case {
  readonly name: string;
  readonly key?: Partial<KeyFacts>;
  readonly options?: Record<string, number>;
  readonly expect: Verdict["status"];
  readonly message?: RegExp;
}

const decrypt = { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };

const cases: Readonly<Record<string, readonly Case[]>> = {
  "kms-rotation-enabled": [
    { name: "a symmetric key that rotates", expect: "pass" },
    {
      name: "a symmetric key that does not",
      key: { rotationEnabled: false },
      expect: "violation",
      message: /rotation is off/,
    },
    {
      name: "an HMAC key",
      key: { spec: "HMAC_256", rotationEnabled: false },
      expect: "notApplicable",
      message: /HMAC_256/,
    },
    { name: "an asymmetric key", key: { spec: "RSA_2048", rotationEnabled: false }, expect: "notApplicable" },
    {
      name: "imported material",
      key: { origin: "EXTERNAL", rotationEnabled: false },
      expect: "notApplicable",
    },
    {
      name: "a CloudHSM key store",
      key: { origin: "AWS_CLOUDHSM", rotationEnabled: false },
      expect: "notApplicable",
    },
    {
      name: "a replica",
      key: { role: "replica", spec: UNKNOWN, rotationEnabled: UNKNOWN },
      expect: "notApplicable",
    },
    { name: "rotation that is not known", key: { rotationEnabled: UNKNOWN }, expect: "unknown" },
    { name: "a spec that is not known", key: { spec: UNKNOWN }, expect: "unknown" },
  ],
  "kms-deletion-window": [
    { name: "30 days", expect: "pass" },
    { name: "AWS's default", key: { deletionWindowInDays: undefined }, expect: "pass" },
    {
      name: "7 days",
      key: { deletionWindowInDays: 7 },
      expect: "violation",
      message: /7 days, below the minimum of 30/,
    },
    {
      name: "7 days where 7 are enough",
      key: { deletionWindowInDays: 7 },
      options: { minimumDays: 7 },
      expect: "pass",
    },
    { name: "a replica's 7 days", key: { role: "replica", deletionWindowInDays: 7 }, expect: "violation" },
    { name: "a window that is not known", key: { deletionWindowInDays: UNKNOWN }, expect: "unknown" },
  ],
  "kms-description": [
    { name: "a sentence", expect: "pass" },
    { name: "no description", key: { description: undefined }, expect: "violation", message: /empty/ },
    { name: "an empty one", key: { description: "" }, expect: "violation" },
    { name: "blanks", key: { description: "   " }, expect: "violation" },
    { name: "a placeholder", key: { description: "TODO" }, expect: "violation", message: /placeholder/ },
    {
      name: "one that is too short",
      key: { description: "Orders" },
      expect: "violation",
      message: /shorter than 8/,
    },
    {
      name: "a short one where that is enough",
      key: { description: "Orders" },
      options: { minimumLength: 5 },
      expect: "pass",
    },
    { name: "one that is not known", key: { description: UNKNOWN }, expect: "unknown" },
  ],
  "kms-policy-unknown": [
    { name: "a policy that is written out", expect: "pass" },
    { name: "AWS's default policy", key: { policy: { kind: "default" } }, expect: "pass" },
    {
      name: "a policy built from an output",
      key: { policy: UNKNOWN },
      expect: "violation",
      message: /not known at preview/,
    },
    {
      name: "a text that is no policy",
      key: { policy: { kind: "unreadable", problem: "line 1: no JSON" } },
      expect: "violation",
      message: /line 1/,
    },
  ],
  "kms-wildcard-principal": [
    { name: "AWS's default statement", expect: "pass" },
    {
      name: "*",
      key: { policy: policyOf(rootStatement, { ...decrypt, Sid: "Open", Principal: "*" }) },
      expect: "violation",
      message: /statement 2 \(Open\)/,
    },
    {
      name: "AWS: *",
      key: { policy: policyOf({ ...decrypt, Principal: { AWS: "*" } }) },
      expect: "violation",
    },
    {
      name: "* in a list",
      key: { policy: policyOf({ ...decrypt, Principal: { AWS: ["arn:aws:iam::111111111111:root", "*"] } }) },
      expect: "violation",
    },
    {
      name: "everybody but one",
      key: { policy: policyOf({ ...decrypt, NotPrincipal: { AWS: "arn:aws:iam::111111111111:root" } }) },
      expect: "violation",
    },
    {
      name: "a Deny to *",
      key: { policy: policyOf(rootStatement, { ...decrypt, Effect: "Deny", Principal: "*" }) },
      expect: "pass",
    },
    { name: "no policy of its own", key: { policy: { kind: "default" } }, expect: "notApplicable" },
    { name: "a policy that is not known", key: { policy: UNKNOWN }, expect: "unknown" },
  ],
};

describe("the rulebook", () => {
  it("has cases for every rule, and no rule twice", () => {
    const ids = rules.map(({ id }) => id);
    assert.deepEqual([...new Set(ids)], ids);
    assert.deepEqual(Object.keys(cases).sort(), [...ids].sort());
  });

  for (const rule of rules) {
    describe(rule.id, () => {
      it("says why, how to mend it, and where AWS says so", () => {
        assert.match(rule.awsPage, /^https:\/\/docs\.aws\.amazon\.com\//);
        for (const text of [rule.title, rule.rationale, rule.remedy.setting, rule.remedy.property])
          assert.notEqual(text, "");
      });

      for (const { name, key, options, expect, message } of cases[rule.id] ?? []) {
        it(`${expect}: ${name}`, () => {
          const defaults = Object.fromEntries(
            Object.entries(rule.options).map(([option, { default: value }]) => [option, value]),
          );
          const verdict = rule.check({ ...soundKey, ...key }, { ...defaults, ...options });
          assert.equal(verdict.status, expect);
          if (message) assert.match(JSON.stringify(verdict), message);
        });
      }
    });
  }
});
