/**
 * Events on their way into the database: columns of numbers, of which those of text refer to stretches of the bytes that were read. All
 * of it moves between threads without being copied.
 */

/** Columns of text, in the order of the table `records`. */
export const textColumns = [
  ...["eventID", "eventName", "eventSource", "eventType", "region", "accountId", "identityType", "principal"],
  ...["sessionName", "callerAccountId", "invokedBy", "sourceIPAddress", "errorCode", "errorMessage"],
  ...[
    "requestedKey",
    "resourceKeyArn",
    "otherKeys",
    "resolvedKeyArn",
    "encryptionContext",
    "contextNames",
    "algorithm",
  ],
  ...["requestParameters", "responseElements", "additionalEventData", "sharedEventID", "file"],
] as const;

/** Rows and bytes that a batch has room for at first; it grows where one source brings more. */
const ROWS = 4096;
const BYTES = 2 * 1024 * 1024;
/** From these on, a batch should be handed over. */
const FULL_ROWS = 1500;
const FULL_BYTES = 2 * 1024 * 1024;

/** What a batch is made of. */
export interface BatchData {
  rows: number;
  /** Row by row, for each of `textColumns`: the offset of its first byte and 1, or 0 for NULL; and its length in bytes. */
  texts: Int32Array<ArrayBuffer>;
  /** Of each row: microseconds since 1970 as two halves, the number of its source, its place, and `readOnly` (0 NULL, 1 false, 2 true). */
  numbers: Int32Array<ArrayBuffer>;
  /** Bytes that are filled. */
  length: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** How many numbers a row has beside its texts. */
export const NUMBERS = 5;
/** How many numbers the texts of a row take. */
export const TEXT_NUMBERS = textColumns.length * 2;
const FILE = textColumns.indexOf("file");
const HALF = 2 ** 32;

/** A batch without rows. */
export function emptyBatch(): BatchData {
  return {
    rows: 0,
    texts: new Int32Array(ROWS * TEXT_NUMBERS),
    numbers: new Int32Array(ROWS * NUMBERS),
    length: 0,
    bytes: new Uint8Array(BYTES),
  };
}

/** The memory of a batch, which may move to another thread. */
export function transferables({ texts, numbers, bytes }: BatchData): ArrayBuffer[] {
  return [texts.buffer, numbers.buffer, bytes.buffer];
}

/** A source of rows. */
export interface RowSource {
  readonly number: number;
  /** Its name as bytes. */
  readonly name: Uint8Array;
}

/** Fills batches. */
export class BatchWriter {
  /** What is being read, and where the batch has a copy of it. */
  private piece: Uint8Array | undefined;
  private base = 0;
  /** The source whose name is in the batch, and where. */
  private named: RowSource | undefined;
  private nameAt = 0;

  constructor(private batch: BatchData) {}

  get isFull(): boolean {
    return this.batch.rows >= FULL_ROWS || this.batch.length >= FULL_BYTES;
  }

  /** Goes on with another batch, which it empties; gives the one so far. */
  exchange(next: BatchData): BatchData {
    const filled = this.batch;
    next.rows = 0;
    next.length = 0;
    this.batch = next;
    this.piece = undefined;
    this.named = undefined;
    return filled;
  }

  /** Says that most texts to come are parts of these bytes. */
  read(piece: Uint8Array): void {
    this.piece = piece;
    this.base = this.add(piece, 0, piece.length);
  }

  /**
   * Begins a row, whose columns are all NULL.
   * @param time microseconds since 1970
   */
  row(source: RowSource, place: number, time: number, readOnly: boolean | undefined): void {
    const { batch } = this;
    if ((batch.rows + 1) * TEXT_NUMBERS > batch.texts.length) {
      batch.texts = doubled(batch.texts);
      batch.numbers = doubled(batch.numbers);
    }
    const first = batch.rows * NUMBERS;
    const high = Math.floor(time / HALF);
    batch.numbers[first] = time - high * HALF;
    batch.numbers[first + 1] = high;
    batch.numbers[first + 2] = source.number;
    batch.numbers[first + 3] = place;
    batch.numbers[first + 4] = readOnly === undefined ? 0 : readOnly ? 2 : 1;
    batch.texts.fill(0, batch.rows * TEXT_NUMBERS, (batch.rows + 1) * TEXT_NUMBERS);
    batch.rows += 1;
  }

  /** Says in the row which source has it. */
  nameSource(source: RowSource): void {
    if (source !== this.named) {
      this.nameAt = this.add(source.name, 0, source.name.length);
      this.named = source;
    }
    this.set(FILE, this.nameAt, source.name.length);
  }

  /** Sets a column of the row. */
  text(column: number, bytes: Uint8Array, start: number, end: number): void {
    this.set(column, bytes === this.piece ? this.base + start : this.add(bytes, start, end), end - start);
  }

  private set(column: number, start: number, length: number): void {
    const { rows, texts } = this.batch;
    const at = (rows - 1) * TEXT_NUMBERS + column * 2;
    texts[at] = start + 1;
    texts[at + 1] = length;
  }

  /** Copies bytes into the batch; gives where they are. */
  private add(bytes: Uint8Array, start: number, end: number): number {
    const { batch } = this;
    const at = batch.length;
    const behind = at + end - start;
    while (behind > batch.bytes.length) batch.bytes = doubled(batch.bytes);
    batch.bytes.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), at);
    batch.length = behind;
    return at;
  }
}

function doubled<Kind extends Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(array: Kind): Kind {
  const larger = new (array.constructor as new (length: number) => Kind)(array.length * 2);
  larger.set(array);
  return larger;
}
