/** Columns with few different values, such as operations and Regions, need a byte a row: less to keep, and to compare. */
import { quoted } from "../filters";
import type { Database } from "./database";

const columns = [
  ...["eventName", "eventSource", "eventType", "region", "accountId", "identityType", "callerAccountId"],
  ...["invokedBy", "errorCode", "algorithm"],
];
/** Values that a byte tells apart. With more, DuckDB takes longer to plan each question. */
const MOST = 256;

/**
 * Makes ENUMs of those columns of `records` that have few values. They sort as the texts do.
 * https://duckdb.org/docs/stable/sql/data_types/enum.html
 */
export async function narrowColumns(database: Database): Promise<void> {
  for (const column of columns) {
    const rows = await database.rows(
      `SELECT ${column} FROM records WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY 1 LIMIT ${MOST + 1}`,
    );
    if (rows.length === 0 || rows.length > MOST) continue;
    const values = rows.map(([value]) => quoted(String(value)));
    await database.run(`CREATE TYPE ${column}Value AS ENUM (${values.join(", ")})`);
    // DuckDB converts rows that have been deleted, too, and nobody asked which values those have.
    await database.run(
      `ALTER TABLE records ALTER ${column} TYPE ${column}Value USING TRY_CAST(${column} AS ${column}Value)`,
    );
  }
}
