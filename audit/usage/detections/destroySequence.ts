import { z } from "zod";
import { type Detection, type Finding, found } from "./detection";
import { asJson, earliest, EVENT, FAMILY, group, KEY, LISTED, nameOf, SUCCEEDED } from "./hits";
import { notOfTests } from "./keysByAlias";

/** Keys, with their replicas as one, that one principal schedules within an hour. */
const MANY = 3;

const columns = {
  principal: z.string(),
  key: z.string(),
  what: z.string(),
  cancelled: z.boolean(),
  ...group,
};

/** https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html */
export const destroySequence: Detection = {
  id: "KMS-05",
  title: "Keys taken out of use and scheduled for deletion in one go",
  severity: "critical",
  technique: { id: "T1485", name: "Data Destruction" },
  rationale:
    "Disabling a key or changing its policy and then scheduling its deletion, or scheduling several keys within an hour, is how somebody destroys data: users cannot object in time.",
  remediation:
    "Call CancelKeyDeletion and EnableKey for each key, put the key policies back, and take the principal's credentials away.",
  falsePositives:
    "A system that is shut down: there is a change record. A deletion that was cancelled again is told as medium.",
  lookback: "end",
  async find(trail) {
    const rows = await trail.ask({ sql: sql(trail.rareEvents, notOfTests(trail)), columns });
    return found(
      rows.map(({ principal, key, what, cancelled, ...events }): Finding => ({
        severity: cancelled ? "medium" : "critical",
        message: `${nameOf(principal)} ${what} within an hour${cancelled ? "; cancelled later" : ""}`,
        ...{ principal, key, ...events },
      })),
    );
  },
};

/** A pair of preparation and deletion by the same key or principal; and many deletions by one principal. */
const sql = (events: string, worthIt: string): string => `WITH steps AS (
    SELECT ${EVENT} AS event, eventTime AS t, eventName AS name, principal, ${KEY} AS key, ${FAMILY} AS family
    FROM ${events} WHERE ${SUCCEEDED} AND ${worthIt}
      AND eventName IN ('DisableKey', 'PutKeyPolicy', 'ScheduleKeyDeletion', 'CancelKeyDeletion')),
  deletions AS (
    SELECT *, EXISTS (SELECT 1 FROM steps AS c WHERE c.name = 'CancelKeyDeletion' AND c.family = s.family AND c.t >= s.t) AS cancelled
    FROM steps AS s WHERE name = 'ScheduleKeyDeletion'),
  prepared AS (
    SELECT d.principal, d.key, p.name || CASE WHEN p.family = d.family THEN ' and then ScheduleKeyDeletion on ' || d.key
        ELSE ' on ' || coalesce(p.key, 'a key') || ' and then ScheduleKeyDeletion on ' || d.key END AS what,
      d.cancelled, p.event AS before, p.t AS beforeTime, d.event, d.t
    FROM deletions AS d JOIN steps AS p ON p.name IN ('DisableKey', 'PutKeyPolicy')
      AND p.t <= d.t AND p.t >= d.t - INTERVAL '1' HOUR AND p.event <> d.event AND (p.family = d.family OR p.principal = d.principal)),
  each AS (
    SELECT event, key, before, min(principal) AS principal, min(what) AS what, bool_and(cancelled) AS cancelled,
      min(beforeTime) AS beforeTime, max(t) AS t FROM prepared GROUP BY event, key, before),
  pairs AS (
    SELECT min(principal) AS principal, key, 'called ' || min(what) AS what, bool_and(cancelled) AS cancelled,
      count(*) + 1 AS n, ${earliest("before", "beforeTime", LISTED - 1)} || ARRAY[event] AS ids, min(beforeTime) AS first, max(t) AS last
    FROM each GROUP BY event, key),
  counted AS (
    SELECT *, count(DISTINCT family) OVER past AS families,
      t > lag(t) OVER (PARTITION BY principal ORDER BY t) + INTERVAL '1' HOUR AS apart FROM deletions
    WINDOW past AS (PARTITION BY principal ORDER BY t RANGE BETWEEN INTERVAL '1' HOUR PRECEDING AND CURRENT ROW)),
  runs AS (SELECT *, sum(CASE WHEN apart THEN 1 ELSE 0 END) OVER (PARTITION BY principal ORDER BY t) AS run FROM counted),
  many AS (
    SELECT principal, min(key) AS key, 'called ScheduleKeyDeletion on ' || CAST(count(DISTINCT family) AS VARCHAR) || ' keys' AS what,
      bool_and(cancelled) AS cancelled, count(*) AS n, ${earliest("event", "t")} AS ids, min(t) AS first, max(t) AS last
    FROM runs GROUP BY principal, run HAVING max(families) >= ${MANY})
  SELECT principal, key, what, cancelled, n, ${asJson("ids")}, first, last FROM (SELECT * FROM pairs UNION ALL SELECT * FROM many) AS every
  ORDER BY first, key, what, last, principal, ids`;
