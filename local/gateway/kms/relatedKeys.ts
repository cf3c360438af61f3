import type { Call } from "../mend";
import { describeKey, type KeyMetadata, type RelatedKey } from "./key";
import type { KeyMemory } from "./keyMemory";

/** The related keys of one multi-Region key. */
export interface RelatedKeys {
  readonly primary: RelatedKey;
  readonly replicas: readonly RelatedKey[];
  /**
   * The key that was made by CreateKey. For LocalEmu it is the primary for ever, and the only one whose list of
   * replicas is complete.
   */
  readonly first: RelatedKey;
}

/**
 * Finds a multi-Region key's related keys, whichever of them is asked about.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_MultiRegionConfiguration.html
 * @returns undefined for a single-Region key
 */
export async function findRelatedKeys(
  call: Call,
  key: KeyMetadata,
  memory: KeyMemory,
): Promise<RelatedKeys | undefined> {
  const own = key.MultiRegionConfiguration;
  if (own === undefined) return undefined;
  const first = own.PrimaryKey;
  const complete = key.Arn === first.Arn ? key : await describeKey(call, first.Arn, first.Region);
  const copies = complete.MultiRegionConfiguration?.ReplicaKeys ?? [];
  const all = [first, ...copies];
  const primaryRegion = memory.shared(key.Arn).primaryRegion ?? first.Region;
  const primary = all.find(({ Region }) => Region === primaryRegion) ?? first;
  const replicas = all.filter((related) => related !== primary && !memory.isGone(related.Arn));
  return { primary, replicas, first };
}
