/** The environment's keys, as monitoring sees them. */
import type { MultiRegionKeyArgs } from "../keyArgs";
import { resolveKind } from "../keyKind";
import type { MultiRegionKey } from "../multiRegionKey";
import type { WatchedKey } from "./args";

/** Puts together what the settings say of each key and what became of it. */
export function watchedKeys(
  described: Readonly<Record<string, MultiRegionKeyArgs>>,
  made: Readonly<Record<string, MultiRegionKey>>,
): Readonly<Record<string, WatchedKey>> {
  return Object.fromEntries(
    Object.entries(described).flatMap(([name, args]) => {
      const key = made[name];
      const { spec, usage, material } = resolveKind(args);
      if (key === undefined) return [];
      const regions = [args.primaryRegion, ...(args.replicaRegions ?? [])];
      const { alias, keyId, arns } = key;
      return [[name, { alias, regions, spec, usage, imported: material.from === "import", keyId, arns }]];
    }),
  );
}
