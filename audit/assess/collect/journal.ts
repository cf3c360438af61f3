/** The journal of an assessment: what was read of each key, so that an interrupted run goes on where it stopped. */
import { type FileHandle, open, readFile } from "node:fs/promises";
import { UsageError } from "../../usageError";
import { keyRecord, type KeyRecord } from "./keyRecord";

const HEADER = { journalOf: "kms-audit assess", version: 1 } as const;

/**
 * A file of JSON lines, written key by key and only at its end, so that whatever kills the process leaves at worst a torn last line.
 * The lines are kept as texts until they are asked for: most of a large estate's record are policies.
 */
export class Journal {
  private constructor(
    private readonly lines: ReadonlyMap<string, string>,
    private readonly file: FileHandle | undefined,
  ) {}

  /**
   * Opens a journal, and reads what a run before has left in it.
   * @param path absolute; none keeps no journal
   * @throws UsageError where the file is something else, or cannot be written
   */
  static async open(path: string | undefined): Promise<Journal> {
    if (path === undefined) return new Journal(new Map(), undefined);
    const text = await readFile(path, "utf8").catch((error: unknown) => {
      if (isMissing(error)) return "";
      throw new UsageError(`the journal ${path} cannot be read: ${reasonOf(error)}`);
    });
    // A line without its end was torn by whatever ended the run; its key is read again.
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    const [header = "", ...lines] = whole.split("\n").filter((line) => line !== "");
    if (text !== "" && !isHeader(header))
      throw new UsageError(
        `${path} is no journal of kms-audit assess; name a new file, or one of a run before`,
      );
    const file = await open(path, "a").catch((error: unknown) => {
      throw new UsageError(`the journal ${path} cannot be written: ${reasonOf(error)}`);
    });
    if (whole.length < text.length) await file.truncate(Buffer.byteLength(whole));
    if (whole === "") await file.appendFile(`${JSON.stringify(HEADER)}\n`);
    return new Journal(new Map(lines.map((line) => [arnOf(line, path), line])), file);
  }

  /** Keys that a run before has read. */
  get size(): number {
    return this.lines.size;
  }

  /** What a run before has read of a key. */
  get(arn: string): KeyRecord | undefined {
    const line = this.lines.get(arn);
    return line === undefined ? undefined : keyRecord.parse(JSON.parse(line));
  }

  /** Adds a key. */
  async add(record: KeyRecord): Promise<void> {
    await this.file?.appendFile(`${JSON.stringify(record)}\n`);
  }

  /** Closes the file. */
  async close(): Promise<void> {
    await this.file?.close();
  }
}

function isHeader(line: string): boolean {
  return line === JSON.stringify(HEADER);
}

/** Every line begins with its key's ARN. */
function arnOf(line: string, path: string): string {
  const arn = /^\{"arn":"([^"]+)"/.exec(line)?.[1];
  if (arn === undefined || !line.endsWith("}"))
    throw new UsageError(`the journal ${path} is damaged: a line in it is no key's; begin with a new file`);
  return arn;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
