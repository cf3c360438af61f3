/** Takes the records of every source into the table `events`, in memory that does not grow with them. */
import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import { type Filters, quoted } from "../filters";
import { plainBytes } from "../sources/plainBytes";
import { type OpenSource, readAhead } from "../sources/readAhead";
import type { Source } from "../sources/source";
import type { Database, Row } from "./database";
import { createTables, insertStatement, MALFORMED, SKIPPED } from "./eventsTable";
import { finishEvents } from "./finishEvents";
import { nameMalformed } from "./malformed";
import { RecordFile } from "./recordFile";
import { RecordSplitter } from "./recordSplitter";

/** What is not a record though it should be one. */
export interface BrokenRecord {
  readonly file: string;
  /** Its number within the file, from 1; null where the file as a whole is meant. */
  readonly record: number | null;
  readonly problem: string;
}

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

/** Broken records that are named; the rest is only counted. */
const NAMED = 1000;
/** Bytes of records that are written before the database reads them. */
const FILE_BYTES = 16 * 1024 * 1024;

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
  const intake = new RunningIntake(database, filters);
  await createTables(database);
  // This thread cuts records while the database reads those before: it gets what is left of the processors.
  await database.run(`SET threads = ${Math.max(1, availableParallelism() - 1)}`);
  for await (const source of readAhead(sources)) {
    await intake.take(source);
    progress(intake.records);
  }
  return intake.finish();
}

class RunningIntake {
  records = 0;
  private sources: string[] = [];
  private skipped = 0;
  private broken = 0;
  private brokenRecords: BrokenRecord[] = [];
  private files = 0;
  private file: RecordFile | undefined;
  /** The first source in the file. */
  private first = 0;
  private inserting: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly filters: Filters,
  ) {}

  async take({ name, stored }: OpenSource): Promise<void> {
    const number = this.sources.push(name) - 1;
    let place = 0;
    let wrapped = false;
    const splitter = new RecordSplitter({
      record: (buffer, start, end) => {
        place += 1;
        // What LookupEvents wraps, it wraps in all records of a file.
        if (place === 1) wrapped = buffer.subarray(start, end).includes('"CloudTrailEvent"');
        if (!wrapped) this.add(number, place, buffer, start, end);
        else {
          const event = lookedUpEvent(buffer.subarray(start, end));
          this.add(number, place, event, 0, event.length);
        }
      },
      broken: (problem) => {
        place += 1;
        this.records += 1;
        this.addBroken({ file: name, record: place, problem });
      },
    });
    let cut: string | undefined;
    try {
      for await (const piece of plainBytes(stored)) {
        splitter.push(piece);
        if (this.file !== undefined && this.file.bytes > FILE_BYTES) await this.insert();
      }
    } catch (error) {
      cut = reasonOf(error);
    }
    splitter.end(cut);
  }

  async finish(): Promise<Intake> {
    await this.inserting;
    // Sorting out what is malformed may find more records.
    while (this.file !== undefined) {
      await this.insert();
      await this.inserting;
    }
    const { sources, records, skipped, broken, brokenRecords } = this;
    await this.database.run(`SET threads = ${availableParallelism()}`);
    const duplicates = await finishEvents(this.database, this.filters);
    return { sources: sources.length, records, duplicates, skipped, broken, brokenRecords };
  }

  private add(source: number, place: number, buffer: Buffer, start: number, end: number): void {
    this.records += 1;
    if (this.file === undefined) {
      this.file = new RecordFile(path.join(this.database.folder, `${this.files}.ndjson`));
      this.files += 1;
      this.first = source;
    }
    this.file.add(source, place, buffer, start, end);
  }

  private addBroken(record: BrokenRecord): void {
    this.broken += 1;
    if (this.brokenRecords.length < NAMED) this.brokenRecords.push(record);
  }

  /** Hands the file to the database, which reads it while the next one is written. */
  private async insert(): Promise<void> {
    const { file, first, sources } = this;
    if (file === undefined) return;
    this.file = undefined;
    file.close();
    await this.inserting;
    const last = sources.length - 1;
    this.inserting = this.insertFile(file, first, last);
    // Awaited later; a failure must not end the process before.
    this.inserting.catch(() => undefined);
  }

  private async insertFile(file: RecordFile, first: number, last: number): Promise<void> {
    const names = this.sources
      .slice(first, last + 1)
      .map((name, index) => `(${first + index}, ${quoted(name)})`);
    // The first source may have begun in the file before.
    await this.database.run(`DELETE FROM sources WHERE source >= ${first}`);
    await this.database.run(`INSERT INTO sources VALUES ${names.join(", ")}`);
    await this.database.run(insertStatement(file.path, this.filters, first, last));
    const problems = await this.database.rows(
      "SELECT file, place, problem FROM records WHERE problem IS NOT NULL ORDER BY source, place",
    );
    if (problems.length > 0) await this.sortOut(problems, file);
    await rm(file.path);
  }

  private async sortOut(problems: readonly Row[], file: RecordFile): Promise<void> {
    await this.database.run("DELETE FROM records WHERE problem IS NOT NULL");
    const ofKind = (kind: string) => problems.filter(([, , problem]) => problem === kind).length;
    this.skipped += ofKind(SKIPPED);
    for (const [name, place, problem] of problems)
      if (problem !== SKIPPED && problem !== MALFORMED)
        this.addBroken({ file: String(name), record: Number(place), problem: String(problem) });
    const malformed = ofKind(MALFORMED);
    if (malformed === 0) return;
    const named = await nameMalformed(this.database, file.path, {
      good: (source, place, text) => {
        this.add(source, place, text, 0, text.length);
      },
      broken: (source, place, problem) => {
        this.records += 1;
        this.addBroken({ file: this.sources[source] ?? "", record: place, problem });
      },
    });
    // Each of these lines counted as one record before its parts did.
    this.records -= named;
    for (let rest = malformed - named; rest > 0; rest -= 1)
      this.addBroken({ file: this.sources[this.first] ?? "", record: null, problem: "is not JSON" });
  }
}

/** LookupEvents wraps each record as text in an object of its own. */
function lookedUpEvent(text: Buffer): Buffer {
  try {
    const { CloudTrailEvent: event } = JSON.parse(text.toString()) as { CloudTrailEvent?: unknown };
    return typeof event === "string" ? Buffer.from(event.replace(/[\r\n]+/g, " ")) : text;
  } catch {
    return text;
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "Z_BUF_ERROR") return "the gzip data ends too soon";
  if (code?.startsWith("Z_") === true) return `the gzip data is damaged (${message})`;
  return `cannot be read: ${message}`;
}
