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

/**
 * Addresses for which the conditions have every answer that they can have together: of the stretches of the address space with
 * the same answers the longest one's.
 */
export function addressCandidates(conditions: readonly Condition[]): readonly AddressCandidate[] {
  const unions = conditions.map(({ values }) => merge(values.flatMap((value) => parseRange(value) ?? [])));
  return families.flatMap(({ family, bits, usual }) => {
    const own = unions.map((union) => union.filter((range) => range.family === family));
    const longest = new Map<string, Stretch>();
    for (const stretch of stretchesOf(own, 1n << bits)) {
      const answers = own.map((union) => includes(union, stretch.first)).join();
      const known = longest.get(answers);
      if (known === undefined || stretch.end - stretch.first > known.end - known.first)
        longest.set(answers, stretch);
    }
    return [...longest.values()].map(({ first, end }) => {
      const isUsual = usual !== undefined && first <= usual.first && usual.first < end;
      const address = formatAddress(family, isUsual ? usual.first : first);
      return { address, wide: end - first > 1n << (bits - WIDE_PREFIX) };
    });
  });
}

/** Addresses from `first` up to `end`, which is not included. */
interface Stretch {
  readonly first: bigint;
  readonly end: bigint;
}

/** The address space, cut at every beginning and end. */
function stretchesOf(unions: readonly (readonly AddressRange[])[], size: bigint): readonly Stretch[] {
  const cuts = new Set([0n, size]);
  for (const range of unions.flat()) cuts.add(range.first).add(range.last + 1n);
  const sorted = [...cuts].sort((left, right) => (left < right ? -1 : 1));
  return sorted.slice(0, -1).map((first, index) => ({ first, end: sorted[index + 1] ?? size }));
}

/** Whether one of the ranges, which are in order, holds the address. */
function includes(union: readonly AddressRange[], address: bigint): boolean {
  let [low, high] = [0, union.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((union[middle]?.last ?? 0n) < address) low = middle + 1;
    else high = middle;
  }
  const range = union[low];
  return range !== undefined && range.first <= address;
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
