/**
 * Where envelope encryption asks KMS again and again for what a cache of data keys would have: requests by one process, for one key and
 * one encryption context, within one minute. The first of them is needed, the rest could be answered from memory.
 * https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/data-key-caching.html
 */
import { z } from "zod";
import { count, ofKms, type Question } from "./question";

const cacheable = `${ofKms} AND keyArn IS NOT NULL AND errorCode IS NULL
    AND eventName IN ('Decrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext')`;

const columns = {
  principal: z.string(),
  keyArn: z.string(),
  requests: count,
  repeated: count,
  /** Requests that Amazon S3 made for objects: there S3 Bucket Keys are the cache. */
  ofS3: count,
};

/** The pairs of principal and key that ask most; a process is told by its session and source address. */
export const hotSpots: Question<typeof columns> = {
  sql: `WITH busiest AS (
      SELECT principal, keyArn FROM events WHERE ${cacheable} GROUP BY 1, 2 HAVING count(*) >= 100
      ORDER BY count(*) DESC, 1, 2 LIMIT 20),
    minutes AS (
      SELECT events.principal AS principal, events.keyArn AS keyArn, count(*) AS requests,
        sum(CASE WHEN encryptionContext LIKE '%"aws:s3:arn"%' THEN 1 ELSE 0 END) AS ofS3
      FROM events JOIN busiest ON busiest.principal = events.principal AND busiest.keyArn = events.keyArn
      WHERE ${cacheable.replaceAll("keyArn", "events.keyArn")}
      GROUP BY events.principal, events.keyArn, sessionName, sourceIPAddress, eventName, encryptionContext, date_trunc('minute', eventTime))
    SELECT principal, keyArn, sum(requests) AS requests, sum(requests) - count(*) AS repeated, sum(ofS3) AS ofS3
    FROM minutes GROUP BY 1, 2 ORDER BY 4 DESC, 3 DESC, 1, 2`,
  columns,
};
