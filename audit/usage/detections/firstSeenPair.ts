import { z } from "zod";
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

const columns = { known: z.boolean(), principal: z.string(), day: z.string(), keys: texts, ...group };

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
    const young = rows.find(({ known }) => !known);
    const { sensitiveAliases } = trail.allow;
    const named =
      sensitiveAliases.length === 0
        ? []
        : await trail.ask({ sql: keysWithAlias(sensitiveAliases), columns: { key: z.string() } });
    const sensitive = new Set(named.map(({ key }) => key));
    return {
      findings: rows
        .filter(({ known }) => known)
        .map(({ principal, day, keys, count: uses, events, first, last }): Finding => ({
          severity: keys.some((key) => sensitive.has(key)) ? "medium" : "low",
          message: `${nameOf(principal)} used ${keys.length === 1 ? keyName(keys[0]) : `${keys.length} keys`} for the first time, on ${day.slice(0, 10)}`,
          ...{ principal, key: keys.length === 1 ? keys[0] : undefined, count: uses, events, first, last },
        })),
      notes:
        young === undefined
          ? []
          : [
              `no baseline (${BASELINE}) for new users of ${young.count} ${young.count === 1 ? "key" : "keys"}: not scored`,
            ],
    };
  },
};

/** What the queries read of an event; written so, the table is not copied. */
const uses = (events: string): string => `uses AS NOT MATERIALIZED (
    SELECT principal, keyArn, eventTime, ${EVENT} AS event, ${BY_SERVICE} AS ofService FROM ${events} WHERE ${SUCCEEDED} AND keyArn IS NOT NULL AND ${CRYPTOGRAPHIC})`;

/**
 * When each principal was first seen with a key that was in use before, and what the use was. Services' own use is history too. Keys that
 * got a further user before there was a history are one row, with their number in place of that of the events.
 */
const sql = (events: string): string => `WITH ${uses(events)},
  keys AS (SELECT keyArn, min(eventTime) AS since FROM uses GROUP BY 1),
  pairs AS (SELECT principal, keyArn, min(eventTime) AS start FROM uses WHERE NOT ofService GROUP BY 1, 2),
  later AS (SELECT p.*, k.since FROM pairs AS p JOIN keys AS k ON k.keyArn = p.keyArn AND p.start > k.since),
  history AS (SELECT l.principal, l.keyArn, arbitrary(l.start) AS start, arbitrary(l.since) AS since, count(*) AS n,
      count(DISTINCT date_trunc('day', u.eventTime)) AS days
    FROM uses AS u JOIN later AS l ON l.keyArn = u.keyArn AND u.eventTime < l.start GROUP BY 1, 2),
  judged AS (SELECT principal, keyArn, start, date_trunc('day', start) AS day, ${isBaseline("since", "start", "n", "days")} AS known FROM history),
  told AS (
    SELECT u.principal, j.day, ${asJson("array_sort(array_agg(DISTINCT u.keyArn))")} AS keys, count(*) AS n,
      ${asJson(earliest("u.event", "u.eventTime"))} AS events, min(u.eventTime) AS first, max(u.eventTime) AS last
    FROM uses AS u JOIN judged AS j ON j.principal = u.principal AND j.keyArn = u.keyArn AND j.known
    WHERE u.eventTime < j.day + INTERVAL '1' DAY GROUP BY 1, 2 ORDER BY 6, 1, 2 LIMIT ${LISTED})
  SELECT TRUE AS known, principal, day, keys, n, events, first, last FROM told
  UNION ALL SELECT FALSE, min(principal), min(day), '[]', count(DISTINCT keyArn), '[]', min(start), max(start) FROM judged
    WHERE NOT known HAVING count(*) > 0
  ORDER BY known DESC, first, principal, day`;
