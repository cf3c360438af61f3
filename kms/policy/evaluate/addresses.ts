/** IPv4 and IPv6 addresses and CIDR blocks as ranges of numbers. */
import { isIPv4, isIPv6 } from "node:net";

/** Addresses from `first` to `last`, both included. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** The range that an address (`192.0.2.7`) or a CIDR block (`192.0.2.0/24`, `2001:db8::/32`) stands for, or undefined. */
export function parseRange(text: string): AddressRange | undefined {
  const [address = "", prefix, ...rest] = text.split("/");
  const family = familyOf(address);
  if (family === undefined || rest.length > 0) return undefined;
  const bits = family === 4 ? 32 : 128;
  if (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) return undefined;
  const length = prefix === undefined ? bits : Number(prefix);
  if (length > bits) return undefined;
  const size = 1n << BigInt(bits - length);
  const number = family === 4 ? numberOfIPv4(address) : numberOfIPv6(address);
  const first = number - (number % size);
  return { family, first, last: first + size - 1n };
}

/** Whether the address (or block) lies wholly within the range. */
export function covers(range: AddressRange, inner: AddressRange): boolean {
  return range.family === inner.family && range.first <= inner.first && inner.last <= range.last;
}

/** Writes an address; IPv6 in full, without `::`. */
export function formatAddress(family: 4 | 6, address: bigint): string {
  const [count, bits] = family === 4 ? [4, 8n] : [8, 16n];
  const parts = Array.from(
    { length: count },
    (_, index) => (address >> (bits * BigInt(count - 1 - index))) & ((1n << bits) - 1n),
  );
  return family === 4 ? parts.join(".") : parts.map((part) => part.toString(16)).join(":");
}

function familyOf(address: string): 4 | 6 | undefined {
  if (isIPv4(address)) return 4;
  return isIPv6(address) && !address.includes("%") ? 6 : undefined;
}

function numberOfIPv4(address: string): bigint {
  return address.split(".").reduce((number, part) => (number << 8n) | BigInt(part), 0n);
}

function numberOfIPv6(address: string): bigint {
  const [head = "", tail] = address.split("::");
  const left = groupsOf(head);
  const right = tail === undefined ? [] : groupsOf(tail);
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => 0n);
  return [...left, ...zeros, ...right].reduce((number, group) => (number << 16n) | group, 0n);
}

/** Groups of 16 bits; a dotted IPv4 ending counts as two. */
function groupsOf(text: string): bigint[] {
  if (text === "") return [];
  return text.split(":").flatMap((group) => {
    if (!group.includes(".")) return [BigInt(`0x${group}`)];
    const number = numberOfIPv4(group);
    return [number >> 16n, number & 0xffffn];
  });
}
