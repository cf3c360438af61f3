/** The address space, cut where the conditions of a policy change their answer. */
import type { Condition } from "../document";
import { type AddressRange, formatAddress, parseRange } from "../evaluate/addresses";

/** An address to try, and whether it stands for so many that it restricts nobody. */
export interface AddressCandidate {
  readonly address: string;
  readonly wide: boolean;
}

/** Anything broader than a /8 is no restriction. */
const WIDE_PREFIX = 8n;

const families = [
  { family: 4, bits: 32n, usual: parseRange("198.51.100.7") },
  { family: 6, bits: 128n, usual: parseRange("2001:db8::7") },
] as const;

/** One address for each stretch of the address space in which every condition has the same answer. */
export function addressCandidates(conditions: readonly Condition[]): readonly AddressCandidate[] {
  const unions = conditions.map(({ values }) => merge(values.flatMap((value) => parseRange(value) ?? [])));
  return families.flatMap(({ family, bits, usual }) => {
    const cuts = new Set([0n, 1n << bits]);
    for (const range of unions.flat())
      if (range.family === family) cuts.add(range.first).add(range.last + 1n);
    const sorted = [...cuts].sort((left, right) => (left < right ? -1 : 1));
    return sorted.slice(0, -1).map((first, index) => {
      const end = sorted[index + 1] ?? first;
      const isUsual = usual !== undefined && first <= usual.first && usual.first < end;
      const address = formatAddress(family, isUsual ? usual.first : first);
      return { address, wide: end - first > 1n << (bits - WIDE_PREFIX) };
    });
  });
}

/** Ranges that touch become one: what a list of small blocks covers together counts. */
function merge(ranges: readonly AddressRange[]): AddressRange[] {
  const sorted = [...ranges].sort(
    (left, right) => left.family - right.family || (left.first < right.first ? -1 : 1),
  );
  const merged: AddressRange[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last?.family === range.family && range.first <= last.last + 1n)
      merged[merged.length - 1] = { ...last, last: range.last > last.last ? range.last : last.last };
    else merged.push(range);
  }
  return merged;
}
