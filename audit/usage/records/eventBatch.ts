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

/** Rows of a chunk, as DuckDB takes them: the columns of a chunk lie one behind the other. */
export const CHUNK_ROWS = 2048;
/** Numbers of a text. */
export const TEXT_NUMBERS = 4;
/** Bytes that a text holds itself. */
export const INLINE = 12;
/** Numbers of a column of texts in a chunk; a little more than it needs, so that columns do not compete for lines of the cache. */
export const COLUMN_NUMBERS = CHUNK_ROWS * TEXT_NUMBERS + 16;
/** Bytes that say which rows of a column are filled. */
export const COLUMN_FLAGS = CHUNK_ROWS / 8;

/** Chunks and bytes that a batch has room for at first; it grows where one source brings more. */
const CHUNKS = 2;
const BYTES = 2 * 1024 * 1024;
/** From these on, a batch should be handed over. */
const FULL_ROWS = 1500;
const FULL_BYTES = 2 * 1024 * 1024;

/** What a batch is made of. */
export interface BatchData {
  rows: number;
  /**
   * Chunk by chunk, for each of `textColumns`, row by row: a text as DuckDB has it (`duckdb_string_t` in duckdb.h), which is its length
   * in bytes, and all of it or its first four bytes and the offset of the first. The offset is to become an address.
   */
  texts: Int32Array<ArrayBuffer>;
  /** Chunk by chunk, for each of `textColumns`: a bit for each row, 0 for NULL. */
  filled: Uint8Array<ArrayBuffer>;
  /** Of each row: microseconds since 1970 as two halves, the number of its source, its place, and `readOnly` (0 NULL, 1 false, 2 true). */
  numbers: Int32Array<ArrayBuffer>;
  /** Bytes that are filled. */
  length: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** How many numbers a row has beside its texts. */
export const NUMBERS = 5;
const COLUMNS = textColumns.length;
const FILE = textColumns.indexOf("file");
const HALF = 2 ** 32;

/** A batch without rows. */
export function emptyBatch(): BatchData {
  return {
    rows: 0,
    texts: new Int32Array(CHUNKS * COLUMNS * COLUMN_NUMBERS),
    filled: new Uint8Array(CHUNKS * COLUMNS * COLUMN_FLAGS),
    numbers: new Int32Array(CHUNKS * CHUNK_ROWS * NUMBERS),
    length: 0,
    bytes: new Uint8Array(BYTES),
  };
}

/** The memory of a batch, which may move to another thread. */
export function transferables({ texts, filled, numbers, bytes }: BatchData): ArrayBuffer[] {
  return [texts.buffer, filled.buffer, numbers.buffer, bytes.buffer];
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
  /** Where the row is in the first column, and its bit there. */
  private textAt = 0;
  private flagAt = 0;
  private flag = 0;
  private textBytes: Uint8Array;

  constructor(private batch: BatchData) {
    this.textBytes = new Uint8Array(batch.texts.buffer);
  }

  get isFull(): boolean {
    return this.batch.rows >= FULL_ROWS || this.batch.length >= FULL_BYTES;
  }

  /** Goes on with another batch, which it empties; gives the one so far. */
  exchange(next: BatchData): BatchData {
    const filled = this.batch;
    next.rows = 0;
    next.length = 0;
    next.filled.fill(0);
    this.batch = next;
    this.textBytes = new Uint8Array(next.texts.buffer);
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
    const first = batch.rows * NUMBERS;
    if (first === batch.numbers.length) this.grow();
    const [chunk, rowOfChunk] = [Math.floor(batch.rows / CHUNK_ROWS), batch.rows % CHUNK_ROWS];
    this.textAt = chunk * COLUMNS * COLUMN_NUMBERS + rowOfChunk * TEXT_NUMBERS;
    this.flagAt = chunk * COLUMNS * COLUMN_FLAGS + (rowOfChunk >> 3);
    this.flag = 1 << (rowOfChunk & 7);
    const high = Math.floor(time / HALF);
    batch.numbers[first] = time - high * HALF;
    batch.numbers[first + 1] = high;
    batch.numbers[first + 2] = source.number;
    batch.numbers[first + 3] = place;
    batch.numbers[first + 4] = readOnly === undefined ? 0 : readOnly ? 2 : 1;
    batch.rows += 1;
  }

  /** Says in the row which source has it. */
  nameSource(source: RowSource): void {
    if (source !== this.named) {
      this.nameAt = this.add(source.name, 0, source.name.length);
      this.named = source;
    }
    this.set(FILE, this.nameAt, source.name, 0, source.name.length);
  }

  /** Sets a column of the row. */
  text(column: number, bytes: Uint8Array, start: number, end: number): void {
    const at = bytes === this.piece ? this.base + start : this.add(bytes, start, end);
    this.set(column, at, bytes, start, end - start);
  }

  private set(column: number, offset: number, bytes: Uint8Array, start: number, length: number): void {
    const { texts, filled } = this.batch;
    const flagAt = this.flagAt + column * COLUMN_FLAGS;
    filled[flagAt] = (filled[flagAt] ?? 0) | this.flag;
    const at = this.textAt + column * COLUMN_NUMBERS;
    texts[at] = length;
    if (length > INLINE) {
      texts[at + 1] =
        (bytes[start] ?? 0) |
        ((bytes[start + 1] ?? 0) << 8) |
        ((bytes[start + 2] ?? 0) << 16) |
        ((bytes[start + 3] ?? 0) << 24);
      texts[at + 2] = offset;
    } else {
      texts[at + 1] = texts[at + 2] = texts[at + 3] = 0;
      const byteAt = (at + 1) * 4;
      for (let index = 0; index < length; index += 1)
        this.textBytes[byteAt + index] = bytes[start + index] ?? 0;
    }
  }

  private grow(): void {
    const { batch } = this;
    batch.texts = doubled(batch.texts);
    batch.filled = doubled(batch.filled);
    batch.numbers = doubled(batch.numbers);
    this.textBytes = new Uint8Array(batch.texts.buffer);
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
