import { z } from "zod";
import { count } from "../questions/question";
import { BASELINE, isBaseline } from "./baseline";
import type { Detection, Finding } from "./detection";
import { asJson, earliest, group, LISTED, nameOf } from "./hits";

/** Requests an hour below which nothing is a spike. */
const LEAST = 50;
/** Hours of requests that are remembered: four weeks. */
const MEMORY = 672;
/** Earlier hours with requests, without which a median says little. */
const HOURS = 5;

const columns = {
  known: z.boolean(),
  principal: z.string(),
  eventName: z.string(),
  hours: count,
  median: count,
  most: count,
  ...group,
};

/** Median and median absolute deviation: https://en.wikipedia.org/wiki/Median_absolute_deviation */
export const volumeSpike: Detection = {
  id: "KMS-12",
  title: "Far more requests in an hour than the principal ever makes",
  severity: "medium",
  technique: { id: "T1530", name: "Data from Cloud Storage" },
  rationale:
    "A principal's own history says what is normal for it. An hour far above the median (six robust deviations, and three times) is a new job, a loop, or somebody who carries data off.",
  remediation:
    "Ask the principal's owner; compare the keys and encryption contexts of that hour with those of the days before.",
  falsePositives: "Batch jobs: an hour of day that was as busy on an earlier day does not count.",
  lookback: "end",
  async find(trail) {
    const rows = await trail.ask({ sql: sql(trail.events), columns });
    const unscored = rows.find(({ known }) => !known);
    return {
      findings: rows
        .filter(({ known }) => known)
        .map(
          ({ principal, eventName, hours, median, most, count: requests, events, first, last }): Finding => ({
            severity: "medium",
            message: `${nameOf(principal)} called ${eventName} up to ${most} times an hour, in ${hours} ${hours === 1 ? "hour" : "hours"}; its median was ${median}`,
            ...{ principal, count: requests, events, first, last },
          }),
        ),
      notes:
        unscored === undefined
          ? []
          : [
              `no baseline (${BASELINE}) for busy hours of ${unscored.count} ${unscored.count === 1 ? "principal" : "principals"}: not scored`,
            ],
    };
  },
};

/**
 * Each hour with the median and the deviation of those before it; only of pairs that are ever busy. Principals with busy hours in pairs
 * that never have a baseline are one row, with their number in place of that of the events.
 */
const sql = (events: string): string => `WITH hourly AS (
    SELECT principal, eventName, date_trunc('hour', eventTime) AS h, count(*) AS n FROM ${events}
    WHERE coalesce(eventType, '') <> 'AwsServiceEvent' OR starts_with(eventName, 'GenerateDataKey') GROUP BY 1, 2, 3),
  busy AS (SELECT principal, eventName FROM hourly GROUP BY 1, 2 HAVING max(n) > ${LEAST}),
  scored AS (
    SELECT h.principal, h.eventName, h.h, h.n, count(*) OVER past AS hours, median(n) OVER past AS middle, mad(n) OVER past AS deviation,
      min(h.h) OVER past AS since, sum(n) OVER past AS before, max(n) OVER sameHour AS usual
    FROM hourly AS h JOIN busy AS b ON b.principal = h.principal AND b.eventName = h.eventName
    WINDOW past AS (PARTITION BY h.principal, h.eventName ORDER BY h.h ROWS BETWEEN ${MEMORY} PRECEDING AND 1 PRECEDING),
      sameHour AS (PARTITION BY h.principal, h.eventName, hour(h.h) ORDER BY h.h ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
  judged AS (SELECT *, hours >= ${HOURS} AND ${isBaseline("since", "h", "before", "hours")} AS known FROM scored),
  spike AS (
    SELECT principal, eventName, h, n, middle FROM judged
    WHERE known AND n > greatest(middle + 6 * 1.4826 * deviation, 3 * middle, ${LEAST}) AND n > 2 * coalesce(usual, 0)),
  told AS (
    SELECT e.principal, e.eventName, count(DISTINCT s.h) AS hours, min(s.middle) AS middle, max(s.n) AS most,
      count(*) AS n, ${asJson(earliest())} AS events, min(e.eventTime) AS first, max(e.eventTime) AS last
    FROM ${events} AS e JOIN spike AS s ON s.principal = e.principal AND s.eventName = e.eventName AND s.h = date_trunc('hour', e.eventTime)
    GROUP BY 1, 2 ORDER BY 8, 1, 2 LIMIT ${LISTED}),
  unscored AS (
    SELECT principal, eventName, min(h) AS first, max(h) AS last FROM judged
    GROUP BY 1, 2 HAVING bool_or(n > ${LEAST} AND NOT known) AND NOT bool_or(known))
  SELECT TRUE AS known, principal, eventName, hours, middle, most, n, events, first, last FROM told
  UNION ALL SELECT FALSE, min(principal), min(eventName), 0, 0, 0, count(DISTINCT principal), '[]', min(first), max(last) FROM unscored
    HAVING count(*) > 0
  ORDER BY known DESC, first, principal, eventName`;
