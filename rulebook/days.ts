/** Time as rules count it. */

const DAY_IN_MS = 86_400_000;

/** Whole days from one ISO 8601 time to another; negative where `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / DAY_IN_MS);
}
