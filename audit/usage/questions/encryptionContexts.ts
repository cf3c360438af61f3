/** Encryption contexts: they name the object that a key protects. */
import { z } from "zod";
import { count, ofKms, type Question } from "./question";

const totals = { distinct: count, events: count };

/** How many different contexts there are, and how many requests have one. */
export const contextTotals: Question<typeof totals> = {
  sql: `SELECT count(*) AS contexts, coalesce(sum(events), 0) AS events FROM (
    SELECT encryptionContext, count(*) AS events FROM events WHERE ${ofKms} AND encryptionContext IS NOT NULL GROUP BY 1) AS counted`,
  columns: totals,
};

const top = { encryptionContext: z.string(), events: count };

/** The contexts that are used most. */
export const topContexts: Question<typeof top> = {
  sql: `SELECT encryptionContext, count(*) AS events FROM events WHERE ${ofKms} AND encryptionContext IS NOT NULL
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20`,
  columns: top,
};
