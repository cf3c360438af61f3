/**
 * Appends batches to a table of the database, by DuckDB's data chunks. A text of DuckDB is 16 bytes: its length, and all of it or its
 * first bytes and an address (`duckdb_string_t` in duckdb.h). The bytes of a batch cross into DuckDB once, as one text, and all others
 * are made to refer to parts of it: so a row costs no call for each of its texts.
 * https://duckdb.org/docs/stable/clients/c/vector.html
 */
import type { DuckDBAppender, DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import type bindings from "@duckdb/node-bindings";
import { type BatchData, NUMBERS, textColumns } from "./eventBatch";

/** Rows of a chunk. */
const ROWS = 2048;
const TEXT_BYTES = 16;
const TEXTS = textColumns.length;
/** Bytes that a text holds itself. */
const INLINE = 12;
/** The first bytes of a longer one, which it repeats. */
const PREFIX = 4;

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
  /** Each text of the batch as DuckDB writes it. */
  private made = new Int32Array(0);
  private readonly texts = new Int32Array((ROWS * TEXT_BYTES) / 4);
  private readonly validity = new Uint8Array(ROWS / 8);
  private readonly halves = new Int32Array(ROWS * 2);
  private readonly flags = new Uint8Array(ROWS);

  private constructor(
    private readonly duckdb: typeof bindings,
    private readonly chunk: DuckDBDataChunk,
    /** Its one text holds the bytes of all others. */
    private readonly holder: DuckDBDataChunk,
    private readonly appender: DuckDBAppender,
  ) {}

  /** Opens a table whose columns are `appendedColumns`. */
  static async open(connection: DuckDBConnection, table: string): Promise<BatchAppender> {
    const { BOOLEAN, DuckDBDataChunk: Chunk, INTEGER, TIMESTAMP, VARCHAR } = await import("@duckdb/node-api");
    const { default: duckdb } = await import("@duckdb/node-bindings");
    const types = { BOOLEAN, INTEGER, TIMESTAMP, VARCHAR };
    const chunk = Chunk.create(appendedColumns.map(({ type }) => types[type]));
    return new BatchAppender(duckdb, chunk, Chunk.create([VARCHAR]), await connection.createAppender(table));
  }

  append(batch: BatchData): void {
    this.makeTexts(batch);
    for (let first = 0; first < batch.rows; first += ROWS)
      this.appendRows(batch, first, Math.min(ROWS, batch.rows - first));
  }

  /** Lets other statements see what was appended. */
  flush(): void {
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
  }

  /** Puts all bytes of a batch into a text of DuckDB, and makes the texts that refer to parts of it. */
  private makeTexts({ offsets, bytes, texts }: BatchData): void {
    this.holder.reset();
    this.holder.rowCount = 1;
    const vector = this.duckdb.data_chunk_get_vector(this.holder.chunk, 0);
    // A shorter text would have no address.
    const end = Math.max(offsets[texts] ?? 0, INLINE + 1);
    this.duckdb.vector_assign_string_element_len(vector, 0, bytes.subarray(0, end));
    const holder = new Int32Array(this.duckdb.vector_get_data(vector, TEXT_BYTES).slice().buffer);
    const [low = 0, high = 0] = [holder[2], holder[3]];
    if (this.made.length < (texts + 1) * 4) this.made = new Int32Array((texts + 1) * 8);
    const { made } = this;
    const madeBytes = new Uint8Array(made.buffer);
    for (let text = 1; text <= texts; text += 1) {
      const start = offsets[text - 1] ?? 0;
      const length = (offsets[text] ?? 0) - start;
      const at = text * 4;
      made[at] = length;
      made[at + 1] = made[at + 2] = made[at + 3] = 0;
      const copied = length > INLINE ? PREFIX : length;
      for (let index = 0; index < copied; index += 1)
        madeBytes[at * 4 + 4 + index] = bytes[start + index] ?? 0;
      if (length <= INLINE) continue;
      const pointer = (low >>> 0) + start;
      made[at + 2] = pointer;
      made[at + 3] = pointer > 0xffffffff ? high + 1 : high;
    }
  }

  private textColumn({ codes }: BatchData, first: number, rows: number, column: number): void {
    const { made, texts, validity } = this;
    const vector = this.vector(column);
    validity.fill(0);
    let filled = 0;
    for (let row = 0; row < rows; row += 1) {
      const text = codes[(first + row) * TEXTS + column] ?? 0;
      if (text === 0) continue;
      filled += 1;
      validity[row >> 3] = (validity[row >> 3] ?? 0) | (1 << (row & 7));
      const [from, to] = [text * 4, row * 4];
      texts[to] = made[from] ?? 0;
      texts[to + 1] = made[from + 1] ?? 0;
      texts[to + 2] = made[from + 2] ?? 0;
      texts[to + 3] = made[from + 3] ?? 0;
    }
    if (filled > 0) this.duckdb.copy_data_to_vector(vector, 0, texts.buffer, 0, rows * TEXT_BYTES);
    if (filled < rows) this.setValidity(vector, rows);
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
    this.setValidity(vector, rows);
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

  private setValidity(vector: Vector, rows: number): void {
    this.duckdb.vector_ensure_validity_writable(vector);
    this.duckdb.copy_data_to_vector_validity(vector, 0, this.validity.buffer, 0, Math.ceil(rows / 64) * 8);
  }

  private vector(column: number): Vector {
    return this.duckdb.data_chunk_get_vector(this.chunk.chunk, column);
  }
}
