import { lookupIn, type Request } from "../../../../kms/policy/evaluate/request";
import { outcomeOf } from "../../../../kms/policy/evaluate/statements";
import type { Caller } from "../callers/caller";
import { explicitDeny, identityVerdict, noAllow } from "../verdict";
import type { BucketFacts } from "./buckets";

/**
 * Judges a request on a bucket or its objects: within the owner's account the bucket policy or an identity policy must
 * allow it, from another account both. Not modelled: ACLs, access points and Block Public Access.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-policy-language-overview.html
 * @returns why it is refused, as the end of AWS's sentence; undefined where it is allowed
 */
export function refusalOnBucket(
  caller: Caller,
  request: Request,
  { owner, policy }: BucketFacts,
): string | undefined {
  const identity = identityVerdict(caller, request);
  if (identity === "denied") return explicitDeny("an identity-based policy");
  const lookup = lookupIn(request);
  const applying = (policy?.statements ?? []).flatMap((statement) => {
    const outcome = outcomeOf(statement, policy?.version, request, lookup);
    return outcome.applies ? [{ effect: statement.effect, reach: outcome.reach }] : [];
  });
  if (applying.some(({ effect }) => effect === "Deny")) return explicitDeny("a resource-based policy");
  const isAllowed = identity === "allowed";
  if (owner === caller.account) {
    if (isAllowed || applying.some(({ reach }) => reach === "direct")) return undefined;
    return noAllow("identity-based", request.action);
  }
  if (applying.length === 0) return noAllow("resource-based", request.action);
  return isAllowed ? undefined : noAllow("identity-based", request.action);
}
