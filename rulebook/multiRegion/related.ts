/** Which keys belong together. */
import { parseArn } from "../../kms/arn";
import { type Estate, isReference, type KeyFacts, type PolicyFacts, resolve, UNKNOWN } from "../facts";

/** A replica with its primary key. */
export interface Related {
  readonly primary: KeyFacts;
  readonly replica: KeyFacts;
}

/** Every replica of the estate whose primary is in the estate, too. */
export function relatedKeys({ key: keys }: Estate): readonly Related[] {
  return keys.flatMap((replica) => {
    const primary = replica.role === "replica" ? primaryOf(replica, keys) : undefined;
    return primary === undefined ? [] : [{ primary, replica }];
  });
}

/** The primary key of a replica, where it is among `keys`. */
export function primaryOf({ primary }: KeyFacts, keys: readonly KeyFacts[]): KeyFacts | undefined {
  if (primary === UNKNOWN || primary === undefined) return undefined;
  const named = resolve(primary, keys);
  if (named?.role === "primary") return named;
  const candidates = keys.filter(({ role }) => role === "primary");
  return (
    resolve(primary, candidates) ?? (primary.to === "text" ? sameKeyId(primary.text, candidates) : undefined)
  );
}

/** The policy in force on a key: an `aws.kms.KeyPolicy` apart from it wins over its own. */
export function policyInForce(key: KeyFacts, { keyPolicy: policies }: Estate): PolicyFacts {
  const attached = policies.find(
    ({ attachedTo }) =>
      attachedTo !== UNKNOWN && attachedTo !== undefined && resolve(attachedTo, [key]) !== undefined,
  );
  return attached ?? key;
}

/** A policy that is attached apart, with what its key says of itself; as it is where the key is elsewhere. */
export function besideItsKey(policy: PolicyFacts, { key: keys }: Estate): PolicyFacts {
  const { attachedTo } = policy;
  const key = isReference(attachedTo) ? resolve(attachedTo, keys) : undefined;
  return key === undefined ? policy : { ...key, ...policy, usage: key.usage, tags: key.tags };
}

/** Related keys have the same key id in every Region. */
function sameKeyId(arn: string, keys: readonly KeyFacts[]): KeyFacts | undefined {
  const wanted = parseArn(arn);
  return keys.find(
    ({ resource }) => wanted !== undefined && parseArn(resource.id)?.resource === wanted.resource,
  );
}
