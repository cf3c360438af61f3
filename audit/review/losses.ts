/** Keys that a change deletes or replaces, and what that strands. */
import {
  type Estate,
  type Fact,
  knownOr,
  type Reference,
  resolve,
  type Resource,
  UNKNOWN,
} from "../../rulebook/facts";
import type { KeyUsage } from "../../kms/keySpecs";
import type { KeyChange } from "./keys";

/** Days that AWS waits where nothing else is said. https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html */
const DEFAULT_WINDOW = 30;

/** A key that goes. */
export interface KeyLoss {
  readonly name: string;
  readonly region: string;
  readonly how: "deleted" | "replaced" | "forgotten";
  /** The inputs that force a replacement. */
  readonly because: readonly string[];
  /** Days until the key is gone for good; undefined where AWS keeps it. */
  readonly windowInDays: number | undefined;
  readonly usage: KeyUsage;
  /** Related keys of other Regions that stay and still decrypt. */
  readonly survivors: readonly string[];
  /** Resources of the stack that use the key today: `bucket orders`. */
  readonly stranded: readonly string[];
}

/** The losses among `changes`. */
export function keyLosses(changes: readonly KeyChange[], before: Estate): readonly KeyLoss[] {
  const going = changes.filter(
    ({ before: old, after, planned }) =>
      old !== undefined && (after === undefined || planned.operation === "replace"),
  );
  const goingUrns = new Set(going.map(({ planned }) => planned.urn));
  return going.map(({ name, region, planned, before: old }) => {
    const window = old && knownOr(old.facts.deletionWindowInDays, undefined);
    return {
      name,
      region,
      how: planned.retained ? "forgotten" : planned.operation === "replace" ? "replaced" : "deleted",
      because: planned.replacedBy,
      windowInDays: planned.retained ? undefined : (window ?? DEFAULT_WINDOW),
      usage: (old && knownOr(old.facts.usage, undefined)) ?? "ENCRYPT_DECRYPT",
      survivors: relatedTo(planned.urn, before)
        .filter(({ id }) => !goingUrns.has(id))
        .map(({ name: related }) => related),
      stranded: usersOf(planned.urn, before),
    };
  });
}

/** The primary key and the replica keys that share the key material of a key. */
function relatedTo(urn: string, { key }: Estate): readonly Resource[] {
  const primaryOf = (one: (typeof key)[number]): string => {
    if (one.role !== "replica" || one.primary === undefined || one.primary === UNKNOWN)
      return one.resource.id;
    return resolve(one.primary, key)?.resource.id ?? one.resource.id;
  };
  const self = key.find(({ resource }) => resource.id === urn);
  if (self === undefined) return [];
  return key
    .filter((other) => other !== self && primaryOf(other) === primaryOf(self))
    .map(({ resource }) => resource);
}

function usersOf(urn: string, estate: Estate): readonly string[] {
  const pointsHere = (reference: Fact<Reference | undefined>): boolean =>
    reference !== undefined && reference !== UNKNOWN && resolve(reference, estate.key)?.resource.id === urn;
  return [
    ...estate.consumer
      .filter(({ key }) => pointsHere(key))
      .map(({ kind, resource }) => `${kind} ${resource.name}`),
    ...estate.grant.filter(({ key }) => pointsHere(key)).map(({ resource }) => `grant ${resource.name}`),
    ...estate.alias
      .filter(({ target }) => pointsHere(target))
      .map(({ name, resource }) => knownOr(name, undefined) ?? `alias ${resource.name}`),
  ].sort();
}
