/**
 * Appends batches to a table of the database, by DuckDB's data chunks. The bytes of a batch cross into DuckDB once, as one text, and all
 * others are made to refer to parts of it: so a row costs no call for each of its texts.
 * https://duckdb.org/docs/stable/clients/c/vector.html
 */
import type { DuckDBAppender, DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import type bindings from "@duckdb/node-bindings";
import {
  type BatchData,
  CHUNK_ROWS as ROWS,
  COLUMN_FLAGS,
  COLUMN_NUMBERS,
  INLINE,
  NUMBERS,
  TEXT_NUMBERS,
  textColumns,
} from "./eventBatch";

const TEXT_BYTES = TEXT_NUMBERS * Int32Array.BYTES_PER_ELEMENT;
/** Rows that the appender may hold, which count against no limit. */
const HELD = 8 * ROWS;
const TEXTS = textColumns.length;

type Vector = ReturnType<typeof bindings.data_chunk_get_vector>;

/** The columns that are appended, in order. */
export const appendedColumns: readonly {
  readonly name: string;
  readonly type: "VARCHAR" | "TIMESTAMP" | "BOOLEAN" | "INTEGER";
}[] = [
  ...textColumns.map((name) => ({ name, type: "VARCHAR" }) as const),
  { name: "eventTime", type: "TIMESTAMP" },
  { name: "readOnly", type: "BOOLEAN" },
  { name: "source", type: "INTEGER" },
  { name: "place", type: "INTEGER" },
];

/** Appends to one table, whose columns are those of `appendedColumns`. */
export class BatchAppender {
  /** Where the bytes of the batch are. */
  private addressLow = 0;
  private addressHigh = 0;
  private held = 0;
  private readonly validity = new Uint8Array(ROWS / 8);
  private readonly halves = new Int32Array(ROWS * 2);
  private readonly flags = new Uint8Array(ROWS);

  private constructor(
    private readonly duckdb: typeof bindings,
    private readonly chunk: DuckDBDataChunk,
    /** Its one value holds the bytes of all texts. */
    private readonly holder: DuckDBDataChunk,
    private readonly appender: DuckDBAppender,
  ) {}

  /** Opens a table whose columns are `appendedColumns`. */
  static async open(connection: DuckDBConnection, table: string): Promise<BatchAppender> {
    const {
      BLOB,
      BOOLEAN,
      DuckDBDataChunk: Chunk,
      INTEGER,
      TIMESTAMP,
      VARCHAR,
    } = await import("@duckdb/node-api");
    const { default: duckdb } = await import("@duckdb/node-bindings");
    const types = { BOOLEAN, INTEGER, TIMESTAMP, VARCHAR };
    const chunk = Chunk.create(appendedColumns.map(({ type }) => types[type]));
    return new BatchAppender(duckdb, chunk, Chunk.create([BLOB]), await connection.createAppender(table));
  }

  append(batch: BatchData): void {
    if (batch.rows > 0) this.hold(batch);
    for (let first = 0; first < batch.rows; first += ROWS)
      this.appendRows(batch, first, Math.min(ROWS, batch.rows - first));
  }

  /** Lets other statements see what was appended. */
  flush(): void {
    this.held = 0;
    this.appender.flushSync();
  }

  close(): void {
    this.appender.closeSync();
  }

  private appendRows(batch: BatchData, first: number, rows: number): void {
    this.chunk.reset();
    this.chunk.rowCount = rows;
    for (let column = 0; column < TEXTS; column += 1) this.textColumn(batch, first, rows, column);
    this.times(batch, first, rows);
    this.readOnly(batch, first, rows);
    this.integers(batch, first, rows, 2, TEXTS + 2);
    this.integers(batch, first, rows, 3, TEXTS + 3);
    this.appender.appendDataChunk(this.chunk);
    this.held += rows;
    if (this.held >= HELD) this.flush();
  }

  /** Puts all bytes of a batch into one value of DuckDB, to whose parts its texts will refer. What is broken in them need not be UTF-8. */
  private hold({ bytes, length }: BatchData): void {
    this.holder.reset();
    this.holder.rowCount = 1;
    const vector = this.duckdb.data_chunk_get_vector(this.holder.chunk, 0);
    // A shorter text would have no address.
    this.duckdb.vector_assign_string_element_len(vector, 0, bytes.subarray(0, Math.max(length, INLINE + 1)));
    const [size, , low = 0, high = 0] = new Int32Array(
      this.duckdb.vector_get_data(vector, TEXT_BYTES).slice().buffer,
    );
    if (size !== Math.max(length, INLINE + 1)) throw new Error("DuckDB lays out its texts in an unknown way");
    this.addressLow = low >>> 0;
    this.addressHigh = high;
  }

  private textColumn({ texts, filled }: BatchData, first: number, rows: number, column: number): void {
    const vector = this.vector(column);
    const place = (first / ROWS) * TEXTS + column;
    const flags = filled.subarray(place * COLUMN_FLAGS, (place + 1) * COLUMN_FLAGS);
    if (flags.some((byte) => byte !== 0)) {
      this.address(texts, place * COLUMN_NUMBERS, rows);
      this.duckdb.copy_data_to_vector(vector, 0, texts.buffer, place * COLUMN_NUMBERS * 4, rows * TEXT_BYTES);
    }
    this.setValidity(vector, flags, rows);
  }

  /** Makes addresses of the offsets of texts. */
  private address(texts: Int32Array, start: number, rows: number): void {
    const { addressLow, addressHigh } = this;
    const end = start + rows * TEXT_NUMBERS;
    for (let at = start; at < end; at += TEXT_NUMBERS) {
      if ((texts[at] ?? 0) <= INLINE) continue;
      const address = addressLow + (texts[at + 2] ?? 0);
      texts[at + 2] = address;
      texts[at + 3] = address > 0xffffffff ? addressHigh + 1 : addressHigh;
    }
  }

  private times({ numbers }: BatchData, first: number, rows: number): void {
    for (let row = 0; row < rows; row += 1) {
      this.halves[row * 2] = numbers[(first + row) * NUMBERS] ?? 0;
      this.halves[row * 2 + 1] = numbers[(first + row) * NUMBERS + 1] ?? 0;
    }
    this.duckdb.copy_data_to_vector(this.vector(TEXTS), 0, this.halves.buffer, 0, rows * 8);
  }

  private readOnly({ numbers }: BatchData, first: number, rows: number): void {
    this.validity.fill(0);
    for (let row = 0; row < rows; row += 1) {
      const flag = numbers[(first + row) * NUMBERS + 4] ?? 0;
      this.flags[row] = flag === 2 ? 1 : 0;
      if (flag > 0) this.validity[row >> 3] = (this.validity[row >> 3] ?? 0) | (1 << (row & 7));
    }
    const vector = this.vector(TEXTS + 1);
    this.duckdb.copy_data_to_vector(vector, 0, this.flags.buffer, 0, rows);
    this.setValidity(vector, this.validity, rows);
  }

  private integers(
    { numbers }: BatchData,
    first: number,
    rows: number,
    number: number,
    column: number,
  ): void {
    for (let row = 0; row < rows; row += 1) this.halves[row] = numbers[(first + row) * NUMBERS + number] ?? 0;
    this.duckdb.copy_data_to_vector(this.vector(column), 0, this.halves.buffer, 0, rows * 4);
  }

  /** Says which rows are filled, unless all are. */
  private setValidity(vector: Vector, flags: Uint8Array<ArrayBuffer>, rows: number): void {
    if (allFilled(flags, rows)) return;
    this.duckdb.vector_ensure_validity_writable(vector);
    const bytes = Math.ceil(rows / 64) * 8;
    this.duckdb.copy_data_to_vector_validity(vector, 0, flags.buffer, flags.byteOffset, bytes);
  }

  private vector(column: number): Vector {
    return this.duckdb.data_chunk_get_vector(this.chunk.chunk, column);
  }
}

function allFilled(flags: Uint8Array, rows: number): boolean {
  const whole = rows >> 3;
  for (let index = 0; index < whole; index += 1) if (flags[index] !== 0xff) return false;
  return (rows & 7) === 0 || flags[whole] === (1 << (rows & 7)) - 1;
}
