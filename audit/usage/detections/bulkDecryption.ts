import { z } from "zod";
import { count } from "../questions/question";
import { type Detection, type Finding, found } from "./detection";
import { asJson, BY_SERVICE, earliest, EVENT, group, nameOf, SUCCEEDED } from "./hits";

/** Different encryption contexts within a minute. */
const CONTEXTS = 20;
/** Busy minutes, beyond which bulk is what the principal does all the time. */
const STEADY = 240;

const columns = {
  principal: z.string(),
  /** Minutes with many contexts, of a principal that is busy all the time; 0 in a burst. */
  minutes: count,
  contexts: count,
  seconds: count,
  kinds: z.string(),
  lowest: z.string(),
  highest: z.string(),
  earlier: count,
  ...group,
};

/** https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html */
export const bulkDecryption: Detection = {
  id: "KMS-11",
  title: "Many different objects decrypted within a minute",
  severity: "high",
  technique: { id: "T1555.006", name: "Cloud Secrets Management Stores" },
  rationale:
    "Each encryption context names an object: an S3 object, a secret, a parameter. Decrypting dozens of them within a minute is how they are carried off, and the first time that a principal does so is worth a look.",
  remediation:
    "Find the caller's own events of that minute (GetSecretValue, GetParameters, GetObject), which have its address and tool; rotate what was read if nobody explains it.",
  falsePositives:
    "Log synchronization, a refresh by Terraform or Pulumi, backups: from the second time on they are medium; list such roles.",
  lookback: "end",
  async find(trail) {
    const rows = await trail.ask({ sql: sql(trail.events), columns });
    return found(
      rows.map(
        ({ principal, minutes, contexts, seconds, kinds, lowest, highest, earlier, ...events }): Finding => ({
          ...{ principal, ...events },
          severity: minutes === 0 && earlier === 0 ? "high" : "medium",
          message:
            minutes > 0
              ? `${nameOf(principal)} decrypts for many encryption contexts all the time: in ${minutes} minutes more than ${CONTEXTS}`
              : `${nameOf(principal)} decrypted ${events.count} times for ${contexts} encryption contexts (${[kinds, ...prefixOf(lowest, highest)].join(", ")}) in ${seconds} s${earlier === 0 ? ", for the first time" : ""}`,
        }),
      ),
    );
  },
};

/**
 * Decrypts of busy principals alone. Every stretch of a minute lies within two minutes that begin at an even or at an odd one: counting
 * such pairs needs no sorting, and few pass. Decrypts less than a minute apart make a burst; principals that are busy all the time are told
 * once, if they have many contexts then.
 */
const sql = (events: string): string => `WITH decrypts AS NOT MATERIALIZED (
    SELECT ${EVENT} AS event, principal, eventTime AS t, date_trunc('minute', eventTime) AS m, encryptionContext AS context, contextNames AS kind FROM ${events}
    WHERE ${SUCCEEDED} AND eventName = 'Decrypt' AND encryptionContext IS NOT NULL AND NOT ${BY_SERVICE}),
  pairs AS (${[0, 1]
    .map(
      (
        odd,
      ) => `SELECT principal, CASE WHEN minute(m) % 2 = ${odd} THEN m ELSE m - INTERVAL '1' MINUTE END AS m FROM decrypts
      GROUP BY 1, 2 HAVING count(*) >= ${CONTEXTS}`,
    )
    .join(" UNION ")}),
  near AS (SELECT principal, m FROM pairs UNION SELECT principal, m + INTERVAL '1' MINUTE FROM pairs),
  always AS (SELECT principal, count(*) AS minutes FROM near GROUP BY 1 HAVING count(*) > ${STEADY}),
  busy AS (SELECT d.* FROM decrypts AS d JOIN near AS n ON n.principal = d.principal AND n.m = d.m),
  counted AS (
    SELECT principal, event, t, context, kind, count(DISTINCT hash(context)) OVER lately AS atOnce,
      t > lag(t) OVER (PARTITION BY principal ORDER BY t) + INTERVAL '60' SECOND AS apart
    FROM busy WHERE principal NOT IN (SELECT principal FROM always)
    WINDOW lately AS (PARTITION BY principal ORDER BY t RANGE BETWEEN INTERVAL '60' SECOND PRECEDING AND CURRENT ROW)),
  numbered AS (SELECT *, sum(CASE WHEN apart THEN 1 ELSE 0 END) OVER (PARTITION BY principal ORDER BY t) AS run FROM counted),
  runs AS (
    SELECT principal, run, count(DISTINCT context) AS contexts, date_diff('second', min(t), max(t)) AS seconds,
      array_join(array_sort(array_agg(DISTINCT kind)), '; ') AS kinds,
      min(context) AS lowest, max(context) AS highest,
      count(*) AS n, ${asJson(earliest("event", "t"))} AS ids, min(t) AS first, max(t) AS last
    FROM numbered GROUP BY 1, 2 HAVING max(atOnce) >= ${CONTEXTS}),
  minutes AS (SELECT principal, m, count(*) AS n, min(event) AS event, min(t) AS first, max(t) AS last
    FROM busy WHERE principal IN (SELECT principal FROM always)
    GROUP BY 1, 2 HAVING count(DISTINCT hash(context)) >= ${CONTEXTS})
  SELECT principal, 0 AS minutes, contexts, seconds, kinds, lowest, highest,
    row_number() OVER (PARTITION BY principal ORDER BY first) - 1 AS earlier, n, ids, first, last FROM runs
  UNION ALL SELECT principal, count(*), 0, 0, '', '', '', 0, sum(n), ${asJson(earliest("event", "first"))}, min(first), max(last)
    FROM minutes GROUP BY 1 HAVING count(*) > 1
  ORDER BY minutes, first, principal`;

/** What the lowest and the highest text have in common, all texts between them have too: told where it is long enough to say something. */
function prefixOf(lowest: string, highest: string): readonly string[] {
  let length = 0;
  while (length < Math.min(lowest.length, highest.length, 200) && lowest[length] === highest[length])
    length += 1;
  return length < 8 ? [] : [`${lowest.slice(0, length)}...`];
}
