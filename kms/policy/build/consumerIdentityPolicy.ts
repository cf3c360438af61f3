/** The other side of a share: what the consumer's own account must allow. */
import type { JsonPolicy, JsonStatement } from "../document";
import { frameOf } from "./buildKeyPolicy";
import type { KeyPolicyContext } from "./context";
import type { KeyShare } from "./intent";
import { oneOrSorted } from "./oneOrSorted";
import { grantActions, grantConditions, usesOf, type UsePart } from "./statements";

/**
 * The IAM policy that principals of a share need in their own account: across accounts both sides must allow. It names
 * the very keys, never `*`, and narrows the use as the key policy does.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 * @param share the share as the key's owner wrote it
 * @param keyArnsByRegion key ARN by Region, as the key's stack publishes them
 * @param key spec and usage of the key, where it is no symmetric encryption key
 * @throws KeyPolicyIntentError where a Region is none
 */
export function consumerIdentityPolicy(
  share: KeyShare,
  keyArnsByRegion: Readonly<Record<string, string>>,
  key: Pick<KeyPolicyContext, "spec" | "usage"> = {},
): JsonPolicy {
  const arns = Object.entries(keyArnsByRegion).sort(([left], [right]) => (left < right ? -1 : 1));
  // One statement serves every Region, unless it names services: their hosts carry the Region.
  const groups = share.viaServices === undefined ? [arns] : arns.map((entry) => [entry]);
  return { Version: "2012-10-17", Statement: groups.flatMap((group) => statementsFor(share, group, key)) };
}

function statementsFor(
  share: KeyShare,
  arns: readonly (readonly [region: string, arn: string])[],
  key: Pick<KeyPolicyContext, "spec" | "usage">,
): JsonStatement[] {
  const [first] = arns;
  if (first === undefined) return [];
  const [region] = first;
  const frame = frameOf({ ...key, accountId: "", region });
  const suffix = share.viaServices === undefined ? "" : region.replace(/[^a-zA-Z0-9]/g, "");
  const parts: UsePart[] = [
    ...usesOf("UseSharedKey", share.capabilities, share, frame),
    ...(share.grantsForServices === true
      ? [{ name: "GrantSharedKey", actions: grantActions, conditions: grantConditions(share, frame) }]
      : []),
  ];
  return parts.map(({ name, actions, conditions }) => ({
    Sid: `${name}${suffix}`,
    Effect: "Allow",
    Action: oneOrSorted(actions),
    Resource: oneOrSorted(arns.map(([, arn]) => arn)),
    ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
  }));
}
