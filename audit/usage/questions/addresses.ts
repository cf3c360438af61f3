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

/** The addresses with the most requests; only of these is the rest counted, since addresses may be hundreds of thousands. */
export const addresses: Question<typeof columns> = {
  sql: `WITH busiest AS (
      SELECT coalesce(sourceIPAddress, '${MISSING}') AS address, count(*) AS requests FROM events WHERE ${ofKms}
      GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1000)
    SELECT b.address, b.requests, count(e.errorCode), count(DISTINCT e.principal), min(e.principal), min(e.eventTime), max(e.eventTime)
    FROM events AS e JOIN busiest AS b ON coalesce(e.sourceIPAddress, '${MISSING}') = b.address
    WHERE ${ofKms} GROUP BY 1, 2 ORDER BY 2 DESC, 1`,
  columns,
};
