/** Whether a request is allowed, by the caller's identity policies and the policy of what it is about. */
import { AwsError } from "../awsError";
import type { KeyPolicy } from "../../../kms/policy/document";
import { decide, type Decision } from "../../../kms/policy/evaluate/decide";
import type { Grant } from "../../../kms/policy/evaluate/grants";
import { lookupIn, type Request } from "../../../kms/policy/evaluate/request";
import { outcomeOf } from "../../../kms/policy/evaluate/statements";
import type { Caller } from "./callers/caller";

/** What identity policies say of a request. */
export type IdentityVerdict = "allowed" | "denied" | "notAllowed";

/** The key that a request is about, as far as access goes. */
export interface KeyAccess {
  readonly policy: KeyPolicy;
  readonly grants: readonly Grant[];
}

/** Judges a request by the caller's identity policies alone: a Deny wins. */
export function identityVerdict({ identityPolicies }: Caller, request: Request): IdentityVerdict {
  if (identityPolicies === "everything") return "allowed";
  const lookup = lookupIn(request);
  const effects = new Set(
    identityPolicies.flatMap(({ statements, version }) =>
      statements
        .filter((statement) => outcomeOf(statement, version, request, lookup).applies)
        .map(({ effect }) => effect),
    ),
  );
  if (effects.has("Deny")) return "denied";
  return effects.has("Allow") ? "allowed" : "notAllowed";
}

/**
 * Judges a request on a key: key policy, grants and identity policies together.
 * @returns why it is refused, as the end of AWS's sentence; undefined where it is allowed
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function refusalOnKey(
  caller: Caller,
  request: Request,
  { policy, grants }: KeyAccess,
): string | undefined {
  const identity = identityVerdict(caller, request);
  if (identity === "denied") return explicitDeny("an identity-based policy");
  const decision = decide(policy, request, { grants });
  if (decision.decision === "allowed") {
    return decision.needsIdentityPolicy && identity === "notAllowed"
      ? noAllow("identity-based", request.action)
      : undefined;
  }
  return isFromOutside(caller, request) ? outsideRefusal : onTheInside(decision, request.action);
}

/** Judges a request that is about no key. */
export function refusalByIdentity(caller: Caller, request: Request): string | undefined {
  switch (identityVerdict(caller, request)) {
    case "allowed":
      return undefined;
    case "denied":
      return explicitDeny("an identity-based policy");
    case "notAllowed":
      return noAllow("identity-based", request.action);
  }
}

/**
 * The sentence that AWS refuses with.
 * @param because as {@link refusalOnKey} tells it
 * @param error AWS's code for it, and the HTTP status
 */
export function accessDenied(
  caller: Caller,
  { action, resource }: Request,
  because: string,
  [code, status]: readonly [code: string, status: number] = ["AccessDeniedException", 400],
): AwsError {
  const message = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${because}`;
  return new AwsError(code, message, status);
}

/** To another account AWS does not tell which of these it is. */
export const outsideRefusal =
  "because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access";

function onTheInside({ decision }: Decision, action: string): string {
  return decision === "denied" ? explicitDeny("a resource-based policy") : noAllow("resource-based", action);
}

/** Whether another account than the resource's owner asks. */
function isFromOutside({ account }: Caller, { resource }: Request): boolean {
  return resource.split(":")[4] !== account;
}

/** The end of the sentence where a Deny refuses. */
export function explicitDeny(where: string): string {
  return `with an explicit deny in ${where}`;
}

/** The end of the sentence where nothing allows. */
export function noAllow(kind: "identity-based" | "resource-based", action: string): string {
  return `because no ${kind} policy allows the ${action} action`;
}
