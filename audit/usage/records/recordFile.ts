/** Files of records on their way into the database: one record a line, with the number of its source and its own. */
import { closeSync, openSync, writeSync } from "node:fs";

/** Bytes that are written at a time. */
const PIECE = 1 << 20;

/** A file that is being written. */
export class RecordFile {
  private readonly descriptor: number;
  private readonly piece = Buffer.allocUnsafe(PIECE);
  private filled = 0;
  /** Bytes written. */
  bytes = 0;

  constructor(readonly path: string) {
    this.descriptor = openSync(path, "w");
  }

  /**
   * Adds a record.
   * @param source the number of its source
   * @param place its number within its source, from 1
   * @param buffer holds the record from `start` to `end` as JSON text without line breaks
   */
  add(source: number, place: number, buffer: Buffer, start: number, end: number): void {
    const head = `{"f":${source},"n":${place},"r":`;
    const size = head.length + end - start + 2;
    if (this.filled + size > PIECE) this.flush();
    if (size > PIECE) {
      this.write(Buffer.concat([Buffer.from(head), buffer.subarray(start, end), Buffer.from("}\n")]), size);
      return;
    }
    this.filled += this.piece.write(head, this.filled, "latin1");
    this.filled += buffer.copy(this.piece, this.filled, start, end);
    this.filled += this.piece.write("}\n", this.filled, "latin1");
  }

  close(): void {
    this.flush();
    closeSync(this.descriptor);
  }

  private flush(): void {
    this.write(this.piece, this.filled);
    this.filled = 0;
  }

  private write(bytes: Buffer, length: number): void {
    writeSync(this.descriptor, bytes, 0, length);
    this.bytes += length;
  }
}

/** Takes a line apart again; undefined where it is no line of such a file. */
export function recordOfLine(line: string): { source: number; place: number; text: string } | undefined {
  const match = /^\{"f":(\d+),"n":(\d+),"r":(.*)\}$/s.exec(line);
  return match === null
    ? undefined
    : { source: Number(match[1]), place: Number(match[2]), text: match[3] ?? "" };
}
