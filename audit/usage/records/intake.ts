/** Takes the records of every source into the table `events`, in memory that does not grow with them. */
import { availableParallelism } from "node:os";
import type { Filters } from "../filters";
import { type NumberedSource, readAhead } from "../sources/readAhead";
import type { Source } from "../sources/source";
import { BrokenRecords, type BrokenRecord } from "./brokenRecords";
import type { Database } from "./database";
import { BatchWriter, emptyBatch } from "./eventBatch";
import { createTables, RecordsWriter } from "./eventsTable";
import { isWorthThreads, readInThreads } from "./fileReaders";
import { finishEvents } from "./finishEvents";
import type { SourceSummary } from "./recordReader";
import type { FileToRead } from "./recordWorker";
import { readSource } from "./sourceReader";

export type { BrokenRecord } from "./brokenRecords";

/** What has been taken in. */
export interface Intake {
  readonly sources: number;
  /** All that looked like records, of any service, delivered again or not. */
  readonly records: number;
  /** Events that had been there already. */
  readonly duplicates: number;
  /** Digest files and Insights events. */
  readonly skipped: number;
  readonly broken: number;
  /** The first of the broken ones. */
  readonly brokenRecords: readonly BrokenRecord[];
}

/**
 * Fills the table.
 * @param progress called now and then with the number of records seen
 */
export async function takeIn(
  database: Database,
  sources: AsyncIterable<Source> | Iterable<Source>,
  filters: Filters,
  progress: (records: number) => void = () => undefined,
): Promise<Intake> {
  await createTables(database);
  // Threads of this command cut records meanwhile.
  await database.run("SET threads = 1");
  const names: string[] = [];
  const broken = new BrokenRecords(names);
  const events = await RecordsWriter.open(database, filters);
  let [records, skipped] = [0, 0];
  const read = (source: number, summary: SourceSummary): void => {
    records += summary.records;
    skipped += summary.skipped;
    broken.add(source, summary);
    progress(records);
  };
  const files: (NumberedSource & FileToRead)[] = [];
  async function* others(): AsyncGenerator<NumberedSource> {
    for await (const { name, file, read: bytes } of sources) {
      const source = { number: names.push(name) - 1, name, read: bytes };
      if (file === undefined) yield source;
      else files.push({ ...source, file });
    }
  }
  await readInTurn(others(), events, read);
  if (isWorthThreads(files))
    await readInThreads(
      files.map(({ number, name, file }) => ({ number, name, file })),
      (batch) => events.append(batch),
      read,
    );
  else await readInTurn(files, events, read);
  await events.close();
  await database.run(`SET threads = ${availableParallelism()}`);
  const duplicates = await finishEvents(database, filters);
  return {
    sources: names.length,
    records,
    duplicates,
    skipped,
    broken: broken.count,
    brokenRecords: broken.first(),
  };
}

/** Reads sources one after the other in this thread. */
async function readInTurn(
  sources: AsyncIterable<NumberedSource> | Iterable<NumberedSource>,
  events: RecordsWriter,
  read: (source: number, summary: SourceSummary) => void,
): Promise<void> {
  const writer = new BatchWriter(emptyBatch());
  let free = emptyBatch();
  const handOver = async (): Promise<void> => {
    const filled = writer.exchange(free);
    await events.append(filled);
    free = filled;
  };
  for await (const { number, name, stored } of readAhead(sources))
    read(number, await readSource({ number, name }, stored, writer, handOver));
  await handOver();
}
