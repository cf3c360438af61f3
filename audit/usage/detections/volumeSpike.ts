import { z } from "zod";
import { count } from "../questions/question";
import { BASELINE, isBaseline } from "./baseline";
import type { Detection, Finding } from "./detection";
import { group, GROUP_OF, LISTED, nameOf } from "./hits";

/** Requests an hour below which nothing is a spike. */
const LEAST = 50;
/** Hours of requests that are remembered: four weeks. */
const MEMORY = 672;
/** Earlier hours with requests, without which a median says little. */
const HOURS = 5;

const columns = {
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
    const rows = await trail.ask({ sql: `${hours(trail.events)} ${spikes(trail.events)}`, columns });
    const [missing] = await trail.ask({
      sql: `${hours(trail.events)} ${unscored}`,
      columns: { pairs: count, principals: count },
    });
    const notes =
      missing === undefined || missing.pairs === 0
        ? []
        : [
            `no baseline (${BASELINE}) for busy hours of ${missing.principals} ${missing.principals === 1 ? "principal" : "principals"}: not scored`,
          ];
    return {
      findings: rows.map(({ principal, eventName, hours: spikeHours, median, most, ...events }): Finding => ({
        severity: "medium",
        message: `${nameOf(principal)} called ${eventName} up to ${most} times an hour, in ${spikeHours} ${spikeHours === 1 ? "hour" : "hours"}; its median was ${median}`,
        ...{ principal, ...events },
      })),
      notes,
    };
  },
};

/** Each hour with the median and the deviation of those before it; only of pairs that are ever busy. */
const hours = (events: string): string => `WITH hourly AS (
    SELECT principal, eventName, date_trunc('hour', eventTime) AS h, count(*) AS n FROM ${events}
    WHERE coalesce(eventType, '') <> 'AwsServiceEvent' OR starts_with(eventName, 'GenerateDataKey') GROUP BY 1, 2, 3),
  busy AS (SELECT principal, eventName FROM hourly GROUP BY 1, 2 HAVING max(n) > ${LEAST}),
  scored AS (
    SELECT h.principal, h.eventName, h.h, h.n, count(*) OVER past AS hours, median(n) OVER past AS middle, mad(n) OVER past AS deviation,
      min(h.h) OVER past AS since, sum(n) OVER past AS before, max(n) OVER sameHour AS usual
    FROM hourly AS h JOIN busy AS b ON b.principal = h.principal AND b.eventName = h.eventName
    WINDOW past AS (PARTITION BY h.principal, h.eventName ORDER BY h.h ROWS BETWEEN ${MEMORY} PRECEDING AND 1 PRECEDING),
      sameHour AS (PARTITION BY h.principal, h.eventName, hour(h.h) ORDER BY h.h ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
  judged AS (SELECT *, hours >= ${HOURS} AND ${isBaseline("since", "h", "before", "hours")} AS known FROM scored)`;

const spikes = (events: string): string => `, spike AS (
    SELECT principal, eventName, h, n, middle FROM judged
    WHERE known AND n > greatest(middle + 6 * 1.4826 * deviation, 3 * middle, ${LEAST}) AND n > 2 * coalesce(usual, 0))
  SELECT e.principal, e.eventName, count(DISTINCT s.h), min(s.middle), max(s.n), ${GROUP_OF}
  FROM ${events} AS e JOIN spike AS s ON s.principal = e.principal AND s.eventName = e.eventName AND s.h = date_trunc('hour', e.eventTime)
  GROUP BY 1, 2 ORDER BY 8, 1, 2 LIMIT ${LISTED}`;

/** Busy hours of pairs that never have a baseline. */
const unscored = `SELECT count(*), count(DISTINCT principal) FROM (
  SELECT principal, eventName FROM judged GROUP BY 1, 2 HAVING bool_or(n > ${LEAST} AND NOT known) AND NOT bool_or(known))`;
