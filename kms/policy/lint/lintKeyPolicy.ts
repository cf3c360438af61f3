/** What AWS refuses in a key policy, what it ignores, and what cannot mean what it says. */
import type { KeyPolicy, Statement } from "../document";
import { actionRemarks, crossAccountActions, unknownActions } from "./actions";
import { conditionRemarks } from "./conditions";
import { documentFindings } from "./document";
import { findingOf, type LintFinding, type LintOptions, type Remark } from "./finding";
import { principalRemarks } from "./principals";
import { regionRemarks } from "./regions";
import { resourceRemarks } from "./resources";
import { shadowedRemarks } from "./shadowed";

export type { LintFinding, LintOptions } from "./finding";

/** The findings, and what machines want to know of them. */
export interface LintReport {
  /** In the order of the document. */
  readonly findings: readonly LintFinding[];
  /** Actions that KMS does not have, as they are written. */
  readonly invalidActions: readonly string[];
  /** Positions, from 0, of the statements that can have no effect. */
  readonly ineffectiveStatements: readonly number[];
  /** Actions that a statement gives to another account in vain. */
  readonly ineffectiveCrossAccount: readonly string[];
}

/**
 * Checks a key policy as far as it can be without knowing what it is meant to allow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export function lintKeyPolicy(policy: KeyPolicy, options: LintOptions = {}): LintReport {
  const shadowed = shadowedRemarks(policy);
  const findings = [
    ...documentFindings(policy),
    ...policy.statements.flatMap((statement) =>
      [...statementRemarks(statement, policy.version, options), ...shadowed(statement)].map((remark) =>
        findingOf(statement, remark),
      ),
    ),
  ];
  const dead = findings.flatMap(({ noEffect, statement }) =>
    noEffect && statement !== undefined ? [statement] : [],
  );
  return {
    findings,
    invalidActions: unique(policy.statements.flatMap(unknownActions)),
    ineffectiveStatements: unique(dead).sort((left, right) => left - right),
    ineffectiveCrossAccount: unique(
      policy.statements.flatMap((statement) => crossAccountActions(statement, options)),
    ).sort(),
  };
}

function statementRemarks(statement: Statement, version: string | undefined, options: LintOptions): Remark[] {
  return [
    ...principalRemarks(statement, options),
    ...actionRemarks(statement, options),
    ...resourceRemarks(statement, options),
    ...conditionRemarks(statement, version),
    ...regionRemarks(statement, options),
  ];
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
