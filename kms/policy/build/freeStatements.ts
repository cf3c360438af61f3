/** Statements that somebody wrote by hand, checked and localized like a whole policy. */
import type { JsonStatement } from "../document";
import { localizeKeyPolicy } from "../localize";
import { keyPolicyFromJson, KeyPolicyError, refuseNotes } from "../parse";
import { toJsonStatement } from "../toJson";
import type { KeyFrame } from "./context";
import { KeyPolicyIntentError } from "./problems";

/**
 * The statements for this Region.
 * @throws KeyPolicyIntentError where one is no statement, or AWS refuses it
 */
export function freeStatements(written: readonly JsonStatement[], frame: KeyFrame): JsonStatement[] {
  return localizeKeyPolicy(read(written), { from: frame.primaryRegion, to: frame.region }).statements.map(
    toJsonStatement,
  );
}

function read(written: readonly JsonStatement[]) {
  try {
    return refuseNotes(keyPolicyFromJson({ Version: "2012-10-17", Statement: written }));
  } catch (error) {
    if (error instanceof KeyPolicyError) throw new KeyPolicyIntentError(error.problems.map(intentProblem));
    throw error;
  }
}

function intentProblem({ path, message, remedy }: { path: string; message: string; remedy: string }) {
  return { path: path.replace("Statement", "statements"), message: `${message}; ${remedy}` };
}
