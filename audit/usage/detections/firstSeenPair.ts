import { z } from "zod";
import { count } from "../questions/question";
import { BASELINE, isBaseline } from "./baseline";
import type { Detection, Finding } from "./detection";
import { BY_SERVICE, group, GROUP_OF, nameOf, SUCCEEDED } from "./hits";

const columns = { principal: z.string(), day: z.string(), keys: z.array(z.string()), ...group };

/** https://docs.aws.amazon.com/kms/latest/developerguide/determining-access.html */
export const firstSeenPair: Detection = {
  id: "KMS-13",
  title: "A principal uses a key for the first time",
  severity: "low",
  technique: { id: "T1078.004", name: "Valid Accounts: Cloud Accounts" },
  rationale:
    "Who uses a key hardly changes. A new user of a key that has long been in use is a new deployment, or somebody who should not be there.",
  remediation:
    "Compare with the deployments of that day; where there is none, ask the principal's owner, and look at what else it did.",
  falsePositives:
    "New deployments: what one principal touches for the first time in one day is told together.",
  async find(trail) {
    const rows = await trail.ask({ sql: sql(trail.events), columns });
    const [young] = await trail.ask({
      sql: `${hourly(trail.events)} ${withoutBaseline}`,
      columns: { keys: count },
    });
    return {
      findings: rows.map(({ principal, day, keys, ...events }): Finding => ({
        severity: "low",
        message: `${nameOf(principal)} used ${keys.length === 1 ? (keys[0] ?? "") : `${keys.length} keys`} for the first time, on ${day.slice(0, 10)}`,
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

/** Keys by the hour, and when a principal was first seen with one. What a service does of its own accord is history too, but no user. */
const hourly = (events: string): string => `WITH uses AS (
    SELECT *, date_trunc('hour', eventTime) AS h, ${BY_SERVICE} AS ofService FROM ${events} WHERE ${SUCCEEDED} AND keyArn IS NOT NULL),
  hourly AS (SELECT keyArn, h, count(*) AS n FROM uses GROUP BY 1, 2),
  history AS (SELECT keyArn, h, min(h) OVER past AS since, sum(n) OVER past AS before, count(*) OVER past AS hours FROM hourly
    WINDOW past AS (PARTITION BY keyArn ORDER BY h ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
  pairs AS (SELECT principal, keyArn, min(eventTime) AS firstTime, date_trunc('hour', min(eventTime)) AS h,
    date_trunc('day', min(eventTime)) AS day FROM uses WHERE NOT ofService GROUP BY 1, 2),
  judged AS (SELECT p.*, since, ${isBaseline("since", "p.h", "before", "hours")} AS known FROM pairs AS p
    JOIN history AS y ON y.keyArn = p.keyArn AND y.h = p.h)`;

const sql = (events: string): string => `${hourly(events)}
  SELECT u.principal, j.day, list_sort(list(DISTINCT u.keyArn)), ${GROUP_OF}
  FROM uses AS u JOIN judged AS j ON j.principal = u.principal AND j.keyArn = u.keyArn AND j.known
  WHERE u.eventTime < j.day + INTERVAL 1 DAY GROUP BY 1, 2 ORDER BY 6, 1`;

/** Keys that got a second user before there was a history. */
const withoutBaseline = "SELECT count(DISTINCT keyArn) FROM judged WHERE NOT known AND since IS NOT NULL";
