/** Moments to try: now, and before and after each moment that a condition names, as far as it is still to come. */
import { parseDate } from "../evaluate/operators";
import type { Candidate, CandidateContext } from "./candidate";

const CENTURY = 100 * 365 * 24 * 3600 * 1000;

/** Whoever waits can call later; nobody can call earlier. */
export function timeCandidates({ conditions, universe }: CandidateContext): readonly Candidate[] {
  const now = universe.now.getTime();
  const named = conditions.flatMap(({ values }) => values.flatMap((value) => parseDate(value) ?? []));
  const moments = [now, ...named.flatMap((time) => [time - 1000, time, time + 1000]), now + CENTURY];
  const ahead = [...new Set(moments)].filter((time) => time >= now && Math.abs(time) < 8.64e15);
  return ahead.map((time) => ({
    values: {
      "aws:currenttime": new Date(time).toISOString(),
      "aws:epochtime": String(Math.floor(time / 1000)),
    },
    rank: 0,
  }));
}
