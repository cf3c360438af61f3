/** Where requests come from: an IP address, or the name of the service that asks. */
import { z } from "zod";
import { count, MISSING, ofKms, type Question } from "./question";

const columns = {
  address: z.string(),
  events: count,
  failures: count,
  /** How many principals asked from there. */
  principals: count,
  /** One of them. */
  principal: z.string(),
  first: z.string(),
  last: z.string(),
};

/** The addresses with the most requests. */
export const addresses: Question<typeof columns> = {
  sql: `SELECT coalesce(sourceIPAddress, '${MISSING}') AS address, count(*) AS events, count(errorCode) AS failures,
      count(DISTINCT principal) AS principals, min(principal) AS principal, min(eventTime) AS first, max(eventTime) AS last
    FROM events WHERE ${ofKms} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1000`,
  columns,
};
