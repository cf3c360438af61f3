/** The steps of a time axis: days ("2026-10-01") or hours ("2026-10-01T09"), UTC. */

const HOUR = 3_600_000;
/** Steps that an axis shows: beyond that, bars are thinner than a hair. */
const MOST = 400;

/**
 * All steps from the first to the last of some, also those without events.
 * @returns the given ones alone where the axis would get too long
 */
export function timeline(given: readonly string[]): readonly string[] {
  const [first] = given;
  const last = given.at(-1);
  if (first === undefined || last === undefined) return [];
  const step = first.length > 10 ? HOUR : 24 * HOUR;
  const start = timeOf(first);
  const count = Math.round((timeOf(last) - start) / step) + 1;
  if (count > MOST) return given;
  return Array.from({ length: count }, (_, index) =>
    new Date(start + index * step).toISOString().slice(0, first.length),
  );
}

function timeOf(step: string): number {
  return Date.parse(step.length > 10 ? `${step}:00:00Z` : `${step}T00:00:00Z`);
}
