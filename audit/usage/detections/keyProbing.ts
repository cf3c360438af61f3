import { z } from "zod";
import { count } from "../questions/question";
import { type Detection, type Finding, found } from "./detection";
import { asJson, earliest, EVENT, group, KEY, keyName, nameOf, SUCCEEDED } from "./hits";

/** Different keys, or refusals in all, within ten minutes. */
const KEYS = 5;
const REFUSALS = 20;

const columns = {
  principal: z.string(),
  keys: count,
  keysAtOnce: count,
  opened: z.string().nullable(),
  ...group,
};

/** https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html */
export const keyProbing: Detection = {
  id: "KMS-10",
  title: "Keys tried one after the other",
  severity: "critical",
  technique: { id: "T1580", name: "Cloud Infrastructure Discovery" },
  rationale:
    "Who is refused on many keys within minutes is finding out what stolen credentials open; a success afterwards is a door found.",
  remediation:
    "Look at what the principal did before and since; take its credentials away unless its owner explains it.",
  falsePositives: "A broken deployment fails often on one key: that is told as low.",
  async find(trail) {
    // Mostly there is nobody, which is quickly told: what they were let in on afterwards need not be looked for.
    const [{ principals } = { principals: 0 }] = await trail.ask({
      sql: `WITH ${suspects(trail.events)} SELECT count(*) FROM suspects`,
      columns: { principals: count },
    });
    if (principals === 0) return found([]);
    const rows = await trail.ask({ sql: sql(trail.events), columns });
    return found(
      rows.map(({ principal, keys, keysAtOnce, opened, ...events }): Finding => ({
        severity: opened !== null ? "critical" : keysAtOnce < KEYS && keys <= 1 ? "low" : "high",
        message: `${nameOf(principal)} was refused ${events.count} times on ${keys} ${keys === 1 ? "key" : "keys"}${opened === null ? "" : `, then let in on ${keyName(opened)}`}`,
        ...{ principal, key: opened ?? undefined, ...events },
      })),
    );
  },
};

/** Refusals, and who has enough of them. */
const suspects = (events: string): string => `refusals AS (
    SELECT ${EVENT} AS event, principal, eventTime AS t, ${KEY} AS key FROM ${events}
    WHERE errorCode IS NOT NULL AND (errorCode LIKE 'AccessDenied%' OR errorCode IN ('NotFoundException', 'IncorrectKeyException'))),
  suspects AS (SELECT principal FROM refusals GROUP BY 1 HAVING count(DISTINCT key) >= ${KEYS} OR count(*) >= ${REFUSALS})`;

/**
 * Refusals less than ten minutes apart make a run. Events are listed of those runs alone that are told, since each list takes memory. A
 * success counts on a key of the run, or on one that the principal had not used before it.
 */
const sql = (events: string): string => `WITH ${suspects(events)},
  counted AS (
    SELECT *, count(*) OVER w AS atOnce, count(DISTINCT key) OVER w AS keysAtOnce,
      t > lag(t) OVER (PARTITION BY principal ORDER BY t) + INTERVAL '10' MINUTE AS apart
    FROM refusals WHERE principal IN (SELECT principal FROM suspects)
    WINDOW w AS (PARTITION BY principal ORDER BY t RANGE BETWEEN INTERVAL '10' MINUTE PRECEDING AND CURRENT ROW)),
  numbered AS (SELECT *, sum(CASE WHEN apart THEN 1 ELSE 0 END) OVER (PARTITION BY principal ORDER BY t) AS run FROM counted),
  runs AS (
    SELECT principal, run, count(DISTINCT key) AS keys, max(keysAtOnce) AS keysAtOnce, array_agg(DISTINCT key) AS refused,
      count(*) AS n, min(t) AS first, max(t) AS last
    FROM numbered GROUP BY 1, 2 HAVING max(keysAtOnce) >= ${KEYS} OR max(atOnce) >= ${REFUSALS}),
  listed AS (
    SELECT n.principal, n.run, ${earliest("n.event", "n.t")} AS ids
    FROM numbered AS n JOIN runs AS r ON r.principal = n.principal AND r.run = n.run GROUP BY 1, 2),
  uses AS (
    SELECT principal, ${KEY} AS key, date_trunc('minute', eventTime) AS minute, min(eventTime) AS used, max(eventTime) AS lastUsed FROM ${events}
    WHERE ${SUCCEEDED} AND ${KEY} IS NOT NULL AND principal IN (SELECT principal FROM runs) GROUP BY 1, 2, 3),
  doors AS (
    SELECT r.principal, r.run, min_by(u.key, ROW(u.used, u.key)) AS key FROM runs AS r JOIN uses AS u ON u.principal = r.principal
      AND u.lastUsed > r.first AND u.used <= r.last + INTERVAL '1' HOUR
    WHERE contains(r.refused, u.key)
      OR NOT EXISTS (SELECT 1 FROM uses AS e WHERE e.principal = u.principal AND e.key = u.key AND e.used < r.first)
    GROUP BY 1, 2)
  SELECT r.principal, keys, keysAtOnce, d.key, n, ${asJson("l.ids")}, first, last
  FROM runs AS r JOIN listed AS l ON l.principal = r.principal AND l.run = r.run
    LEFT JOIN doors AS d ON d.principal = r.principal AND d.run = r.run ORDER BY first, 1`;
