/** The policy of a command that takes exactly one. */
import type { KeyPolicy } from "../../kms/policy/document";
import type { Io } from "../io";
import { UsageError } from "../usageError";
import { readInputs } from "./inputs";
import { isRejection, readPolicyOf } from "./judge";
import { rejectionText } from "./text";

/**
 * Reads one policy.
 * @throws UsageError where the operand stands for none, for several, or for something else
 */
export async function readOnePolicy(operand: string, io: Io): Promise<KeyPolicy> {
  const policies: KeyPolicy[] = [];
  for await (const input of readInputs([operand], io)) {
    const read = readPolicyOf(input);
    if (isRejection(read)) throw new UsageError(rejectionText(read).trimEnd());
    policies.push(read.policy);
  }
  const [policy] = policies;
  if (policy === undefined || policies.length > 1)
    throw new UsageError(`${operand} stands for ${policies.length} policies; name one file`);
  return policy;
}
