/**
 * A question: one SQL text over the table `events` (records/columns.ts), and the shape of its answer. The text keeps to what DuckDB and
 * Trino (Athena) have in common, so that the same text runs on both: see sql/dialect.ts.
 */
import { z } from "zod";
import type { Row } from "../records/database";

/** The text and the shape. */
export interface Question<Shape extends z.ZodRawShape> {
  readonly sql: string;
  /** The columns of the answer, in the order of the SELECT. */
  readonly columns: Shape;
}

/** Something that answers SQL: the embedded database, or Athena. */
export interface Answerer {
  readonly rows: (sql: string) => Promise<readonly Row[]>;
  /** Questions that may be asked at the same time; one after the other where left out. */
  readonly atOnce?: number;
}

/** The requests to KMS; the table has some events of other services too. */
export const ofKms = "eventSource = 'kms.amazonaws.com'";

/** The name under which a record counts that lacks the field. */
export const MISSING = "None";

/** Asks a question. */
export async function ask<Shape extends z.ZodRawShape>(
  answerer: Answerer,
  { sql, columns }: Question<Shape>,
): Promise<readonly z.infer<z.ZodObject<Shape>>[]> {
  const names = Object.keys(columns);
  const shape = z.object(columns);
  const rows = await answerer.rows(sql);
  // Row by row: of hundreds of thousands, all at once would be held several times.
  return rows.map((row) => shape.parse(Object.fromEntries(names.map((name, index) => [name, row[index]]))));
}

/** The shape of a count. Athena hands numbers over as texts. */
export const count = z.coerce.number();
