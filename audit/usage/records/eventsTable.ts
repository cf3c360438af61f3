/** The table `events` in the embedded database, and how batches become its rows. */
import { filterCondition, type Filters } from "../filters";
import { appendedColumns, type BatchAppender } from "./batchAppender";
import { derivedColumns } from "./columns";
import type { Database } from "./database";
import type { BatchData } from "./eventBatch";
import { ofRareOperation } from "./frequentOperations";

/** Rows that are held until the filters have been applied to them. */
const HELD = 100_000;

/** Creates the tables: `records` holds deliveries as they come, `incoming` those that the filters have not been applied to. */
export async function createTables(database: Database): Promise<void> {
  const list = appendedColumns.map(({ name, type }) => `${name} ${type}`).join(", ");
  await database.run(`CREATE TABLE records (${list})`);
  await database.run(`CREATE TABLE incoming (${list})`);
}

/** Creates the relation that questions are asked of, once `records` is complete. */
export async function createEvents(database: Database): Promise<void> {
  const derived = derivedColumns.map(({ name, from }) => `${from} AS ${name}`);
  await database.run(
    `CREATE VIEW events AS SELECT * EXCLUDE (otherKeys), ${derived.join(", ")} FROM records`,
  );
}

/** Copies the events of rare operations into a table of their own: most detections are of these alone. */
export async function createRareEvents(database: Database): Promise<void> {
  await database.run(`CREATE TABLE rareEvents AS SELECT * FROM events WHERE ${ofRareOperation}`);
}

/** Puts batches into `records`: the rows that pass the filters. */
export class RecordsWriter {
  private held = 0;

  private constructor(
    private readonly database: Database,
    private readonly appender: BatchAppender,
    private readonly condition: string | undefined,
  ) {}

  static async open(database: Database, filters: Filters): Promise<RecordsWriter> {
    const condition = filterCondition(filters);
    const filtered = condition !== "TRUE";
    const appender = await database.appender(filtered ? "incoming" : "records");
    // Within a transaction, what is appended stays where it is; each commit of less than a row group would copy it once more.
    await database.run("BEGIN TRANSACTION");
    return new RecordsWriter(database, appender, filtered ? condition : undefined);
  }

  /** Appends a batch, which is free when this returns; what is returned is to be awaited before the next. */
  async append(batch: BatchData): Promise<void> {
    this.appender.append(batch);
    this.held += batch.rows;
    if (this.condition !== undefined && this.held >= HELD) await this.filter();
  }

  async close(): Promise<void> {
    await this.filter();
    this.appender.close();
    await this.database.run("COMMIT");
  }

  private async filter(): Promise<void> {
    this.appender.flush();
    this.held = 0;
    if (this.condition === undefined) return;
    await this.database.run(`INSERT INTO records SELECT * FROM incoming WHERE ${this.condition}`);
    await this.database.run("COMMIT");
    await this.database.run("TRUNCATE incoming");
    await this.database.run("BEGIN TRANSACTION");
  }
}
