/** Verdicts for machines: one JSON object a line, one line a file. */
import type { Rejection, Verdict } from "./judge";

/** The object of one policy. Field names are part of the command's interface. */
export function verdictJson({ file, analysis, lint, findings }: Verdict): string {
  return JSON.stringify({
    file,
    access: analysis.access,
    lockout: analysis.lockout,
    fragileAdministration: analysis.fragileAdministration,
    escalation: analysis.escalation,
    invalidActions: lint.invalidActions,
    ineffectiveStatements: lint.ineffectiveStatements,
    ineffectiveCrossAccount: lint.ineffectiveCrossAccount,
    externalActions: analysis.externalActions,
    findings,
  });
}

/** The object of an input that is no key policy: `error` in place of a verdict. */
export function rejectionJson({ file, problems }: Rejection): string {
  return JSON.stringify({ file, error: problems });
}
