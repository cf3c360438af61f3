/** The key policy of one Region. */
import { buildKeyPolicy } from "../kms/policy/build/buildKeyPolicy";
import { renderKeyPolicy } from "../kms/policy/build/renderKeyPolicy";

import { localizeKeyPolicy } from "../kms/policy/localize";
import { parseKeyPolicy, refuseNotes } from "../kms/policy/parse";
import { toJsonPolicy } from "../kms/policy/toJson";
import type { MultiRegionKeyArgs } from "./keyArgs";
import type { KeyKind } from "./keyKind";

/**
 * The key policy for `region` as JSON. A whole policy is taken as written for the primary Region.
 * @throws KeyPolicyIntentError or KeyPolicyError where the arguments make no key policy
 */
export function regionalPolicy(args: MultiRegionKeyArgs, kind: KeyKind, region: string): string {
  const { accountId, allowedRegions, policy, primaryRegion } = args;
  if (typeof policy === "string") {
    const localized = localizeKeyPolicy(refuseNotes(parseKeyPolicy(policy)), {
      from: primaryRegion,
      to: region,
    });
    return renderKeyPolicy(toJsonPolicy(localized));
  }
  const { spec, usage, origin } = kind;
  // Administrators replicate where the environment says they may; where it says nothing, they do not.
  const replication =
    allowedRegions === undefined ? {} : { multiRegion: kind.multiRegion, relatedRegions: allowedRegions };
  return renderKeyPolicy(
    buildKeyPolicy(policy, { accountId, region, primaryRegion, spec, usage, origin, ...replication }),
  );
}
