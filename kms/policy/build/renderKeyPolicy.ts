/** Key policy -> the text that AWS stores. */
import { MAX_POLICY_BYTES } from "../../keySpecs";
import type { JsonPolicy } from "../document";
import { KeyPolicyIntentError } from "./problems";

/**
 * Writes a policy as AWS takes it: JSON in UTF-8 without white space.
 * @throws KeyPolicyIntentError when it is longer than the 32,768 bytes that AWS takes, naming the longest statements
 */
export function renderKeyPolicy(policy: JsonPolicy): string {
  const text = JSON.stringify(policy);
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_POLICY_BYTES) return text;
  const longest = policy.Statement.map((statement, index) => ({
    name: statement.Sid ?? `statement ${index + 1}`,
    bytes: Buffer.byteLength(JSON.stringify(statement)),
  }))
    .sort((left, right) => right.bytes - left.bytes)
    .slice(0, 3)
    .map(({ name, bytes: size }) => `${name} (${size} bytes)`);
  const message =
    `the key policy is ${bytes} bytes long, and AWS takes ${MAX_POLICY_BYTES}; the longest statements are ` +
    `${longest.join(", ")}: name account roots or an organization instead of single roles, or fewer conditions`;
  throw new KeyPolicyIntentError([{ path: "", message }]);
}
