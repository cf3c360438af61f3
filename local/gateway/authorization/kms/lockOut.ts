import { AwsError } from "../../awsError";
import { KeyPolicyError, parseKeyPolicy } from "../../../../kms/policy/parse";
import { partitionOf } from "../../../../kms/partitions";
import type { RequestContext } from "../../../../kms/policy/evaluate/request";
import type { KeyPolicy } from "../../../../kms/policy/document";
import type { Caller } from "../callers/caller";
import { refusalOnKey } from "../verdict";
import type { KmsOperation } from "./keyUses";

/** Operations that give a key a policy. */
const givesPolicy: readonly string[] = ["CreateKey", "PutKeyPolicy", "ReplicateKey"];

/**
 * Refuses a new key policy under which the caller could not change the policy again, unless that is asked for.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html#KMS-PutKeyPolicy-request-BypassPolicyLockoutSafetyCheck
 * @param arn of the key; a key that is yet to be made has none
 * @param requestedRegion where the operation is asked for
 * @throws AwsError MalformedPolicyDocumentException
 */
export function assertNotLockedOut(
  caller: Caller,
  { operation, input }: KmsOperation,
  arn: string | undefined,
  context: RequestContext,
  requestedRegion: string,
): void {
  const { Policy, BypassPolicyLockoutSafetyCheck: bypass } = input;
  if (!givesPolicy.includes(operation) || typeof Policy !== "string" || bypass === true) return;
  const policy = readable(Policy);
  if (policy === undefined) return;
  const { ReplicaRegion: replicaRegion } = input;
  const region = typeof replicaRegion === "string" ? replicaRegion : requestedRegion;
  const resource =
    arn?.includes(":key/") === true
      ? arn.replace(/^(arn:[^:]+:kms:)[^:]+/, `$1${region}`)
      : `arn:${partitionOf(region) ?? "aws"}:kms:${region}:${caller.account}:key/new`;
  const request = { principalType: "AWS", principal: caller.arn, account: caller.account, resource } as const;
  const putAgain = { ...request, action: "kms:PutKeyPolicy", context };
  if (refusalOnKey(caller, putAgain, { policy, grants: [] }) === undefined) return;
  throw new AwsError(
    "MalformedPolicyDocumentException",
    "The new key policy will not allow you to update the key policy in the future.",
  );
}

/** What cannot be read is refused where the document itself is looked at. */
function readable(document: string): KeyPolicy | undefined {
  try {
    return parseKeyPolicy(document);
  } catch (error) {
    if (error instanceof KeyPolicyError) return undefined;
    throw error;
  }
}
