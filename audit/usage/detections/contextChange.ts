import { z } from "zod";
import { isBaseline } from "./baseline";
import { type Detection, type Finding, found } from "./detection";
import { asJson, earliest, EVENT, group, keyName, nameOf, SUCCEEDED } from "./hits";

const columns = { key: z.string(), usual: z.string(), kind: z.string(), principal: z.string(), ...group };

/** https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html */
export const contextChange: Detection = {
  id: "KMS-14",
  title: "Encryption context of another kind than the key always had",
  severity: "medium",
  technique: { id: "T1565", name: "Data Manipulation" },
  rationale:
    "An application names what it encrypts in the same way each time. A request without encryption context, or with other names in it, is made by something else.",
  remediation:
    "Find the client that made the requests; require the context by kms:EncryptionContext conditions in the key policy.",
  falsePositives:
    "New versions of a client. Asymmetric and HMAC keys have no encryption context and are not looked at.",
  lookback: "start",
  async find(trail) {
    const rows = await trail.ask({ sql: sql(trail.events), columns });
    return found(
      rows.map(({ key, usual, kind, principal, ...events }): Finding => ({
        severity: "medium",
        message: `${nameOf(principal)} used ${keyName(key)} ${kind === "" ? "without encryption context" : `with encryption context ${kind}`}; before, it always had ${usual}`,
        ...{ principal, key, ...events },
      })),
    );
  },
};

/** The first kind of context that a key had, and what came of other kinds once the first alone was a baseline. */
const sql = (events: string): string => `WITH uses AS NOT MATERIALIZED (
    SELECT keyArn, principal, eventTime, ${EVENT} AS event, coalesce(contextNames, '') AS kind FROM ${events}
    WHERE ${SUCCEEDED} AND keyArn IS NOT NULL AND (starts_with(eventName, 'GenerateDataKeyPair')
      OR (coalesce(algorithm, 'SYMMETRIC_DEFAULT') = 'SYMMETRIC_DEFAULT'
        AND eventName IN ('Encrypt', 'Decrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext')))),
  kinds AS (SELECT keyArn, kind, min(eventTime) AS since FROM uses GROUP BY 1, 2),
  usual AS (SELECT keyArn, min_by(kind, ROW(since, kind)) AS kind, min(since) AS since FROM kinds GROUP BY 1 HAVING count(*) > 1),
  changed AS (SELECT u.keyArn, u.kind, u.since, min(k.since) AS changedAt FROM usual AS u
    JOIN kinds AS k ON k.keyArn = u.keyArn AND k.kind <> u.kind WHERE u.kind <> '' GROUP BY 1, 2, 3),
  before AS (SELECT c.keyArn, arbitrary(c.kind) AS kind, arbitrary(c.changedAt) AS changedAt, arbitrary(c.since) AS since, count(*) AS n,
      count(DISTINCT date_trunc('day', u.eventTime)) AS days
    FROM changed AS c JOIN uses AS u ON u.keyArn = c.keyArn AND u.eventTime < c.changedAt GROUP BY 1),
  known AS (SELECT * FROM before WHERE ${isBaseline("since", "changedAt", "n", "days")})
  SELECT u.keyArn, k.kind, u.kind, u.principal, count(*), ${asJson(earliest("event"))}, min(eventTime), max(eventTime) FROM uses AS u JOIN known AS k ON k.keyArn = u.keyArn AND k.kind <> u.kind
  GROUP BY 1, 2, 3, 4 ORDER BY 7, 1, 3, 4`;
