import { z } from "zod";
import { count } from "../questions/question";
import { type Detection, type Finding, found, type Trail } from "./detection";
import {
  asJson,
  CRYPTOGRAPHIC,
  earliest,
  EVENT,
  eachHit,
  group,
  hits,
  KEY,
  keyName,
  LISTED,
  nameOf,
  SUCCEEDED,
  texts,
} from "./hits";

/** Grants that one principal ends within ten minutes. */
const MANY = 10;

const burst = { principal: z.string(), keys: count, ...group };
const hurt = { principal: z.string(), key: z.string(), victims: texts, ...group };
const used = { principal: z.string(), key: z.string(), ...group };

/** https://docs.aws.amazon.com/kms/latest/developerguide/grant-manage.html */
export const rotationAndGrants: Detection = {
  id: "KMS-18",
  title: "Rotation turned off, or grants ended in numbers or while in use",
  severity: "high",
  technique: { id: "T1489", name: "Service Stop" },
  rationale:
    "Without rotation one key material protects everything for ever. Ending grants cuts services off from their data: volumes no longer attach, databases stop.",
  remediation:
    "Call EnableKeyRotation. For grants, see which services fail and let them make the grants again.",
  falsePositives:
    "Services end their own grants: those events have invokedBy and are not looked at. A key is in use where somebody used it in the day before.",
  attempts: ["DisableKeyRotation", "RevokeGrant"],
  sigma: { selection: { eventName: "DisableKeyRotation" } },
  async find(trail) {
    const disabled = await hits(trail, `${SUCCEEDED} AND eventName = 'DisableKeyRotation'`);
    const bursts = await trail.ask({ sql: burstSql(trail), columns: burst });
    const hurting = await trail.ask({ sql: hurtSql(trail), columns: hurt });
    const told = new Set(hurting.map(({ principal, key }) => `${principal} ${key}`));
    const inUse = await trail.ask({ sql: inUseSql(trail), columns: used });
    return found([
      ...bursts.map(({ principal, keys, ...events }): Finding => ({
        severity: "high",
        message: `${nameOf(principal)} ended ${events.count} grants on ${keys} ${keys === 1 ? "key" : "keys"} within minutes`,
        ...{ principal, ...events },
      })),
      ...eachHit(disabled, ({ principal, key }) => ({
        severity: "medium",
        message: `${nameOf(principal)} turned rotation of ${keyName(key)} off`,
      })),
      ...inUse
        .filter(({ principal, key }) => !told.has(`${principal} ${key}`))
        .map(({ principal, key, ...events }): Finding => ({
          severity: "medium",
          message: `${nameOf(principal)} ended ${events.count === 1 ? "a grant" : `${events.count} grants`} on ${keyName(key)}, which was used in the day before`,
          ...{ principal, key, ...events },
        })),
      ...hurting.map(({ principal, key, victims, ...events }): Finding => ({
        severity: "medium",
        message: `${nameOf(principal)} ended a grant on ${keyName(key)} that was in use: since then ${victims.slice(0, 3).map(nameOf).join(", ")} ${victims.length === 1 ? "is" : "are"} refused`,
        ...{ principal, key, ...events },
      })),
    ]);
  },
};

const ended = ({ rareEvents }: Trail): string => `ended AS (
    SELECT ${EVENT} AS event, eventTime AS t, principal, ${KEY} AS key FROM ${rareEvents}
    WHERE ${SUCCEEDED} AND eventName IN ('RevokeGrant', 'RetireGrant') AND invokedBy IS NULL)`;

const burstSql = (trail: Trail): string => `WITH ${ended(trail)},
  counted AS (
    SELECT *, count(*) OVER (PARTITION BY principal ORDER BY t RANGE BETWEEN INTERVAL '10' MINUTE PRECEDING AND CURRENT ROW) AS atOnce,
      t > lag(t) OVER (PARTITION BY principal ORDER BY t) + INTERVAL '10' MINUTE AS apart FROM ended),
  runs AS (SELECT *, sum(CASE WHEN apart THEN 1 ELSE 0 END) OVER (PARTITION BY principal ORDER BY t) AS run FROM counted)
  SELECT principal, count(DISTINCT key), count(*), ${asJson(earliest("event", "t"))}, min(t), max(t)
  FROM runs GROUP BY principal, run HAVING max(atOnce) >= ${MANY} ORDER BY 5, 1`;

/** Grants that were ended on keys that were used in the day before, by whomever. Hours of use are joined, which are few where uses are many. */
const inUseSql = (trail: Trail): string => `WITH ${ended(trail)},
  hourly AS (SELECT keyArn, date_trunc('hour', eventTime) AS h, min(eventTime) AS firstUse, max(eventTime) AS lastUse FROM ${trail.events}
    WHERE ${SUCCEEDED} AND ${CRYPTOGRAPHIC} AND keyArn IN (SELECT key FROM ended) GROUP BY 1, 2),
  cut AS (SELECT DISTINCT e.event, e.t, e.principal, e.key FROM ended AS e JOIN hourly AS u ON u.keyArn = e.key
    AND u.firstUse <= e.t AND u.lastUse >= e.t - INTERVAL '24' HOUR)
  SELECT principal, key, count(*), ${asJson(earliest("event", "t"))}, min(t), max(t) FROM cut GROUP BY 1, 2 ORDER BY 5, 1, 2 LIMIT ${LISTED}`;

/** Somebody who could use the key in the day before is refused in the day after. */
const hurtSql = (trail: Trail): string => `WITH ${ended(trail)},
  refused AS (SELECT ${EVENT} AS event, eventTime AS t, principal, ${KEY} AS key FROM ${trail.events} WHERE errorCode LIKE 'AccessDenied%'),
  hit AS (SELECT e.event, e.t, e.principal, e.key, r.event AS refusal, r.t AS refusedAt, r.principal AS victim
    FROM refused AS r JOIN (SELECT *, lead(t) OVER (PARTITION BY key ORDER BY t, event, principal) AS again FROM ended) AS e
      ON r.key = e.key AND r.t >= e.t AND r.t <= e.t + INTERVAL '24' HOUR
    WHERE e.again IS NULL OR r.t < e.again),
  users AS (SELECT DISTINCT h.event, u.principal FROM hit AS h JOIN ${trail.events} AS u ON u.keyArn = h.key AND u.principal = h.victim
      AND u.errorCode IS NULL AND u.eventTime BETWEEN h.t - INTERVAL '24' HOUR AND h.t)
  SELECT h.principal, h.key, ${asJson("array_sort(array_agg(DISTINCT victim))")}, count(*) + 1, ${asJson(`ARRAY[h.event] || ${earliest("refusal", "refusedAt", LISTED - 1)}`)}, h.t, max(refusedAt)
  FROM hit AS h JOIN users AS u ON u.event = h.event AND u.principal = h.victim GROUP BY h.event, h.t, h.principal, h.key ORDER BY h.t, h.key, h.principal, h.event`;
