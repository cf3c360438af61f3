/** Names the records of a file that are no JSON, and saves those that only lie beside broken ones. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { quoted } from "../filters";
import type { Database } from "./database";
import { nextRecordStart } from "./nextRecordStart";
import { recordOfLine } from "./recordFile";
import { LARGEST_RECORD } from "./recordSplitter";

/** What bytes become that are no UTF-8. */
const REPLACEMENT = "\uFFFD";

/** Takes what was in the lines. */
export interface MalformedHandler {
  readonly good: (source: number, place: number, text: Buffer) => void;
  readonly broken: (source: number, place: number, problem: string) => void;
}

/**
 * Goes through the lines that the database could not read: in a line where quotes do not match, good records may have been swallowed.
 * @returns how many such lines there were
 */
export async function nameMalformed(
  database: Database,
  file: string,
  { good, broken }: MalformedHandler,
): Promise<number> {
  const read = await database.rows(
    `SELECT f, list(n) AS places FROM read_ndjson(${quoted(file)}, columns = {f: 'INTEGER', n: 'BIGINT'},
      ignore_errors = true, maximum_object_size = ${LARGEST_RECORD * 2}) WHERE f IS NOT NULL GROUP BY f`,
  );
  const known = new Map(read.map(([f, places]) => [Number(f), new Set((places as bigint[]).map(Number))]));
  let named = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const record = recordOfLine(line);
    if (record === undefined || known.get(record.source)?.has(record.place) === true) continue;
    named += 1;
    const { source, place } = record;
    for (const piece of pieces(Buffer.from(record.text)))
      if (piece.includes(REPLACEMENT)) broken(source, place, "is not UTF-8");
      else if (isJson(piece)) good(source, place, piece);
      else broken(source, place, "is not JSON");
  }
  return named;
}

/** The text, cut wherever a record seems to begin. */
function pieces(text: Buffer): Buffer[] {
  const next = nextRecordStart(text);
  return next < 0 ? [text] : [text.subarray(0, next), ...pieces(text.subarray(next))];
}

function isJson(text: Buffer): boolean {
  try {
    JSON.parse(text.toString().replace(/[\s,\]]+$/, ""));
    return true;
  } catch {
    return false;
  }
}
