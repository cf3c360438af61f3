/** Operations by the hour, which says more than days where the events span few of them. */
import { z } from "zod";
import { count, ofKms, type Question } from "./question";

const columns = { hour: z.string(), eventName: z.string(), events: count };

/** Requests by hour, UTC, and operation. */
export const byHourAndOperation: Question<typeof columns> = {
  sql: `SELECT date_trunc('hour', eventTime) AS hour, eventName, count(*) AS events FROM events WHERE ${ofKms}
    GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2`,
  columns,
};
