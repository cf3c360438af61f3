/** How many requests there were by one column: operation, Region, principal, source, error ... */
import { z } from "zod";
import { count, MISSING, ofKms, type Question } from "./question";

const columns = { name: z.string(), events: count };

/** Counts by a column; requests without it count under MISSING. Most frequent first. */
export function countBy(column: string): Question<typeof columns> {
  return {
    sql: `SELECT coalesce(${column}, '${MISSING}') AS name, count(*) AS events FROM events WHERE ${ofKms}
      GROUP BY 1 ORDER BY 2 DESC, 1`,
    columns,
  };
}

/** Failed requests by their error. */
export const countByError: Question<typeof columns> = {
  sql: `SELECT errorCode AS name, count(*) AS events FROM events WHERE ${ofKms} AND errorCode IS NOT NULL
    GROUP BY 1 ORDER BY 2 DESC, 1`,
  columns,
};

/** Second keys of a request, as ReEncrypt has; `keyUse` counts the first ones. */
export const countByOtherKey: Question<typeof columns> = {
  sql: `SELECT name, count(*) AS events FROM (
      SELECT otherKeyArns FROM events WHERE ${ofKms} AND otherKeyArns IS NOT NULL) AS several
    CROSS JOIN UNNEST(otherKeyArns) AS other(name) GROUP BY 1 ORDER BY 2 DESC, 1`,
  columns,
};
