import { AwsError } from "../awsError";
import { isJsonObject } from "../protocol";
import { MAX_POLICY_BYTES } from "../../../kms/keySpecs";

/**
 * Refuses what cannot be a key policy at all, as AWS does before it looks at what the policy says.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 * @param policy as the caller sent it
 * @throws AwsError LimitExceededException above 32,768 bytes, MalformedPolicyDocumentException where it is no policy
 */
export function assertKeyPolicy(policy: unknown): void {
  if (typeof policy !== "string" || policy === "") throw malformed("a key policy is a JSON document");
  if (Buffer.byteLength(policy) > MAX_POLICY_BYTES) {
    throw new AwsError(
      "LimitExceededException",
      `Policy size exceeds the limit of ${MAX_POLICY_BYTES} bytes`,
    );
  }
  let document: unknown;
  try {
    document = JSON.parse(policy);
  } catch {
    throw malformed("The new key policy is not valid JSON.");
  }
  if (!isJsonObject(document)) throw malformed("The new key policy is not a JSON object.");
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  statements.forEach((statement: unknown, index) => {
    if (!isJsonObject(statement)) throw malformed(`Statement ${index} is not an object.`);
    if (statement.Effect !== "Allow" && statement.Effect !== "Deny") {
      throw malformed(`Statement ${index} has no Effect of Allow or Deny.`);
    }
    requireOneOf(statement, ["Principal", "NotPrincipal"], index);
    requireOneOf(statement, ["Action", "NotAction"], index);
  });
}

/**
 * The policy of a key that was made without one: the account's root may do everything, and so hands it to IAM.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 * @param arn the key's ARN
 */
export function defaultKeyPolicy(arn: string): string {
  const [, partition = "aws", , , account = ""] = arn.split(":");
  return JSON.stringify({
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });
}

function requireOneOf(statement: object, names: readonly string[], index: number): void {
  if (!names.some((name) => Object.hasOwn(statement, name))) {
    throw malformed(`Statement ${index} has neither ${names.join(" nor ")}.`);
  }
}

function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicyDocumentException", message);
}
