/**
 * Events on their way into the database: columns of numbers, of which those of text refer to a list of texts. Each text is there once,
 * as bytes. All of it moves between threads without being copied.
 */

/** Columns of text, in the order of the table `records`. */
export const textColumns = [
  ...["eventID", "eventName", "eventSource", "eventType", "region", "accountId", "identityType", "principal"],
  ...[
    "sessionName",
    "callerAccountId",
    "invokedBy",
    "sourceIPAddress",
    "userAgent",
    "errorCode",
    "errorMessage",
  ],
  ...["requestedKey", "resourceKeyArn", "otherKeys", "resolvedKeyArn", "encryptionContext", "algorithm"],
  ...["requestParameters", "responseElements", "additionalEventData", "serviceEventDetails", "vpcEndpointId"],
  ...["sharedEventID", "file"],
] as const;

/** Bytes and rows that a batch has room for at first; it grows where one source brings more. */
const ROWS = 4096;
const BYTES = 1024 * 1024;
/** From these on, a batch should be handed over. */
const FULL_ROWS = 1500;
const FULL_BYTES = 4 * 1024 * 1024;

/** What a batch is made of. */
export interface BatchData {
  rows: number;
  /** Row by row: a number of a text for each of `textColumns`, 0 for NULL. */
  codes: Int32Array<ArrayBuffer>;
  /** Of each row: microseconds since 1970 as two halves, the number of its source, its place, and `readOnly` (0 NULL, 1 false, 2 true). */
  numbers: Int32Array<ArrayBuffer>;
  texts: number;
  /** Text n is in the bytes from offset n - 1 to offset n. */
  offsets: Int32Array<ArrayBuffer>;
  bytes: Uint8Array<ArrayBuffer>;
}

/** How many numbers a row has beside its texts. */
export const NUMBERS = 5;
const TEXTS = textColumns.length;
const FILE = textColumns.indexOf("file");
const HALF = 2 ** 32;

/** A batch without rows. */
export function emptyBatch(): BatchData {
  return {
    rows: 0,
    codes: new Int32Array(ROWS * TEXTS),
    numbers: new Int32Array(ROWS * NUMBERS),
    texts: 0,
    offsets: new Int32Array(ROWS * 8),
    bytes: new Uint8Array(BYTES),
  };
}

/** The memory of a batch, which may move to another thread. */
export function transferables({ codes, numbers, offsets, bytes }: BatchData): ArrayBuffer[] {
  return [codes.buffer, numbers.buffer, offsets.buffer, bytes.buffer];
}

/** A source of rows. */
export interface RowSource {
  readonly number: number;
  /** Its name as bytes. */
  readonly name: Uint8Array;
}

/** Fills batches. */
export class BatchWriter {
  /** Open addressing: the number of a text, or 0. */
  private table = new Int32Array(1 << 15);
  private hashes = new Int32Array(ROWS * 8);
  /** The source of the rows that are being added, and the number of its name among the texts. */
  private named: RowSource | undefined;
  private file = 0;

  constructor(private batch: BatchData) {}

  get isFull(): boolean {
    return this.batch.rows >= FULL_ROWS || (this.batch.offsets[this.batch.texts] ?? 0) >= FULL_BYTES;
  }

  /** Goes on with another batch, which it empties; gives the one so far. */
  exchange(next: BatchData): BatchData {
    const filled = this.batch;
    next.rows = 0;
    next.texts = 0;
    this.batch = next;
    this.named = undefined;
    this.table.fill(0);
    return filled;
  }

  /**
   * Begins a row, whose columns are all NULL.
   * @param time microseconds since 1970
   */
  row(source: RowSource, place: number, time: number, readOnly: boolean | undefined): void {
    const { batch } = this;
    if ((batch.rows + 1) * TEXTS > batch.codes.length) {
      batch.codes = doubled(batch.codes);
      batch.numbers = doubled(batch.numbers);
    }
    const first = batch.rows * NUMBERS;
    const high = Math.floor(time / HALF);
    batch.numbers[first] = time - high * HALF;
    batch.numbers[first + 1] = high;
    batch.numbers[first + 2] = source.number;
    batch.numbers[first + 3] = place;
    batch.numbers[first + 4] = readOnly === undefined ? 0 : readOnly ? 2 : 1;
    batch.codes.fill(0, batch.rows * TEXTS, (batch.rows + 1) * TEXTS);
    batch.rows += 1;
    if (source === this.named) this.set(FILE, this.file);
    else {
      this.text(FILE, source.name, 0, source.name.length);
      this.file = batch.codes[(batch.rows - 1) * TEXTS + FILE] ?? 0;
      this.named = source;
    }
  }

  /** Sets a column of the row to a text that other rows may have. */
  text(column: number, bytes: Uint8Array, start: number, end: number): void {
    const hash = hashOf(bytes, start, end);
    const mask = this.table.length - 1;
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (;;) {
      const known = this.table[slot] ?? 0;
      if (known === 0) break;
      if (this.hashes[known] === hash && this.isText(known, bytes, start, end)) {
        this.set(column, known);
        return;
      }
      slot = (slot + 1) & mask;
    }
    const added = this.add(bytes, start, end);
    this.table[slot] = added;
    this.hashes[added] = hash;
    this.set(column, added);
    if (added * 2 > this.table.length) this.rehash();
  }

  /** Sets a column of the row to a text that no other row will have. */
  unique(column: number, bytes: Uint8Array, start: number, end: number): void {
    const added = this.add(bytes, start, end);
    this.hashes[added] = 0;
    this.set(column, added);
  }

  private set(column: number, text: number): void {
    this.batch.codes[(this.batch.rows - 1) * TEXTS + column] = text;
  }

  private isText(text: number, bytes: Uint8Array, start: number, end: number): boolean {
    const { offsets, bytes: known } = this.batch;
    const first = offsets[text - 1] ?? 0;
    if ((offsets[text] ?? 0) - first !== end - start) return false;
    for (let index = end - start - 1; index >= 0; index -= 1)
      if (known[first + index] !== bytes[start + index]) return false;
    return true;
  }

  private add(bytes: Uint8Array, start: number, end: number): number {
    const { batch } = this;
    const first = batch.offsets[batch.texts] ?? 0;
    const behind = first + end - start;
    while (behind > batch.bytes.length) batch.bytes = doubled(batch.bytes);
    batch.texts += 1;
    if (batch.texts >= batch.offsets.length) batch.offsets = doubled(batch.offsets);
    if (batch.texts >= this.hashes.length) this.hashes = doubled(this.hashes);
    const into = batch.bytes;
    for (let index = start, at = first; index < end; index += 1, at += 1) into[at] = bytes[index] ?? 0;
    batch.offsets[batch.texts] = behind;
    return batch.texts;
  }

  private rehash(): void {
    this.table = new Int32Array(this.table.length * 2);
    const mask = this.table.length - 1;
    for (let text = 1; text <= this.batch.texts; text += 1) {
      const hash = this.hashes[text] ?? 0;
      if (hash === 0) continue;
      let slot = (hash ^ (hash >>> 13)) & mask;
      while (this.table[slot] !== 0) slot = (slot + 1) & mask;
      this.table[slot] = text;
    }
  }
}

/** Of a long text some bytes, for the most part its last, by which names of things differ. Never 0. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  let hash = length;
  const tail = length > 12 ? end - 8 : start;
  for (let index = tail; index < end; index += 1) hash = (Math.imul(hash, 31) + (bytes[index] ?? 0)) | 0;
  if (length > 12)
    for (let quarter = 1; quarter < 4; quarter += 1)
      hash = (Math.imul(hash, 31) + (bytes[start + ((length * quarter) >> 2)] ?? 0)) | 0;
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) | 1;
}

function doubled<Kind extends Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(array: Kind): Kind {
  const larger = new (array.constructor as new (length: number) => Kind)(array.length * 2);
  larger.set(array);
  return larger;
}
