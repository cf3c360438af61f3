/**
 * Cuts a stream of JSON into CloudTrail records, whatever holds them: `{"Records": [...]}` (trails), `{"Events": [...]}` (LookupEvents),
 * `{"logEvents": [...]}` (CloudWatch Logs), an array of such objects, a bare array, one object, or one object a line. It counts brackets
 * and quotes and no more, so a stream of any length takes the memory of its largest record; whether a record is JSON is for its reader to
 * say.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
 */
import { nextRecordStart } from "./nextRecordStart";
import { Punctuation } from "./punctuation";

/** Bytes that a record may have. CloudTrail's own limit is 256 KB for an event, 1 MB for an enriched one. */
export const LARGEST_RECORD = 1024 * 1024;

/** Takes what the splitter finds, in the order of the stream. */
export interface RecordHandler {
  /** One record on one line, as a part of a buffer: line breaks between its tokens have become carriage returns. */
  readonly record: (buffer: Buffer, start: number, end: number) => void;
  /** Something that is no record, and why. */
  readonly broken: (problem: string) => void;
  /**
   * Asked where a record may begin: takes whole records from there on, as many as it can, and gives the offset behind the last of them.
   * `separated` says that a comma or the end of an array must follow each; otherwise each is on one line.
   */
  readonly ahead?: (buffer: Buffer, from: number, separated: boolean) => number;
}

const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const CLOSE_OBJECT = 0x7d;
const COMMA = 0x2c;
const NEWLINE = 0x0a;
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;
const QUOTE = 0x22;
const RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
/** In place of a line break within a string, which JSON forbids: the record stays invalid, and on one line. */
const CONTROL = 0x01;
/** The arrays that hold records: of trails, of LookupEvents, of CloudWatch Logs (subscriptions, and get-log-events). */
const holder = /"(Records|Events|logEvents|events)"\s*:\s*$/;
/** Where records are once the array that held them is over. */
const NOWHERE = Number.MAX_SAFE_INTEGER;
const NONE = -1;
/** White space, and what some Windows programs begin a file of UTF-8 with. */
const ignored: ReadonlySet<number> = new Set([SPACE, RETURN, TAB, 0xef, 0xbb, 0xbf]);
/** Bytes outside of strings that mean something within a record. */
const special = new Uint8Array(256);
for (const byte of [QUOTE, OPEN_ARRAY, OPEN_OBJECT, CLOSE_ARRAY, CLOSE_OBJECT, COMMA, NEWLINE])
  special[byte] = 1;

/** Feed it with `push`, in order, then call `end` once. */
export class RecordSplitter {
  private buffer: Buffer = Buffer.alloc(0);
  /** Where the record begins in the buffer: 0 too if it began in an earlier one. */
  private start = NONE;
  /** The parts of the record in earlier buffers. */
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private depth = 0;
  /** The depth at which records begin: 0 side by side, 1 in an array, 2 in an array of an object, 3 where that object is in an array. */
  private recordDepth = 0;
  /** The same outside of the object whose array holds the records. */
  private outerDepth = 0;
  private inString = false;
  private escaped = false;
  /** A record too large is read to its end, or to where another seems to begin, and dropped. */
  private dropping = false;
  /** One object a line: a line break ends a record even where brackets do not match. */
  private lines = false;
  private severalLines = false;
  /** What is being read begins as an object does. */
  private isObject = false;
  /** What lies before this offset has been taken by `ahead`. */
  private taken = 0;
  private readonly punctuation: Punctuation;

  constructor(private readonly handler: RecordHandler) {
    this.punctuation = new Punctuation(handler.broken);
  }

  /** Takes the next bytes, which it may change. */
  push(bytes: Buffer): void {
    const buffer = this.dropping ? this.resynchronized(bytes) : bytes;
    const { length } = buffer;
    this.buffer = buffer;
    this.start = this.pendingBytes > 0 || this.dropping ? 0 : NONE;
    this.taken = 0;
    let index = this.escaped ? 1 : 0;
    this.escaped = false;
    while (index < length) {
      if (this.inString) {
        let byte = buffer[index];
        while (byte !== QUOTE && byte !== BACKSLASH && byte !== NEWLINE && ++index < length)
          byte = buffer[index];
        if (byte === BACKSLASH) {
          index += 1;
          this.escaped = index === length;
        } else if (byte === QUOTE) this.inString = false;
        else if (byte === NEWLINE) this.unclosedString(index);
      } else {
        const byte = buffer[index] ?? 0;
        if (byte === QUOTE && this.start !== NONE) this.inString = true;
        else if (this.start === NONE || special[byte] === 1) this.token(byte, index);
      }
      index += 1;
      if (this.taken > index) index = this.taken;
    }
    if (this.start !== NONE) this.keep(buffer.subarray(this.start));
  }

  /** Says that the stream is over, and what cut it short if anything did. */
  end(problem?: string): void {
    const rest = this.takePending();
    let begun = rest.length > 0;
    if (begun && !this.inString && this.recordDepth > 0 && this.depth === this.recordDepth) {
      // All of the last record is there, only what closes the array is not.
      this.handler.record(rest, 0, rest.length);
      begun = false;
    } else if (begun && this.restart(rest)) {
      this.end(problem);
      return;
    }
    const cut = problem ?? (begun || this.depth > 0 ? "ends in the middle" : undefined);
    if (cut === undefined || this.dropping) return;
    this.handler.broken(begun && this.depth === 0 && problem === undefined ? "is no JSON object" : cut);
  }

  private token(byte: number, index: number): void {
    switch (byte) {
      case QUOTE:
        this.inString = true;
        break;
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        if (byte === OPEN_ARRAY && this.holdsRecords(index)) {
          if (this.start !== NONE && !this.isObject) this.handler.broken("is no JSON object");
          this.punctuation.begin();
          this.depth += 1;
          this.outerDepth = this.recordDepth;
          this.recordDepth = this.depth;
          this.takePending();
          this.start = NONE;
          this.goAhead(index + 1);
          return;
        }
        this.begin(index);
        this.depth += 1;
        return;
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        this.close(byte, index);
        return;
      case COMMA:
        if (this.depth !== this.recordDepth) return;
        this.punctuation.comma();
        if (this.start !== NONE) this.emit(index);
        return;
      case NEWLINE:
        this.buffer[index] = RETURN;
        this.severalLines = true;
        if (this.recordDepth === 0 && this.start !== NONE && (this.lines || this.depth === 0)) {
          this.emit(index);
          this.depth = 0;
        }
        return;
    }
    if (!ignored.has(byte)) this.begin(index);
  }

  private begin(index: number): void {
    if (this.start !== NONE || this.depth !== this.recordDepth) return;
    this.start = index;
    this.severalLines = false;
    this.isObject = this.buffer[index] === OPEN_OBJECT;
    this.punctuation.record();
  }

  private close(byte: number, index: number): void {
    if (this.depth === 0 && this.start === NONE) {
      this.punctuation.strayBracket();
      return;
    }
    if (this.depth === this.recordDepth && this.recordDepth > 0 && byte === CLOSE_OBJECT) {
      // No object ends an array: it is the record that is wrong, if there is one.
      this.begin(index);
      return;
    }
    this.depth = Math.max(this.depth - 1, 0);
    if (this.recordDepth > 0) this.closeAround(byte, index);
    else if (this.depth === 0 && this.start !== NONE) {
      this.lines = !this.severalLines;
      this.emit(index + 1);
    }
  }

  /** Closes what is not a record, but holds some. */
  private closeAround(byte: number, index: number): void {
    if (this.recordDepth === NOWHERE) {
      if (this.depth > this.outerDepth) return;
      if (byte === CLOSE_ARRAY) this.punctuation.strayBracket();
    } else {
      if (this.depth >= this.recordDepth) return;
      if (this.start !== NONE) this.emit(index);
      this.punctuation.end();
    }
    // What follows the array in its object is none of ours.
    if (this.depth < this.outerDepth) this.outerDepth = 0;
    this.recordDepth = this.depth === this.outerDepth ? this.outerDepth : NOWHERE;
  }

  /** Whether an array at this place is the one that holds the records. */
  private holdsRecords(index: number): boolean {
    if (this.depth === 0) return this.start === NONE;
    if (this.recordDepth > 1 || this.depth !== this.recordDepth + 1) return false;
    const before = Buffer.concat([
      ...this.pending.slice(-100),
      this.buffer.subarray(Math.max(0, index - 100), index),
    ]);
    return holder.test(before.subarray(-100).toString("latin1"));
  }

  /** A string may not hold a line break: the record is broken, but what follows need not be. */
  private unclosedString(index: number): void {
    this.buffer[index] = CONTROL;
    this.inString = false;
    if (this.recordDepth > 0 || this.start === NONE) return;
    this.emit(index);
    this.depth = 0;
  }

  private emit(end: number): void {
    const { buffer, start } = this;
    this.start = NONE;
    if (this.dropping) this.dropping = false;
    else if (this.pendingBytes === 0) this.handler.record(buffer, start, end);
    else {
      const whole = Buffer.concat([this.takePending(), buffer.subarray(start, end)]);
      this.handler.record(whole, 0, whole.length);
    }
    this.goAhead(end);
  }

  private goAhead(from: number): void {
    const separated = this.recordDepth > 0;
    if (this.depth !== this.recordDepth || !(separated || this.lines)) return;
    this.taken = this.handler.ahead?.(this.buffer, from, separated) ?? 0;
    if (this.taken > from) this.punctuation.record();
  }

  private keep(part: Buffer): void {
    if (this.dropping) {
      // Enough to see a record begin across two buffers.
      this.pending = [Buffer.concat([...this.pending, part]).subarray(-64)];
      return;
    }
    this.pending.push(Buffer.from(part));
    this.pendingBytes += part.length;
    if (this.pendingBytes <= LARGEST_RECORD || this.restart(this.takePending())) return;
    this.handler.broken(`is larger than ${LARGEST_RECORD / 1024 / 1024} MB`);
    this.dropping = true;
  }

  private takePending(): Buffer {
    const text = Buffer.concat(this.pending);
    this.pending = [];
    this.pendingBytes = 0;
    return text;
  }

  /** Where another record seems to begin within a record that does not end, ends it there and goes on with the other. */
  private restart(text: Buffer): boolean {
    const next = nextRecordStart(text);
    if (next < 0) return false;
    this.handler.record(text, 0, next);
    this.reset();
    this.push(text.subarray(next));
    return true;
  }

  /** While a record is dropped: from where the next one seems to begin, or all of it. */
  private resynchronized(bytes: Buffer): Buffer {
    const text = Buffer.concat([...this.pending, bytes]);
    const next = nextRecordStart(text);
    if (next < 0) return bytes;
    this.dropping = false;
    this.takePending();
    this.reset();
    return text.subarray(next);
  }

  private reset(): void {
    this.inString = false;
    this.escaped = false;
    this.depth = this.recordDepth;
  }
}
