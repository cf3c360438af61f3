/** "Did you mean ...?" */
import { distance } from "fastest-levenshtein";

/** The nearest of the `known` names, in whatever case, where one is near enough to be what was meant. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const written = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const far = distance(written, candidate.toLowerCase());
    if (far < bestDistance) [best, bestDistance] = [candidate, far];
  }
  return best;
}
