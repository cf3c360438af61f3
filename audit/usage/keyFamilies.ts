/** Keys as a report names them: with their aliases, and a multi-Region key in all its Regions as one. */

/** A key and its use. */
export interface KeyUse {
  readonly keyArn: string;
  /** The alias names that callers used for it. */
  readonly aliases: readonly string[];
  /** The id that a multi-Region key shares with its replicas; null for a single-Region key. */
  readonly family: string | null;
  readonly events: number;
  readonly failures: number;
  /** How many principals asked for it. */
  readonly users: number;
  /** ISO 8601, UTC. */
  readonly first: string;
  readonly last: string;
}

/** A multi-Region key: its use in all Regions together. */
export interface KeyFamily {
  readonly family: string;
  readonly keyArns: readonly string[];
  readonly events: number;
  readonly last: string;
}

/** Keys with the names by which callers asked for them, and what their ids tell. */
export function keysWithNames(
  uses: readonly (Omit<KeyUse, "aliases" | "family"> & { named: number })[],
  names: readonly { keyArn: string; alias: string }[],
): readonly KeyUse[] {
  const aliasesOf = new Map<string, string[]>();
  for (const { keyArn, alias } of names) {
    const known = aliasesOf.get(keyArn);
    if (known === undefined) aliasesOf.set(keyArn, [alias]);
    else known.push(alias);
  }
  return uses.map(({ keyArn, events, failures, users, first, last }) => ({
    keyArn,
    aliases: aliasesOf.get(keyArn) ?? [],
    family: familyOf(keyArn),
    ...{ events, failures, users, first, last },
  }));
}

/** Multi-Region keys have an id that begins with mrk-, the same in every Region. */
function familyOf(keyArn: string): string | null {
  return /:key\/(mrk-.+)$/.exec(keyArn)?.[1] ?? null;
}

/** Multi-Region keys: their use in all Regions together. */
export function familiesOf(keys: readonly KeyUse[]): readonly KeyFamily[] {
  const families = new Map<string, KeyFamily>();
  for (const { family, keyArn, events, last } of keys) {
    if (family === null) continue;
    const known = families.get(family) ?? { family, keyArns: [], events: 0, last };
    families.set(family, {
      family,
      keyArns: [...known.keyArns, keyArn],
      events: known.events + events,
      last: last > known.last ? last : known.last,
    });
  }
  return [...families.values()];
}
