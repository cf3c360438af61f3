/** package-lock.json or node_modules/.package-lock.json. */
type LockFile = object;

/** Why the dependencies must be installed; undefined where they are as locked. */
export function installIsDue(lock: LockFile, installed: LockFile | undefined): string | undefined;

/** Why the bundles must be built; undefined where each is newer than its sources. */
export function buildIsDue(
  bundles: Record<string, string[]> | undefined,
  modified: (path: string) => number | undefined,
): string | undefined;
