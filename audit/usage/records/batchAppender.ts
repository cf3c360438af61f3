/**
 * Appends batches to a table of the database, by DuckDB's data chunks. A text of DuckDB is 16 bytes that refer to the chunk it was put
 * into (`duckdb_string_t`), and may be copied within it: so each text crosses into DuckDB once, however many rows have it.
 * https://duckdb.org/docs/stable/clients/c/data_chunk.html
 */
import type { DuckDBAppender, DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import type bindings from "@duckdb/node-bindings";
import { type BatchData, NUMBERS, textColumns } from "./eventBatch";

/** Rows of a chunk. */
const ROWS = 2048;
const TEXT_BYTES = 16;
const TEXTS = textColumns.length;

const NONE = -1;

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
  { name: "file", type: "VARCHAR" },
];

/** Appends to one table, whose columns are those of `appendedColumns`. */
export class BatchAppender {
  /** Which row of the column that is being filled has a text first. */
  private firstRows = new Int32Array(0);
  /** The earlier row that has the same text, or -1. */
  private readonly sharedWith = new Int32Array(ROWS);
  private readonly texts = new Int32Array((ROWS * TEXT_BYTES) / 4);
  private readonly validity = new Uint8Array(ROWS / 8);
  private readonly halves = new Int32Array(ROWS * 2);
  private readonly flags = new Uint8Array(ROWS);

  private constructor(
    private readonly duckdb: typeof bindings,
    private readonly chunk: DuckDBDataChunk,
    private readonly appender: DuckDBAppender,
    private readonly sources: readonly string[],
  ) {}

  /** @param sources names of the sources, by their numbers */
  static async open(
    connection: DuckDBConnection,
    table: string,
    sources: readonly string[],
  ): Promise<BatchAppender> {
    const { BOOLEAN, DuckDBDataChunk: Chunk, INTEGER, TIMESTAMP, VARCHAR } = await import("@duckdb/node-api");
    const { default: duckdb } = await import("@duckdb/node-bindings");
    const types = { BOOLEAN, INTEGER, TIMESTAMP, VARCHAR };
    const chunk = Chunk.create(appendedColumns.map(({ type }) => types[type]));
    return new BatchAppender(duckdb, chunk, await connection.createAppender(table), sources);
  }

  append(batch: BatchData): void {
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
    if (this.firstRows.length <= batch.texts) this.firstRows = new Int32Array(batch.texts * 2);
    for (let column = 0; column < TEXTS; column += 1) this.textColumn(batch, first, rows, column);
    this.times(batch, first, rows);
    this.readOnly(batch, first, rows);
    this.integers(batch, first, rows, 2, TEXTS + 2);
    this.integers(batch, first, rows, 3, TEXTS + 3);
    this.files(batch, first, rows);
    this.appender.appendDataChunk(this.chunk);
  }

  private textColumn(
    { codes, offsets, bytes, texts }: BatchData,
    first: number,
    rows: number,
    column: number,
  ): void {
    const { firstRows, sharedWith, validity } = this;
    const vector = this.vector(column);
    firstRows.fill(NONE, 0, texts + 1);
    validity.fill(0);
    let [filled, shared] = [0, 0];
    for (let row = 0; row < rows; row += 1) {
      const text = codes[(first + row) * TEXTS + column] ?? 0;
      sharedWith[row] = NONE;
      if (text === 0) continue;
      filled += 1;
      validity[row >> 3] = (validity[row >> 3] ?? 0) | (1 << (row & 7));
      const known = firstRows[text] ?? NONE;
      if (known === NONE) {
        firstRows[text] = row;
        this.duckdb.vector_assign_string_element_len(
          vector,
          row,
          bytes.subarray(offsets[text - 1], offsets[text]),
        );
      } else {
        sharedWith[row] = known;
        shared += 1;
      }
    }
    if (shared > 0) this.share(vector, rows);
    if (filled < rows) this.setValidity(vector, rows);
  }

  /** The names of the sources. */
  private files({ numbers }: BatchData, first: number, rows: number): void {
    const vector = this.vector(TEXTS + 4);
    const firstOf = new Map<number, number>();
    let shared = 0;
    for (let row = 0; row < rows; row += 1) {
      const source = numbers[(first + row) * NUMBERS + 2] ?? 0;
      const known = firstOf.get(source);
      this.sharedWith[row] = known ?? NONE;
      if (known === undefined) {
        firstOf.set(source, row);
        this.duckdb.vector_assign_string_element(vector, row, this.sources[source] ?? "");
      } else shared += 1;
    }
    if (shared > 0) this.share(vector, rows);
  }

  /** Gives rows that share a text with an earlier one its 16 bytes. */
  private share(vector: Vector, rows: number): void {
    const { sharedWith, texts } = this;
    new Uint8Array(texts.buffer).set(this.duckdb.vector_get_data(vector, rows * TEXT_BYTES));
    for (let row = 0; row < rows; row += 1) {
      const from = (sharedWith[row] ?? NONE) * 4;
      if (from >= 0) texts.copyWithin(row * 4, from, from + 4);
    }
    this.duckdb.copy_data_to_vector(vector, 0, texts.buffer, 0, rows * TEXT_BYTES);
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
