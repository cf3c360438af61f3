/** Reads the records of one source after the other into batches. */
import { readCarefully } from "./carefulReader";
import type { BatchWriter, RowSource } from "./eventBatch";
import { EventWriter, SKIPPED } from "./eventWriter";
import { Members } from "./members";
import { nextRecordStart } from "./nextRecordStart";
import { QuickReader } from "./quickReader";
import { RecordSplitter } from "./recordSplitter";

/** Broken records of a source that are named; the rest is only counted. */
export const NAMED = 1000;

const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const SPACE = 0x20;

/** What a source held beside the rows that went into batches. */
export interface SourceSummary {
  /** All that looked like records. */
  records: number;
  skipped: number;
  broken: number;
  /** The first `NAMED` of the broken ones, by their number within the source, from 1. */
  readonly named: { readonly record: number; readonly problem: string }[];
}

/** Reads one source. */
export class RecordReader {
  readonly summary: SourceSummary = { records: 0, skipped: 0, broken: 0, named: [] };
  private readonly members = new Members();
  private readonly quick = new QuickReader(this.members);
  private readonly events: EventWriter;
  private readonly splitter: RecordSplitter;
  private place = 0;

  constructor(
    private readonly source: RowSource,
    private readonly batch: BatchWriter,
  ) {
    this.events = new EventWriter(this.members, batch);
    this.splitter = new RecordSplitter({
      record: (buffer, start, end) => {
        this.record(buffer, start, end);
      },
      broken: (problem) => {
        this.place += 1;
        this.summary.records += 1;
        this.broken(problem);
      },
      ahead: (buffer, from, separated) => this.ahead(buffer, from, separated),
    });
  }

  /** Takes the next bytes, unpacked, which it may change. */
  push(bytes: Buffer): void {
    this.batch.read(bytes);
    this.splitter.push(bytes);
  }

  /** Says that the source is over, and what cut it short if anything did. */
  end(problem?: string): void {
    this.splitter.end(problem);
  }

  private ahead(buffer: Buffer, from: number, separated: boolean): number {
    let behind = from;
    for (;;) {
      // At the begin of an array there is no comma, else there is one: what is not so is for the splitter to tell.
      const commas = separated && buffer[behind - 1] !== OPEN_ARRAY ? 1 : 0;
      if (separated && commasFrom(buffer, behind) > commas) return behind;
      const next = this.quick.readNext(buffer, behind, separated);
      if (next < 0) return behind;
      behind = next;
      this.place += 1;
      this.judge();
    }
  }

  private record(buffer: Buffer, start: number, end: number): void {
    this.place += 1;
    this.read(buffer, start, end);
  }

  private read(buffer: Buffer, start: number, end: number): void {
    if (this.quick.read(buffer, start, end)) {
      this.judge();
      return;
    }
    const text = buffer.subarray(start, end);
    const event = wrappedEvent(text);
    if (event !== undefined) {
      this.read(event, 0, event.length);
      return;
    }
    const problem = readCarefully(text, this.members);
    if (problem === undefined) this.judge();
    else this.salvage(text, problem);
  }

  /** Takes the record that was read, if it is one. */
  private judge(): void {
    this.summary.records += 1;
    const problem = this.events.write(this.source, this.place);
    if (problem === SKIPPED) this.summary.skipped += 1;
    else if (problem !== undefined) this.broken(problem);
  }

  /** Where quotes do not match, a record may have swallowed good ones. */
  private salvage(text: Buffer, problem: string): void {
    const next = nextRecordStart(text);
    const piece = withoutTail(next < 0 ? text : text.subarray(0, next));
    const problemOfPiece = piece.length === text.length ? problem : readCarefully(piece, this.members);
    if (problemOfPiece === undefined) this.judge();
    else if (readCarefully(withoutTail(piece.subarray(0, -1)), this.members) === undefined) {
      this.judge();
      this.summary.records += 1;
      this.broken("is followed by a bracket that closes what is not open");
    } else {
      this.summary.records += 1;
      this.broken(problemOfPiece);
    }
    if (next < 0) return;
    const rest = text.subarray(next);
    const problemOfRest = readCarefully(rest, this.members);
    if (problemOfRest === undefined) this.judge();
    else this.salvage(rest, problemOfRest);
  }

  private broken(problem: string): void {
    const { summary, place } = this;
    summary.broken += 1;
    if (summary.named.length < NAMED) summary.named.push({ record: place, problem });
  }
}

/** Commas before anything else but white space, as far as two. */
function commasFrom(bytes: Buffer, from: number): number {
  let commas = 0;
  for (let at = from; at < bytes.length && commas < 2; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === COMMA) commas += 1;
    else if (byte > SPACE) break;
  }
  return commas;
}

/** Without what separates a record from the next one or closes the array. */
function withoutTail(text: Buffer): Buffer {
  let end = text.length;
  while (end > 0 && [0x20, 0x09, 0x0a, 0x0d, 0x2c, 0x5d].includes(text[end - 1] ?? 0)) end -= 1;
  return text.subarray(0, end);
}

/**
 * LookupEvents and CloudWatch Logs wrap each record as text in an object of its own (`CloudTrailEvent`, `message`), EventBridge as an
 * object (`detail`).
 */
function wrappedEvent(text: Buffer): Buffer | undefined {
  if (!["CloudTrailEvent", "message", "detail"].some((name) => text.includes(`"${name}"`))) return undefined;
  try {
    const wrapper = JSON.parse(text.toString()) as Readonly<Record<string, unknown>> | null;
    if (wrapper === null || wrapper.eventName !== undefined) return undefined;
    const { CloudTrailEvent: event = wrapper.message, detail } = wrapper;
    if (typeof event === "string" && event.trimStart().startsWith("{")) return Buffer.from(event);
    return typeof detail === "object" && detail !== null ? Buffer.from(JSON.stringify(detail)) : undefined;
  } catch {
    return undefined;
  }
}
