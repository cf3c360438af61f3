import { AwsError } from "../../awsError";
import { isJsonObject } from "../../protocol";
import type { KeyPolicy } from "../../../../kms/policy/document";
import { keyPolicyFromJson } from "../../../../kms/policy/parse";

/**
 * Reads an identity policy: a policy without principals, since it speaks of whom it is attached to.
 * @param name what it is called, for the error
 * @param document JSON text, percent-encoded as IAM hands it out, or not
 * @throws AwsError where it cannot be read: who cannot be judged is not let in
 */
export function parseIdentityPolicy(name: string, document: string): KeyPolicy {
  try {
    const policy: unknown = JSON.parse(document.startsWith("%") ? decodeURIComponent(document) : document);
    if (!isJsonObject(policy)) throw new Error("it is no JSON object");
    const statements: unknown[] = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
    const Statement = statements.map((one) => (isJsonObject(one) ? { ...one, Principal: "*" } : one));
    return keyPolicyFromJson({ ...policy, Statement });
  } catch (error) {
    throw new AwsError(
      "InternalFailure",
      `the identity policy ${name} cannot be read: ${String(error)}`,
      500,
    );
  }
}
