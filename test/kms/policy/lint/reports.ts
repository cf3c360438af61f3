/** Runs cases of single statements through the lint. */
import assert from "node:assert/strict";
import { type LintOptions, lintKeyPolicy, type LintReport } from "../../../../kms/policy/lint/lintKeyPolicy";
import { keyPolicyFromJson } from "../../../../kms/policy/parse";

/** A key in Frankfurt. */
export const options: LintOptions = { ownerAccount: "111122223333", region: "eu-central-1" };
export const owner = "arn:aws:iam::111122223333:root";
/** A statement with nothing wrong, of which each case breaks one thing. */
export const sound = { Effect: "Allow", Principal: { AWS: owner }, Action: "kms:Decrypt", Resource: "*" };

/** The sound statement under a condition. */
export const condition = (operator: string, key: string, value: unknown) => ({
  ...sound,
  Condition: { [operator]: { [key]: value } },
});

export function lint(statement: object, more: LintOptions = {}): LintReport {
  return lintKeyPolicy(keyPolicyFromJson({ Version: "2012-10-17", Statement: [statement] }), {
    ...options,
    ...more,
  });
}

/** What is found where nothing is known of the key. */
export function lintUnknown(statement: object, options: LintOptions = {}): LintReport {
  return lintKeyPolicy(keyPolicyFromJson({ Version: "2012-10-17", Statement: [statement] }), options);
}

export interface Case {
  readonly what: string;
  readonly statement: object;
  readonly message: RegExp;
  readonly remediation?: RegExp;
  readonly rule?: string;
  readonly severity?: string;
  /** Whether the statement can have no effect. */
  readonly dead?: boolean;
  /** How much else is found, as a consequence. */
  readonly others?: number;
  readonly options?: LintOptions;
}

/** A statement that must be reported, and how. */
export function reports(cases: readonly Case[]): void {
  for (const {
    what,
    statement,
    message,
    remediation,
    rule = "kms-policy-invalid",
    severity,
    dead = false,
    others = 0,
    options: more,
  } of cases) {
    it(`reports ${what}`, () => {
      const report = lint(statement, more);
      const found = report.findings.find((finding) => message.test(finding.message));
      assert.ok(found, report.findings.map((finding) => finding.message).join("\n"));
      assert.equal(report.findings.length, others + 1, JSON.stringify(report.findings));
      assert.equal(found.rule, rule);
      if (severity !== undefined) assert.equal(found.severity, severity);
      assert.equal(found.statement, 0);
      if (remediation !== undefined) assert.match(found.remediation, remediation);
      assert.deepEqual(report.ineffectiveStatements, dead ? [0] : []);
    });
  }
}

/** Statements that nothing may be reported of. */
export function accepts(cases: readonly [what: string, statement: object, more?: LintOptions][]): void {
  for (const [what, statement, more] of cases) {
    it(`has nothing against ${what}`, () => {
      const { findings, ineffectiveStatements } = lint(statement, more);
      assert.deepEqual([findings, ineffectiveStatements], [[], []]);
    });
  }
}
