/** "Did you mean ...?" */
import { distance } from "fastest-levenshtein";

/** Longer texts are no misspelt names, and comparing them takes long. */
const LONGEST_NAME = 80;

/** The nearest of the `known` names, in whatever case, where one is near enough to be what was meant. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (name.length > LONGEST_NAME) return undefined;
  const written = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const far = distance(written, candidate.toLowerCase());
    if (far < bestDistance) [best, bestDistance] = [candidate, far];
  }
  return best;
}
