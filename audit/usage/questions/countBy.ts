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

/** By the ARN of each key that CloudTrail names; a ReEncrypt counts for both of its keys. */
export const countByKey: Question<typeof columns> = {
  sql: `SELECT name, sum(events) AS events FROM (
      SELECT resourceKeyArn AS name, count(*) AS events FROM events WHERE ${ofKms} AND resourceKeyArn IS NOT NULL GROUP BY 1
      UNION ALL
      SELECT name, count(*) AS events FROM events CROSS JOIN UNNEST(otherKeyArns) AS other(name) WHERE ${ofKms} GROUP BY 1) AS named
    GROUP BY 1 ORDER BY 2 DESC, 1`,
  columns,
};
