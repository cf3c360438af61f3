/** The answers about the events of a period: what `--format json` prints. Field names are part of the command's interface. */
import type { z } from "zod";
import type { AthenaUse } from "./athena/athenaTrail";
import type { Detections } from "./detections/detect";
import type { Baseline } from "./history";
import { addresses } from "./questions/addresses";
import { ask, type Answerer, type Question } from "./questions/question";
import { countBy, countByError, countByOtherKey } from "./questions/countBy";
import { contextTotals, topContexts } from "./questions/encryptionContexts";
import { type Cost, costOf, pricedRequests, symmetricCost } from "./questions/cost";
import { hotSpots } from "./questions/hotSpots";
import { byHourAndOperation } from "./questions/hours";
import { keyAliases, keyUse, keyUsers } from "./questions/keyUse";
import { defaultQuota, peaks } from "./questions/requestQuotas";
import { byDayAndOperation, byHour, period } from "./questions/times";
import { familiesOf, type KeyFamily, type KeyUse, keysWithNames } from "./keyFamilies";
import type { Intake } from "./records/intake";

/** Names and how often each occurred, most frequent first. */
export type Counts = Readonly<Record<string, number>>;

/** Milliseconds. */
const WEEK = 7 * 24 * 3_600_000;

/** Where requests came from. */
export interface Address {
  /** An IP address, or a service's name, or AWS Internal. */
  readonly address: string;
  readonly events: number;
  readonly failures: number;
  /** How many principals asked from there. */
  readonly principals: number;
  /** One of them. */
  readonly principal: string;
  /** ISO 8601, UTC. */
  readonly first: string;
  readonly last: string;
}

/** Who asks most for one key, and how much of it a cache would answer. */
export interface HotSpot {
  readonly principal: string;
  readonly keyArn: string;
  readonly requests: number;
  /** Requests of one process for the same encryption context within a minute, but the first. */
  readonly repeated: number;
  /** What the repeated ones cost in US dollars. */
  readonly dollars: number;
  /** "s3-bucket-keys" where Amazon S3 asks, else "data-key-caching". */
  readonly remedy: "s3-bucket-keys" | "data-key-caching";
}

/** The busiest second under a quota. */
export interface QuotaUse {
  readonly account: string;
  readonly region: string;
  readonly quota: string;
  readonly peakPerSecond: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** AWS's default in requests a second; null where it lists none. */
  readonly defaultPerSecond: number | null;
  /** Requests refused with ThrottlingException. */
  readonly throttled: number;
}

/** All answers. */
export interface UsageReport extends Detections {
  readonly sources: number;
  readonly records: number;
  /** Distinct requests to KMS. */
  readonly events: number;
  readonly duplicates: number;
  readonly skipped: number;
  readonly broken: number;
  readonly brokenRecords: Intake["brokenRecords"];
  /** Events that are another account's copy of a request that is among the events: they share its sharedEventID. */
  readonly sharedEvents: number;
  /** ISO 8601, UTC; null where there are no events. */
  readonly first: string | null;
  readonly last: string | null;
  readonly byEventName: Counts;
  readonly byRegion: Counts;
  readonly byAccount: Counts;
  readonly byIdentityType: Counts;
  readonly byPrincipal: Counts;
  readonly bySource: Counts;
  readonly byKey: Counts;
  readonly byErrorCode: Counts;
  /** "2026-10-01T00" -> events. */
  readonly byHour: Counts;
  /** "2026-10-01" -> events. */
  readonly byDay: Counts;
  /** "2026-10-01" -> operation -> events. */
  readonly byDayAndEventName: Readonly<Record<string, Counts>>;
  /** "2026-10-01T00" -> operation -> events, where all events lie within a week; else empty. */
  readonly byHourAndEventName: Readonly<Record<string, Counts>>;
  readonly encryptionContexts: {
    readonly distinct: number;
    /** Events that have one. */
    readonly events: number;
    readonly top: readonly { readonly encryptionContext: string; readonly events: number }[];
  };
  /** The 1,000 addresses (or services) that made the most requests. */
  readonly addresses: readonly Address[];
  readonly keys: readonly KeyUse[];
  readonly keyFamilies: readonly KeyFamily[];
  /** Principals of the busiest keys. */
  readonly keyUsers: readonly {
    readonly keyArn: string;
    readonly principal: string;
    readonly events: number;
    readonly last: string;
  }[];
  /** Known keys (--keys) that no event names; null where no keys were given. */
  readonly unusedKeys: readonly string[] | null;
  readonly hotSpots: readonly HotSpot[];
  readonly quotas: readonly QuotaUse[];
  readonly cost: Cost;
  /** With --baseline: the events of earlier runs that detections compared with. */
  readonly baseline?: Baseline;
  /** Where the answers come from Athena. */
  readonly athena?: AthenaUse;
}

/**
 * Asks all questions.
 * @param intake what was read
 * @param knownKeys ARNs of the keys that exist, or undefined where that is not known
 * @param detections what the detections found in the same events
 */
export async function reportOn(
  answerer: Answerer,
  intake: Intake,
  knownKeys: readonly string[] | undefined,
  detections: Detections,
): Promise<UsageReport> {
  const asked = <Shape extends z.ZodRawShape>(question: Question<Shape>) => ask(answerer, question);
  const counted = async (column: string) => countsOf(await asked(countBy(column)));
  // All at once: what one question answers is taken in while the next one is at work.
  const [
    [whole],
    hours,
    [contexts],
    uses,
    aliases,
    byEventName,
    byRegion,
    byAccount,
    byIdentityType,
    byPrincipal,
    otherKeys,
    errors,
  ] = await Promise.all([
    asked(period),
    asked(byHour),
    asked(contextTotals),
    asked(keyUse),
    asked(keyAliases),
    counted("eventName"),
    counted("region"),
    counted("accountId"),
    counted("identityType"),
    counted("principal"),
    asked(countByOtherKey),
    asked(countByError),
  ]);
  const [days, hourly, top, busiestAddresses, users, spots, seconds, priced, bySource] = await Promise.all([
    asked(byDayAndOperation),
    withinAWeek(whole) ? asked(byHourAndOperation) : [],
    asked(topContexts),
    asked(addresses),
    asked(keyUsers),
    asked(hotSpots),
    asked(peaks),
    asked(pricedRequests),
    counted("sourceIPAddress"),
  ]);
  const keys = keysWithNames(uses, aliases);
  const used = new Set(keys.map(({ keyArn }) => keyArn));
  return {
    ...intake,
    events: whole?.events ?? 0,
    sharedEvents: whole?.shared ?? 0,
    first: whole?.first ?? null,
    last: whole?.last ?? null,
    byEventName,
    byRegion,
    byAccount,
    byIdentityType,
    byPrincipal,
    bySource,
    byKey: byKey(uses, otherKeys),
    byErrorCode: countsOf(errors),
    byHour: Object.fromEntries(hours.map(({ hour, events }) => [hour.slice(0, 13), events])),
    byDay: byDay(hours),
    byDayAndEventName: grouped(days.map(({ day, ...row }) => ({ ...row, time: day.slice(0, 10) }))),
    byHourAndEventName: grouped(hourly.map(({ hour, ...row }) => ({ ...row, time: hour.slice(0, 13) }))),
    encryptionContexts: { distinct: contexts?.distinct ?? 0, events: contexts?.events ?? 0, top },
    addresses: busiestAddresses,
    keys,
    keyFamilies: familiesOf(keys),
    keyUsers: users,
    unusedKeys: knownKeys?.filter((key) => !used.has(key)) ?? null,
    hotSpots: spots.map(({ ofS3, ...spot }) => ({
      ...spot,
      dollars: symmetricCost(spot.repeated),
      remedy: ofS3 * 2 > spot.requests ? "s3-bucket-keys" : "data-key-caching",
    })),
    quotas: seconds.map((peak) => ({
      ...peak,
      defaultPerSecond: defaultQuota(peak.quota, peak.region) ?? null,
    })),
    cost: costOf(priced),
    ...detections,
  };
}

function countsOf(rows: readonly { name: string; events: number }[]): Counts {
  return Object.fromEntries(rows.map(({ name, events }) => [name, events]));
}

/** One count for each key that resources[] names; a ReEncrypt counts for both of its keys. */
function byKey(
  uses: readonly { keyArn: string; named: number }[],
  others: readonly { name: string; events: number }[],
): Counts {
  const counts = new Map(uses.map(({ keyArn, named }) => [keyArn, named]));
  for (const { name, events } of others) counts.set(name, (counts.get(name) ?? 0) + events);
  return Object.fromEntries(
    [...counts].filter(([, events]) => events > 0).sort((left, right) => right[1] - left[1]),
  );
}

function byDay(hours: readonly { hour: string; events: number }[]): Counts {
  const days: Record<string, number> = {};
  for (const { hour, events } of hours) {
    const day = hour.slice(0, 10);
    days[day] = (days[day] ?? 0) + events;
  }
  return days;
}

function withinAWeek(whole: { first: string | null; last: string | null } | undefined): boolean {
  const { first = null, last = null } = whole ?? {};
  return first !== null && last !== null && Date.parse(last) - Date.parse(first) <= WEEK;
}

function grouped(
  rows: readonly { time: string; eventName: string; events: number }[],
): Readonly<Record<string, Counts>> {
  const times: Record<string, Record<string, number>> = {};
  for (const { time, eventName, events } of rows) (times[time] ??= {})[eventName] = events;
  return times;
}
