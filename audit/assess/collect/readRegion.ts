/** Reads the keys of one Region of one account, and what belongs to no single key. */
import {
  type AliasListEntry,
  type KMSClient,
  paginateDescribeCustomKeyStores,
  paginateListAliases,
  paginateListKeys,
} from "@aws-sdk/client-kms";
import pLimit from "p-limit";
import { groupBy } from "../../../kms/policy/analyse/groupBy";
import type { ResourceFacts } from "../../../rulebook/facts";
import { Attempts } from "./attempt";
import type { FailureKind } from "./failure";
import type { Journal } from "./journal";
import type { Gap, KeyRecord } from "./keyRecord";
import type { Place } from "./place";
import { readBuckets } from "./readBuckets";
import { readKey } from "./readKey";
import { readWatch } from "./readWatch";

/** Whether to ask for the last use of keys: AWS answers that five times a second, and the rest a hundred times. */
export type LastUseChoice = "always" | "never" | "whereItFits";

/** How a Region is read. */
export interface RegionOptions {
  readonly journal: Journal;
  readonly lastUse: LastUseChoice;
  /** Told the number of keys, once it is known. */
  readonly onTotal: (keys: number) => void;
  /** Told each key as soon as it is read, AWS's own ones, too. */
  readonly onKey: (record: KeyRecord, surroundings: Surroundings) => void;
}

/** What was read beside a key that belongs to it. */
export interface Surroundings {
  readonly aliases: readonly AliasRecord[];
  /** Connection state by id of a custom key store. */
  readonly keyStores: ReadonlyMap<string, string>;
}

/** An alias of a key. */
export interface AliasRecord {
  readonly name: string;
  readonly arn: string;
  /** Undefined for one that leads to no key, which only AWS's own can. */
  readonly targetKeyId: string | undefined;
}

/** What a Region holds beside its keys. */
export interface RegionReading {
  /** What watches keys, such as trails and alarms, and what they encrypt: buckets. */
  readonly others: readonly ResourceFacts[];
  readonly gaps: readonly Gap[];
  /** Why the keys could not be listed, where they could not. */
  readonly failed?: FailureKind;
}

/** Keys under way at a time: the calls of one key wait for the slowest quota, and those of the others go on. */
const KEYS_AT_ONCE = 128;
/** The last use of so many keys is known within half a minute. */
const LAST_USE_FITS = 120;

/** @throws AssessmentStopped where the credentials are of no use any more */
export async function readRegion(place: Place, options: RegionOptions): Promise<RegionReading> {
  const { kms } = place;
  const attempts = new Attempts();
  const arns = await attempts.read("kms:ListKeys", () => listKeys(kms));
  const [failed] = attempts.kinds;
  if (arns === undefined) return { others: [], gaps: attempts.gaps, ...(failed !== undefined && { failed }) };
  options.onTotal(arns.length);
  const [watch, buckets] = await Promise.all([
    readWatch(place, attempts),
    readBuckets(place, attempts),
    readKeys(kms, arns, readSurroundings(kms, attempts), options),
  ]);
  return { others: [...watch, ...buckets], gaps: attempts.gaps };
}

async function readSurroundings(kms: KMSClient, attempts: Attempts): Promise<(arn: string) => Surroundings> {
  const [aliases, keyStores] = await Promise.all([
    attempts.read("kms:ListAliases", () => listAliases(kms)),
    attempts.read("kms:DescribeCustomKeyStores", () => listKeyStores(kms)),
  ]);
  const byKeyId = groupBy(aliases ?? [], ({ targetKeyId }) => targetKeyId);
  const states = keyStores ?? new Map<string, string>();
  return (arn) => ({ aliases: byKeyId.get(arn.slice(arn.indexOf("/") + 1)) ?? [], keyStores: states });
}

async function readKeys(
  kms: KMSClient,
  arns: readonly string[],
  surroundings: Promise<(arn: string) => Surroundings>,
  { journal, lastUse, onKey }: RegionOptions,
): Promise<void> {
  const withLastUse = lastUse === "always" || (lastUse === "whereItFits" && arns.length <= LAST_USE_FITS);
  const limit = pLimit(KEYS_AT_ONCE);
  const read = async (arn: string): Promise<KeyRecord> => {
    const known = journal.get(arn);
    if (known !== undefined && (!withLastUse || knowsLastUse(known))) return known;
    const { record, isComplete } = await readKey(kms, arn, withLastUse);
    if (isComplete) await journal.add(record);
    return record;
  };
  try {
    await Promise.all(
      arns.map(async (arn) => {
        const record = await limit(read, arn);
        // The names of many keys take a while to come: the reading of others goes on meanwhile.
        onKey(record, (await surroundings)(arn));
      }),
    );
  } catch (error) {
    limit.clearQueue();
    throw error;
  }
}

function knowsLastUse({ description, lastUse, gaps }: KeyRecord): boolean {
  return (
    lastUse !== undefined ||
    description?.manager !== "CUSTOMER" ||
    gaps.some(({ action }) => action === "kms:GetKeyLastUsage")
  );
}

async function listKeys(kms: KMSClient): Promise<string[]> {
  const arns: string[] = [];
  for await (const { Keys = [] } of paginateListKeys({ client: kms, pageSize: 1000 }, {}))
    arns.push(...Keys.flatMap(({ KeyArn }) => KeyArn ?? []));
  return arns;
}

async function listAliases(kms: KMSClient): Promise<AliasRecord[]> {
  const aliases: AliasListEntry[] = [];
  for await (const { Aliases = [] } of paginateListAliases({ client: kms, pageSize: 100 }, {}))
    aliases.push(...Aliases);
  return aliases.map(({ AliasName = "", AliasArn = "", TargetKeyId }) => ({
    name: AliasName,
    arn: AliasArn,
    targetKeyId: TargetKeyId,
  }));
}

async function listKeyStores(kms: KMSClient): Promise<Map<string, string>> {
  const states = new Map<string, string>();
  for await (const { CustomKeyStores = [] } of paginateDescribeCustomKeyStores({ client: kms }, {}))
    for (const { CustomKeyStoreId = "", ConnectionState = "" } of CustomKeyStores)
      states.set(CustomKeyStoreId, ConnectionState);
  return states;
}
