import { z } from "zod";
import { type Detection, type Finding, found, type Trail } from "./detection";
import { asJson, earliest, EVENT, group, KEY, keyName, LISTED, nameOf, SUCCEEDED, texts } from "./hits";

/** Refused requests that make an outage of a disabled key. */
const FAILURES = 3;

const columns = {
  principal: z.string(),
  key: z.string(),
  failures: z.coerce.number(),
  victims: texts,
  ...group,
};

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
export const outageAfterDisable: Detection = {
  id: "KMS-06",
  title: "Requests fail since a key was disabled",
  severity: "high",
  technique: { id: "T1489", name: "Service Stop" },
  rationale:
    "A key was disabled while it was in use: what depends on it fails, by accident or because somebody wants it to.",
  remediation:
    "Call EnableKey; tell the listed users before a key is retired, and look at its last use first.",
  falsePositives: "A planned retirement that its users know of.",
  attempts: ["DisableKey"],
  lookback: "end",
  async find(trail) {
    const rows = await trail.ask({ sql: sql(trail), columns });
    return found(
      rows.map(({ principal, key, failures, victims, ...events }): Finding => ({
        severity: "high",
        message: `${nameOf(principal)} disabled ${keyName(key)}; within a day ${failures} requests failed, of ${victims.slice(0, 5).map(nameOf).join(", ")}${victims.length > 5 ? ` and ${victims.length - 5} more` : ""}`,
        ...{ principal, key, ...events },
      })),
    );
  },
};

/** Failures are counted for the last DisableKey before them. */
const sql = ({ events, rareEvents }: Trail): string => `WITH disabled AS (
    SELECT *, lead(t) OVER (PARTITION BY key ORDER BY t, event, principal) AS again FROM (
      SELECT ${EVENT} AS event, eventTime AS t, principal, ${KEY} AS key FROM ${rareEvents} WHERE ${SUCCEEDED} AND eventName = 'DisableKey') AS each),
  failures AS (
    SELECT ${EVENT} AS event, eventTime AS t, principal, ${KEY} AS key FROM ${events}
    WHERE errorCode IN ('DisabledException', 'KMSInvalidStateException') AND eventName <> 'DisableKey'),
  hit AS (
    SELECT d.event, d.t, d.principal, d.key, f.event AS failure, f.t AS failed, f.principal AS victim
    FROM failures AS f JOIN disabled AS d ON f.key = d.key AND f.t >= d.t AND f.t <= d.t + INTERVAL '24' HOUR
    WHERE d.again IS NULL OR f.t < d.again)
  SELECT principal, key, count(*), ${asJson("array_sort(array_agg(DISTINCT victim))")}, count(*) + 1,
    ${asJson(`ARRAY[event] || ${earliest("failure", "failed", LISTED - 1)}`)}, t, max(failed)
  FROM hit GROUP BY event, t, principal, key HAVING count(*) >= ${FAILURES} ORDER BY t, key, principal, event`;
