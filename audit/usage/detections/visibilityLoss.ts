import { z } from "zod";
import { count } from "../questions/question";
import { BASELINE_DAYS, BASELINE_EVENTS } from "./baseline";
import { type Detection, type Finding, found } from "./detection";
import { asJson, BY_SERVICE, earliest, group, GROUP_OF, LISTED, nameOf, SUCCEEDED } from "./hits";

/** Hours without a request that are a gap, in a caller that had one in nearly every hour of so many before. */
const GAP = 2;
const STEADY_HOURS = 24;
/** How many times as long as each pause of the caller in those hours. */
const LONGER = 2;

const change = { principal: z.string(), eventName: z.string(), ...group };
const gap = { principal: z.string(), hours: count, ...group };
const totals = { reads: count, ...group };

/** https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html#filtering-kms-events */
export const visibilityLoss: Detection = {
  id: "KMS-23",
  title: "Requests to AWS KMS are no longer recorded",
  severity: "medium",
  technique: { id: "T1562.008", name: "Impair Defenses: Disable or Modify Cloud Logs" },
  rationale:
    "A trail that leaves KMS out, or that is stopped, shows nothing of what the other detections look for.",
  remediation:
    "Call StartLogging, and PutEventSelectors without kms.amazonaws.com among the excluded sources and with read events.",
  falsePositives: "A trail for write events alone has no reads, by design: that is told once.",
  sigma: {
    selection: { eventSource: "cloudtrail.amazonaws.com", eventName: ["StopLogging", "DeleteTrail"] },
  },
  lookback: "end",
  async find(trail) {
    const changes = await trail.ask({ sql: changeSql, columns: change });
    const gaps = await trail.ask({ sql: gapSql(trail.events), columns: gap });
    const [total] = await trail.ask({ sql: totalSql(trail.events), columns: totals });
    return found([
      ...changes.map(({ principal, eventName, ...events }): Finding => ({
        severity: "medium",
        message: `${nameOf(principal)} called ${eventName}${eventName === "PutEventSelectors" ? " and left kms.amazonaws.com out" : ""}`,
        ...{ principal, ...events },
      })),
      ...gaps.map(({ principal, hours, ...events }): Finding => ({
        severity: "medium",
        message: `${nameOf(principal)}, which called AWS KMS every hour, has no event for ${hours} hours`,
        ...{ principal, ...events },
      })),
      ...(total === undefined || total.reads > 0 ? [] : [writesOnly(total)]),
    ]);
  },
};

function writesOnly({ count: writes, events, first, last }: z.infer<z.ZodObject<typeof totals>>): Finding {
  const message = `there are ${writes} requests that change keys and not one that uses or reads them: the trail records write events alone`;
  return { severity: "medium", message, count: writes, events, first, last };
}

const selectors = "json_format(json_extract(requestParameters, '$.eventSelectors'))";
const advanced = "lower(json_format(json_extract(requestParameters, '$.advancedEventSelectors')))";
const ofKmsAmongOthers = String.raw`\[[^\]]*"kms[.]amazonaws[.]com"`;

/** Selectors that leave KMS out, or all management events. */
const excludes = `regexp_like(${selectors}, '"excludeManagementEventSources":${ofKmsAmongOthers}')
    OR (${selectors} LIKE '%"includeManagementEvents":false%' AND ${selectors} NOT LIKE '%"includeManagementEvents":true%')
    OR regexp_like(${advanced}, '"notequals":${ofKmsAmongOthers}')`;

/** The table keeps these events of CloudTrail; what exempted principals did is left out later. */
const changeSql = `SELECT principal, eventName, ${GROUP_OF} FROM rareEvents
  WHERE eventSource = 'cloudtrail.amazonaws.com' AND ${SUCCEEDED} AND (eventName IN ('StopLogging', 'DeleteTrail')
    OR (eventName = 'PutEventSelectors' AND (${excludes})))
  GROUP BY 1, 2, eventID ORDER BY 5, 1, 2, 4`;

/**
 * Hours by principal; pauses after a day and night with a request in every hour; those of them that are longer than the ones before; then
 * the events at both ends.
 */
const gapSql = (events: string): string => `WITH hourly AS (
    SELECT principal, date_trunc('hour', eventTime) AS h, max(eventTime) AS lastTime, min(eventTime) AS firstTime
    FROM ${events} WHERE NOT ${BY_SERVICE} GROUP BY 1, 2),
  steps AS (
    SELECT principal, h, lastTime, lead(firstTime) OVER past AS nextTime, lag(h, ${STEADY_HOURS - 1}) OVER past AS since, row_number() OVER past AS number
    FROM hourly WINDOW past AS (PARTITION BY principal ORDER BY h)),
  paused AS (
    SELECT principal, lastTime, nextTime, number FROM steps
    WHERE since = h - INTERVAL '${STEADY_HOURS - 1}' HOUR AND date_diff('second', lastTime, nextTime) > ${GAP * 3600}),
  gaps AS (
    SELECT p.principal, p.lastTime, p.nextTime FROM paused AS p
      JOIN steps AS s ON s.principal = p.principal AND s.number BETWEEN p.number - ${STEADY_HOURS} AND p.number - 1
    GROUP BY 1, 2, 3 HAVING date_diff('second', p.lastTime, p.nextTime) > ${LONGER} * max(date_diff('second', s.lastTime, s.nextTime))
    ORDER BY 2, 1 LIMIT ${LISTED})
  SELECT g.principal, date_diff('hour', date_trunc('hour', g.lastTime), date_trunc('hour', g.nextTime)), count(*),
    ${asJson(earliest())}, g.lastTime, g.nextTime
  FROM gaps AS g JOIN ${events} AS e ON e.principal = g.principal AND (e.eventTime = g.lastTime OR e.eventTime = g.nextTime)
  GROUP BY g.principal, g.lastTime, g.nextTime ORDER BY g.lastTime, 1`;

const totalSql = (
  events: string,
): string => `SELECT count(*) FILTER (WHERE readOnly IS DISTINCT FROM FALSE), ${GROUP_OF} FROM ${events}
  HAVING count(*) FILTER (WHERE readOnly = FALSE) >= ${BASELINE_EVENTS}
    OR (count(*) FILTER (WHERE readOnly = FALSE) > 1 AND max(eventTime) - min(eventTime) >= INTERVAL '${BASELINE_DAYS}' DAY)`;
