/** Checks of the document as a whole. */
import { MAX_POLICY_BYTES } from "../../keySpecs";
import type { KeyPolicy, PolicyNote } from "../document";
import { toJsonPolicy } from "../toJson";
import { findingOf, type LintFinding } from "./finding";

/** What is wrong with the document, and what was noted when it was read. */
export function documentFindings(policy: KeyPolicy): LintFinding[] {
  return [
    ...(policy.notes ?? []).map((note) => noted(policy, note)),
    ...tooLong(policy),
    ...(policy.statements.length === 0
      ? [ofDocument("the policy has no statements", "add a statement")]
      : []),
    ...duplicateSids(policy),
  ];
}

function noted(
  { statements }: KeyPolicy,
  { statement, line, path, message, remedy }: PolicyNote,
): LintFinding {
  const owner = statements[statement ?? -1];
  const noEffect = owner?.ineffective === message;
  const where = path === "" || noEffect ? "" : `${path}: `;
  return {
    ...ofDocument(`${where}${message}`, remedy),
    ...(statement !== undefined && { statement }),
    ...(owner?.sid !== undefined && { sid: owner.sid }),
    ...(line !== undefined && { line }),
    noEffect,
  };
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
function tooLong(policy: KeyPolicy): LintFinding[] {
  const minified = Buffer.byteLength(JSON.stringify(toJsonPolicy(policy)));
  const bytes = policy.bytes ?? minified;
  if (bytes <= MAX_POLICY_BYTES) return [];
  const remedy =
    minified <= MAX_POLICY_BYTES
      ? `remove its white space: it is then ${minified} bytes long`
      : "name account roots or an organization instead of single roles, or move permissions to IAM policies";
  return [ofDocument(`the policy is ${bytes} bytes long, and AWS takes ${MAX_POLICY_BYTES}`, remedy)];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
function duplicateSids({ statements }: KeyPolicy): LintFinding[] {
  const firstWith = new Map<string, number>();
  return statements.flatMap((statement) => {
    const { sid, index } = statement;
    if (sid === undefined || sid === "") return [];
    const first = firstWith.get(sid);
    if (first === undefined) {
      firstWith.set(sid, index);
      return [];
    }
    const message = `the Sid "${sid}" is statement ${first + 1}'s already`;
    return [findingOf(statement, { message, remediation: "give each statement its own Sid" })];
  });
}

function ofDocument(message: string, remediation: string): LintFinding {
  return { rule: "kms-policy-invalid", severity: "medium", message, remediation, noEffect: false };
}
