/** Files of records on their way into the database: one record a line, with the number of its source and its own. */
import { closeSync, openSync, writeSync } from "node:fs";

/** A file that is being written. */
export class RecordFile {
  private readonly descriptor: number;
  private parts: Buffer[] = [];
  private partBytes = 0;
  /** Bytes written. */
  bytes = 0;
  /** Records written. */
  records = 0;

  constructor(readonly path: string) {
    this.descriptor = openSync(path, "w");
  }

  /**
   * Adds a record.
   * @param source the number of its source
   * @param place its number within its source, from 1
   * @param text the record as JSON text without line breaks
   */
  add(source: number, place: number, text: Buffer): void {
    const head = Buffer.from(`{"f":${source},"n":${place},"r":`, "latin1");
    this.parts.push(head, text, TAIL);
    this.partBytes += head.length + text.length + TAIL.length;
    this.records += 1;
    if (this.partBytes > 1 << 20) this.flush();
  }

  close(): void {
    this.flush();
    closeSync(this.descriptor);
  }

  private flush(): void {
    writeSync(this.descriptor, Buffer.concat(this.parts, this.partBytes));
    this.bytes += this.partBytes;
    this.parts = [];
    this.partBytes = 0;
  }
}

const TAIL = Buffer.from("}\n");

/** Takes a line apart again; undefined where it is no line of such a file. */
export function recordOfLine(line: string): { source: number; place: number; text: string } | undefined {
  const match = /^\{"f":(\d+),"n":(\d+),"r":(.*)\}$/s.exec(line);
  return match === null
    ? undefined
    : { source: Number(match[1]), place: Number(match[2]), text: match[3] ?? "" };
}
