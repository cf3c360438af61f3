/** The embedded database that holds the events while a report is made. */
import type { DuckDBConnection } from "@duckdb/node-api";
import pLimit from "p-limit";
import { UsageError } from "../../usageError";
import { BatchAppender } from "./batchAppender";
import { duckDb } from "../sql/dialect";
import { temporaryFolder } from "./temporaryFolder";

/** The values of a row in the order of the SELECT: counts as numbers, times as ISO texts. */
export type Row = readonly unknown[];

/** An open database. */
export interface Database {
  /** A folder for files that vanish with the database. */
  readonly folder: string;
  /** How many questions are answered at a time: each has a thread. */
  readonly atOnce: number;
  /** Runs one statement that changes nothing; gives its rows. */
  readonly rows: (sql: string) => Promise<readonly Row[]>;
  /** Runs one statement; gives how many rows it changed. */
  readonly run: (sql: string) => Promise<number>;
  /** Opens a table for appending; see BatchAppender.open. */
  readonly appender: (table: string) => Promise<BatchAppender>;
  readonly close: () => Promise<void>;
}

/** Memory that DuckDB takes before it spills to disk. The process needs about 150 MB beside it. */
const MEMORY_LIMIT = "192MB";
/** Two questions at a time do not fit into the memory once there are millions of events. */
const AT_ONCE = 1;

const TOO_MANY =
  "there are more events than fit into the memory of one question: take fewer (--since, --region, --key), or ask Athena (--athena)";

/** Opens an empty database in a temporary folder. DuckDB's library is loaded here, so that other commands start without it. */
export async function openDatabase(): Promise<Database> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const folder = await temporaryFolder();
  // In memory, which spills to the folder: a database file would compress every column for the sake of a few questions.
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: MEMORY_LIMIT,
    temp_directory: folder.path,
    preserve_insertion_order: "false",
    // Nothing is fetched: JSON is part of the library.
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connect = async (): Promise<DuckDBConnection> => {
    const connection = await instance.connect();
    for (const statement of ["SET TimeZone = 'UTC'", ...duckDb.prelude]) await connection.run(statement);
    return connection;
  };
  const connection = await connect();
  const limit = pLimit(AT_ONCE);
  let isOpen = true;
  const idle: DuckDBConnection[] = [];
  return {
    folder: folder.path,
    atOnce: AT_ONCE,
    rows: async (sql) => {
      const answer = await limit(async () => {
        if (!isOpen) throw new Error("the database is closed");
        const asking = idle.pop() ?? (await connect());
        try {
          return await asking.runAndReadAll(sql).catch((error: unknown) => {
            if (!isOutOfMemory(error)) throw error;
            return inOneThread(asking, sql);
          });
        } finally {
          idle.push(asking);
        }
      });
      // The next question is being answered meanwhile.
      const rows: unknown[][] = answer.getRowsJS();
      for (const row of rows) for (const [index, value] of row.entries()) row[index] = plain(value);
      return rows;
    },
    run: async (sql) => (await connection.run(sql)).rowsChanged,
    appender: (table) => BatchAppender.open(connection, table),
    close: async () => {
      isOpen = false;
      // A connection that is asked cannot be closed.
      await limit(() => Promise.resolve());
      for (const one of [connection, ...idle]) one.closeSync();
      instance.closeSync();
      await folder.remove();
    },
  };
}

/**
 * Asks once more where the memory did not suffice: each thread has tables of its own.
 * @throws UsageError where it does not suffice for one thread either
 */
async function inOneThread(connection: DuckDBConnection, sql: string) {
  await connection.run("SET threads = 1");
  try {
    return await connection.runAndReadAll(sql);
  } catch (error) {
    throw isOutOfMemory(error) ? new UsageError(TOO_MANY) : error;
  } finally {
    await connection.run("RESET threads");
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("Out of Memory Error");
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return value.toISOString().replace(".000Z", "Z");
  return value;
}
