/** Aliases that lead elsewhere after a change: programs know keys by them. */
import { type AliasFacts, type Estate, knownOr, resolve, UNKNOWN } from "../../rulebook/facts";

/** An alias that leads to another key than before, or to none while its key stays. */
export interface AliasChange {
  /** `alias/orders` */
  readonly name: string;
  readonly region: string;
  /** The names of the Pulumi resources. */
  readonly from: string;
  /** Undefined where the alias goes. */
  readonly to: string | undefined;
}

/** The aliases of which both sides are known; one that goes with its key is told with the key. */
export function aliasChanges(before: Estate, after: Estate): readonly AliasChange[] {
  return before.alias.flatMap((alias): AliasChange[] => {
    const from = targetOf(alias, before);
    const name = knownOr(alias.name, undefined);
    if (from === undefined || name === undefined) return [];
    const twin = after.alias.find((other) => other.name === name && other.region === alias.region);
    const told = { name, region: knownOr(alias.region, ""), from: from.resource.name };
    if (twin === undefined) {
      const stays = after.key.some(({ resource }) => resource.id === from.resource.id);
      return stays ? [{ ...told, to: undefined }] : [];
    }
    const to = targetOf(twin, after);
    return to === undefined || to.resource.id === from.resource.id ? [] : [{ ...told, to: to.resource.name }];
  });
}

function targetOf({ target }: AliasFacts, estate: Estate) {
  return target === UNKNOWN || target === undefined ? undefined : resolve(target, estate.key);
}
