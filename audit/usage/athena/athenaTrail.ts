/** The events of a trail where they lie: questions go to Athena, and what comes back are answers alone. */
import { randomBytes } from "node:crypto";
import type { Filters } from "../filters";
import type { Answerer } from "../questions/question";
import type { Intake } from "../records/intake";
import { type Dialect, trino } from "../sql/dialect";
import { ofRareOperation } from "../records/frequentOperations";
import { AT_ONCE, Queries, type QuerySettings } from "./queries";
import { eventsOf, recordsOf } from "./trailEvents";
import { type TrailTable, trailTable } from "./trailTable";

/** What the command line says. */
export interface AthenaChoices extends QuerySettings {
  /** `database.table` */
  readonly table: string;
  readonly dialect: Dialect;
  /** Whether the events are first copied into a table of their own, so that every question reads only them. */
  readonly copy: boolean;
}

/** What a report says of the way its answers came. */
export interface AthenaUse {
  readonly table: string;
  readonly queries: number;
  /** What Athena read, and bills. */
  readonly bytesScanned: number;
  /** What a report from files has and this one cannot. */
  readonly notes: readonly string[];
}

/** An open trail. */
export interface AthenaTrail {
  readonly answerer: Answerer;
  /** What the table holds, as far as SQL can tell. */
  readonly intake: () => Promise<Intake>;
  readonly use: () => AthenaUse;
  /** Stops what runs and drops the copy. */
  readonly close: () => Promise<void>;
}

const notes = [
  "broken records cannot be told: Athena passes over them",
  "records and sources are those with requests to KMS; those of other services are not counted",
];

/**
 * Opens a table.
 * @param show called with how far the work is
 * @throws UsageError where the table cannot be asked
 */
export async function openAthenaTrail(
  choices: AthenaChoices,
  filters: Filters,
  show: (text: string) => void,
): Promise<AthenaTrail> {
  const { AthenaClient } = await import("@aws-sdk/client-athena");
  const { GlueClient } = await import("@aws-sdk/client-glue");
  const retries = { maxAttempts: 10, retryMode: "adaptive" };
  const table = await trailTable(new GlueClient(retries), choices.table, filters);
  const queries: Queries = new Queries(new AthenaClient(retries), choices, () => {
    show(`Athena: ${queries.answered} queries, ${megabytes(queries.bytesScanned)} read`);
  });
  const copy = choices.copy && choices.dialect === trino ? await copied(queries, table, filters) : undefined;
  const records =
    copy === undefined ? recordsOf(table.name, table.partitions, filters) : `SELECT * FROM ${copy}`;
  const rows = (sql: string) => queries.rows(athenaText(sql, records, filters, choices.dialect));
  return {
    answerer: { rows, atOnce: AT_ONCE },
    intake: async () => intakeOf(await rows(totals)),
    use: () => ({
      table: choices.table,
      queries: queries.answered,
      bytesScanned: queries.bytesScanned,
      notes,
    }),
    close: async () => {
      await queries.stop();
      if (copy !== undefined)
        await new Queries(new AthenaClient(retries), choices, () => undefined).run(
          `DROP TABLE IF EXISTS ${copy.replaceAll('"', "`")}`,
        );
    },
  };
}

/**
 * A question as Athena gets it.
 * @param records a SELECT such as `recordsOf` gives
 */
export function athenaText(sql: string, records: string, filters: Filters, dialect: Dialect): string {
  const relations = `WITH trail AS (${records}), events AS (${eventsOf("trail", filters)}),
    rareEvents AS (SELECT * FROM events WHERE ${ofRareOperation})`;
  const question = /^\s*WITH\s/.test(sql)
    ? `${relations}, ${sql.replace(/^\s*WITH\s/, "")}`
    : `${relations} ${sql}`;
  return [...dialect.prelude, dialect.text(question)].join(";\n");
}

/** The statement that copies the events. */
export function copyStatement(copy: string, table: TrailTable, filters: Filters, dialect: Dialect): string {
  return dialect.text(
    `CREATE TABLE ${copy} WITH (format = 'PARQUET') AS ${recordsOf(table.name, table.partitions, filters)}`,
  );
}

async function copied(queries: Queries, table: TrailTable, filters: Filters): Promise<string> {
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const copy = `"${table.database}"."kms_audit_usage_${time}_${randomBytes(3).toString("hex")}"`;
  await queries.run(copyStatement(copy, table, filters, trino));
  return copy;
}

const totals = `SELECT count(DISTINCT file), count(*), count(*) - count(CASE WHEN delivery = 1 THEN 1 END) FROM trail`;

function intakeOf([row = []]: readonly (readonly unknown[])[]): Intake {
  const [sources, records, duplicates] = row.map(Number);
  return {
    sources: sources ?? 0,
    records: records ?? 0,
    duplicates: duplicates ?? 0,
    ...{ skipped: 0, broken: 0, brokenRecords: [] },
  };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
}
