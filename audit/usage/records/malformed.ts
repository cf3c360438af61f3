/** Names the records of a file that are no JSON, and saves those that only lie beside broken ones. */
import { readFile } from "node:fs/promises";
import { quoted } from "../filters";
import type { Database } from "./database";
import { nextRecordStart } from "./nextRecordStart";
import { recordOfLine } from "./recordFile";
import { LARGEST_RECORD } from "./recordSplitter";

/** What bytes become that are no UTF-8. */
const REPLACEMENT = "\uFFFD";
/** Half of an emoji, as a text leaves it that was cut within one: JSON allows it, the database does not. */
const loneSurrogate =
  /\\u[dD][89abAB][\da-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][\da-fA-F]{2})\\u[dD][c-fC-F][\da-fA-F]{2}/g;

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
  for (const line of (await readFile(file, "utf8")).split("\n")) {
    const record = recordOfLine(line);
    if (record === undefined || known.get(record.source)?.has(record.place) === true) continue;
    named += 1;
    const { source, place } = record;
    for (const piece of pieces(Buffer.from(record.text))) {
      const text = mended(piece.toString());
      if (text.includes(REPLACEMENT)) broken(source, place, "is not UTF-8");
      // What the database has refused already, it would refuse for ever.
      else if (text !== record.text && isJson(text)) good(source, place, Buffer.from(text));
      else broken(source, place, "is not JSON");
    }
  }
  return named;
}

/** Without what separates it from the next record or closes the array, and without halves of characters. */
function mended(piece: string): string {
  return piece.replace(/[\s,\]]+$/, "").replace(loneSurrogate, "\\ufffd");
}

/** The text, cut wherever a record seems to begin. */
function pieces(text: Buffer): Buffer[] {
  const next = nextRecordStart(text);
  return next < 0 ? [text] : [text.subarray(0, next), ...pieces(text.subarray(next))];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
