/** One value as itself, several as a sorted list without repetitions: AWS writes them so, and the output stays the same. */
export function oneOrSorted(values: readonly string[]): string | string[] {
  const sorted = [...new Set(values)].sort();
  return sorted.length === 1 ? (sorted[0] ?? sorted) : sorted;
}
