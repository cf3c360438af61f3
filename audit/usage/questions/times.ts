/** When the requests were made. */
import { z } from "zod";
import { count, ofKms, type Question } from "./question";

const perHour = { hour: z.string(), events: count };

/** Requests by hour, UTC, and by operation kind. Hours without requests are not among the rows. */
export const byHour: Question<typeof perHour> = {
  sql: `SELECT date_trunc('hour', eventTime) AS hour, count(*) AS events FROM events WHERE ${ofKms} GROUP BY 1 ORDER BY 1`,
  columns: perHour,
};

const ofPeriod = { events: count, first: z.string().nullable(), last: z.string().nullable(), shared: count };

/** All requests, the first and the last, and how many are the other account's copy of a request that is there already. */
export const period: Question<typeof ofPeriod> = {
  sql: `SELECT count(*) AS events, min(eventTime) AS first, max(eventTime) AS last,
      count(sharedEventID) - count(DISTINCT sharedEventID) AS shared
    FROM events WHERE ${ofKms}`,
  columns: ofPeriod,
};

const ofOperation = { day: z.string(), eventName: z.string(), events: count };

/** Requests by day and operation: the report's chart over time. */
export const byDayAndOperation: Question<typeof ofOperation> = {
  sql: `SELECT date_trunc('day', eventTime) AS day, eventName, count(*) AS events FROM events WHERE ${ofKms}
    GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2`,
  columns: ofOperation,
};
