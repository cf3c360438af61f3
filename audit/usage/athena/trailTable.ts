/** A table of CloudTrail's records in the Glue Data Catalog, and the partitions by which Athena reads less of it. */
import type { GlueClient, Table } from "@aws-sdk/client-glue";
import { UsageError } from "../../usageError";
import { type Filters, quoted } from "../filters";

/** A table that can be asked. */
export interface TrailTable {
  readonly database: string;
  /** As SQL names it. */
  readonly name: string;
  /** A condition on its partition columns that no event outside of the filters' time, Regions and accounts needs to pass. */
  readonly partitions: string;
}

/** Columns without which nothing can be told. */
const needed = ["eventid", "eventtime", "eventname", "eventsource", "awsregion", "useridentity", "resources"];
const DAY = 24 * 3600 * 1000;

/**
 * Looks the table up.
 * @param given `database.table`
 * @throws UsageError where there is no such table, or it is none of CloudTrail's records, or it cannot be read without naming accounts
 */
export async function trailTable(client: GlueClient, given: string, filters: Filters): Promise<TrailTable> {
  const [, database, name] = /^([\w-]+)\.([\w-]+)$/.exec(given) ?? [];
  if (database === undefined || name === undefined)
    throw new UsageError(`--athena ${given}: write DATABASE.TABLE, such as prod_kms_audit.cloudtrail`);
  const { GetTableCommand } = await import("@aws-sdk/client-glue");
  const { Table: table } = await client
    .send(new GetTableCommand({ DatabaseName: database, Name: name }))
    .catch((error: unknown) => {
      const { name: code, message } = error as Error;
      throw new UsageError(
        code === "EntityNotFoundException"
          ? `--athena ${given}: there is no such table in this account and Region (AWS_REGION)`
          : `--athena ${given}: the table cannot be looked up: ${message}`,
      );
    });
  const columns = new Set((table?.StorageDescriptor?.Columns ?? []).map((column) => column.Name));
  const missing = needed.filter((column) => !columns.has(column));
  if (table === undefined || missing.length > 0)
    throw new UsageError(
      `--athena ${given}: that is no table of CloudTrail's records; it has no column ${missing.join(", ")}`,
    );
  return { database, name: `"${database}"."${name}"`, partitions: partitionCondition(table, given, filters) };
}

/**
 * The condition on partition columns that `TrailTable.partitions` is.
 * @param given the table's name, for errors
 * @throws UsageError where the table can only be read by naming accounts or Regions
 */
export function partitionCondition(
  { PartitionKeys: keys = [], Parameters: parameters = {} }: Table,
  given: string,
  { since, until, regions, accounts }: Filters,
): string {
  const conditions = keys.flatMap(({ Name: column = "" }) => {
    const projection = (name: string) => parameters[`projection.${column}.${name}`];
    const named = /^account(_?id)?$/.test(column)
      ? { option: "--account", values: accounts }
      : /^(aws_?)?region$/.test(column)
        ? { option: "--region", values: regions }
        : undefined;
    if (named !== undefined) {
      const { option, values } = named;
      if (values.length > 0) return [`"${column}" IN (${values.map(quoted).join(", ")})`];
      if (projection("type") !== "injected") return [];
      throw new UsageError(
        `--athena ${given}: the table needs ${option}: it can only be read for values of ${column} that are named`,
      );
    }
    if (projection("type") !== "date" || projection("format") !== "yyyy/MM/dd") return [];
    // A file of one day may hold events of the day before.
    return [
      ...(since === undefined ? [] : [`"${column}" >= '${day(since.getTime())}'`]),
      ...(until === undefined ? [] : [`"${column}" <= '${day(until.getTime() + DAY)}'`]),
    ];
  });
  return conditions.length === 0 ? "TRUE" : conditions.join(" AND ");
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10).replaceAll("-", "/");
}
