/**
 * The history that a run is compared with: the events of earlier runs in a Parquet file, which grows with each run and forgets what is
 * older than a month. Detections that compare with a principal's own past read it beside the events of the run.
 */
import { copyFile, mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { UsageError } from "../usageError";
import type { History } from "./detections/detect";
import { filterCondition, type Filters, quoted } from "./filters";
import { ofKms } from "./questions/question";
import type { Database } from "./records/database";

/** What a history holds, as the report tells it. */
export interface Baseline {
  readonly events: number;
  /** ISO 8601, UTC; null where it holds nothing from before the run's first event. */
  readonly first: string | null;
  readonly last: string | null;
}

/** Days, four weeks and a little: no detection looks further back. */
const REMEMBERED = 30;
/** Of the file's columns and what they mean. */
const [MARK, VERSION] = ["kms-audit-baseline", "2"];
const VIEW = "eventsAndHistory";

/** What detections that look back ask for. */
const kept = [
  ...["eventID", "eventTime", "eventName", "eventSource", "eventType", "readOnly", "region", "accountId"],
  ...["identityType", "principal", "sessionName", "callerAccountId", "invokedBy", "sourceIPAddress"],
  ...["errorCode", "errorMessage", "requestedKey", "resourceKeyArn", "resolvedKeyArn", "keyArn"],
  ...["encryptionContext", "contextNames", "algorithm", "requestParameters", "file", "place"],
].join(", ");

/**
 * Looks at a history before anything is read.
 * @throws UsageError where the file is none
 */
export async function assertHistory(database: Database, file: string, cwd: string): Promise<void> {
  const target = path.resolve(cwd, file);
  if ((await stat(target).catch(() => undefined))?.isFile() !== true)
    throw new UsageError(`--baseline ${file}: no such file; a run with --save-baseline ${file} writes one`);
  const versions = await database
    .rows(
      `SELECT decode(value) FROM parquet_kv_metadata(${quoted(target)}) WHERE decode(key) = ${quoted(MARK)}`,
    )
    .catch(() => []);
  if (versions[0]?.[0] !== VERSION)
    throw new UsageError(
      `--baseline ${file}: is no baseline of this version of kms-audit; write one with --save-baseline`,
    );
}

/**
 * Puts the events of earlier runs beside those of this one.
 * @param database holds the events of this run
 * @param file one that assertHistory has looked at
 */
export async function openHistory(
  database: Database,
  file: string,
  cwd: string,
  filters: Filters,
): Promise<History & { readonly baseline: Baseline }> {
  const parquet = quoted(path.resolve(cwd, file));
  const [[start] = []] = await database.rows(`SELECT min(eventTime) FROM events WHERE ${ofKms}`);
  const { regions, accounts, keys, principals } = filters;
  const before =
    typeof start === "string" ? `eventTime < TIMESTAMP ${quoted(start.replace("Z", ""))}` : "TRUE";
  await database.run(
    `CREATE VIEW history AS SELECT ${kept} FROM read_parquet(${parquet})
      WHERE ${before} AND ${filterCondition({ regions, accounts, keys, principals }, null)}`,
  );
  await database.run(
    `CREATE VIEW ${VIEW} AS SELECT ${kept} FROM events UNION ALL SELECT ${kept} FROM history`,
  );
  const [[events, first, last] = []] = await database.rows(
    "SELECT count(*), min(eventTime), max(eventTime) FROM history",
  );
  const baseline = { events: Number(events), first: timeOrNull(first), last: timeOrNull(last) };
  return { table: VIEW, start: typeof start === "string" ? Date.parse(start) : Infinity, baseline };
}

/**
 * Writes the events of this run, and of those before it that it was compared with, for the next run.
 * @param compared whether openHistory was called before
 * @throws UsageError where the file cannot be written
 */
export async function saveHistory(
  database: Database,
  file: string,
  cwd: string,
  compared: boolean,
): Promise<void> {
  const target = path.resolve(cwd, file);
  // The file may be the one that is being read.
  const made = path.join(database.folder, "history.parquet");
  const all = `SELECT ${kept} FROM ${compared ? VIEW : "events"} WHERE ${ofKms}`;
  await database.run(
    `COPY (SELECT * FROM (${all}) WHERE eventTime > (SELECT max(eventTime) FROM (${all})) - INTERVAL ${REMEMBERED} DAYS)
      TO ${quoted(made)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {${quoted(MARK)}: ${quoted(VERSION)}})`,
  );
  try {
    await mkdir(path.dirname(target), { recursive: true });
    await copyFile(made, target);
  } catch (error) {
    throw new UsageError(`--save-baseline ${file}: ${(error as Error).message}`);
  }
}

function timeOrNull(time: unknown): string | null {
  return typeof time === "string" ? time : null;
}
