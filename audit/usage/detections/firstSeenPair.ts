import { z } from "zod";
import { count } from "../questions/question";
import { BASELINE, isBaseline } from "./baseline";
import type { Detection, Finding } from "./detection";
import {
  asJson,
  BY_SERVICE,
  CRYPTOGRAPHIC,
  earliest,
  EVENT,
  group,
  keyName,
  LISTED,
  nameOf,
  SUCCEEDED,
  texts,
} from "./hits";
import { keysWithAlias } from "./keysByAlias";

const columns = { principal: z.string(), day: z.string(), keys: texts, ...group };

/** https://docs.aws.amazon.com/kms/latest/developerguide/determining-access.html */
export const firstSeenPair: Detection = {
  id: "KMS-13",
  title: "A principal uses a key for the first time",
  severity: "medium",
  technique: { id: "T1078.004", name: "Valid Accounts: Cloud Accounts" },
  rationale:
    "Who uses a key hardly changes. A new user of a key that has long been in use is a new deployment, or somebody who should not be there.",
  remediation:
    "Compare with the deployments of that day; where there is none, ask the principal's owner, and look at what else it did.",
  falsePositives:
    "New deployments: what one principal touches for the first time in one day is told together, as low; as medium where it touches a key with one of the sensitiveAliases.",
  lookback: "start",
  async find(trail) {
    const rows = await trail.ask({ sql: sql(trail.events), columns });
    const [young] = await trail.ask({
      sql: `${judged(trail.events)} ${withoutBaseline}`,
      columns: { keys: count },
    });
    const { sensitiveAliases } = trail.allow;
    const named =
      sensitiveAliases.length === 0
        ? []
        : await trail.ask({ sql: keysWithAlias(sensitiveAliases), columns: { key: z.string() } });
    const sensitive = new Set(named.map(({ key }) => key));
    return {
      findings: rows.map(({ principal, day, keys, ...events }): Finding => ({
        severity: keys.some((key) => sensitive.has(key)) ? "medium" : "low",
        message: `${nameOf(principal)} used ${keys.length === 1 ? keyName(keys[0]) : `${keys.length} keys`} for the first time, on ${day.slice(0, 10)}`,
        ...{ principal, key: keys.length === 1 ? keys[0] : undefined, ...events },
      })),
      notes:
        young === undefined || young.keys === 0
          ? []
          : [
              `no baseline (${BASELINE}) for new users of ${young.keys} ${young.keys === 1 ? "key" : "keys"}: not scored`,
            ],
    };
  },
};

/** What the queries read of an event; written so, the table is not copied. */
const uses = (events: string): string => `uses AS NOT MATERIALIZED (
    SELECT principal, keyArn, eventTime, ${EVENT} AS event, ${BY_SERVICE} AS ofService FROM ${events} WHERE ${SUCCEEDED} AND keyArn IS NOT NULL AND ${CRYPTOGRAPHIC})`;

/** When each principal was first seen with a key that was in use before, and what the use was. Services' own use is history too. */
const judged = (events: string): string => `WITH ${uses(events)},
  keys AS (SELECT keyArn, min(eventTime) AS since FROM uses GROUP BY 1),
  pairs AS (SELECT principal, keyArn, min(eventTime) AS start FROM uses WHERE NOT ofService GROUP BY 1, 2),
  later AS (SELECT p.*, k.since FROM pairs AS p JOIN keys AS k ON k.keyArn = p.keyArn AND p.start > k.since),
  history AS (SELECT l.principal, l.keyArn, arbitrary(l.start) AS start, arbitrary(l.since) AS since, count(*) AS n,
      count(DISTINCT date_trunc('day', u.eventTime)) AS days
    FROM uses AS u JOIN later AS l ON l.keyArn = u.keyArn AND u.eventTime < l.start GROUP BY 1, 2),
  judged AS (SELECT principal, keyArn, date_trunc('day', start) AS day, ${isBaseline("since", "start", "n", "days")} AS known FROM history)`;

const sql = (events: string): string => `${judged(events)}
  SELECT u.principal, j.day, ${asJson("array_sort(array_agg(DISTINCT u.keyArn))")}, count(*), ${asJson(earliest("u.event", "u.eventTime"))}, min(u.eventTime), max(u.eventTime)
  FROM uses AS u JOIN judged AS j ON j.principal = u.principal AND j.keyArn = u.keyArn AND j.known
  WHERE u.eventTime < j.day + INTERVAL '1' DAY GROUP BY 1, 2 ORDER BY 6, 1, 2 LIMIT ${LISTED}`;

/** Keys that got a further user before there was a history. */
const withoutBaseline = "SELECT count(DISTINCT keyArn) FROM judged WHERE NOT known";
