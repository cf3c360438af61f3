/** The heat map: how often the busiest principals used the busiest keys. */
import type { UsageReport } from "../../usage/report";

/** Rows are principals, columns keys. */
export interface Heat {
  readonly keys: readonly { readonly name: string; readonly keyArn: string }[];
  readonly rows: readonly {
    readonly principal: string;
    /** Requests, in the order of the keys. */
    readonly events: readonly number[];
  }[];
}

const KEYS = 12;
const PRINCIPALS = 20;

/** Takes the keys with the most requests, and the principals with the most requests for them. */
export function heatOf({ keys, keyUsers }: Pick<UsageReport, "keys" | "keyUsers">): Heat {
  const columns = keys.slice(0, KEYS);
  const counts = new Map<string, Map<string, number>>();
  for (const { keyArn, principal, events } of keyUsers) {
    if (!columns.some((key) => key.keyArn === keyArn)) continue;
    const own = counts.get(principal) ?? new Map<string, number>();
    counts.set(principal, own.set(keyArn, events));
  }
  const rows = [...counts]
    .map(([principal, own]) => ({ principal, events: columns.map(({ keyArn }) => own.get(keyArn) ?? 0) }))
    .sort((left, right) => sum(right.events) - sum(left.events));
  return {
    keys: columns.map(({ keyArn, aliases }) => ({ keyArn, name: aliases[0] ?? shortKey(keyArn) })),
    rows: rows.slice(0, PRINCIPALS),
  };
}

/** The Region and the beginning of the id: a whole ARN is too wide for a column. */
function shortKey(keyArn: string): string {
  const [, region = "", id = ""] = /^arn:[^:]+:kms:([^:]*):[^:]*:key\/(.{1,12})/.exec(keyArn) ?? [];
  return id === "" ? keyArn : `${id}… ${region}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
