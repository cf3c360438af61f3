/** Three numbers of a version such as `v3.259.0` or `3.259.0-alpha.1`; undefined where the text has none. */
export function parseVersion(text: string): readonly [number, number, number] | undefined {
  const match = /(\d+)\.(\d+)\.(\d+)/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}

/** Whether a version is `minimum` or newer; false where it is no version. */
export function isAtLeast(version: string, minimum: string): boolean {
  const [have, need] = [parseVersion(version), parseVersion(minimum)];
  if (have === undefined || need === undefined) return false;
  const differing = have.findIndex((part, index) => part !== need[index]);
  return differing < 0 || (have[differing] ?? 0) > (need[differing] ?? 0);
}
