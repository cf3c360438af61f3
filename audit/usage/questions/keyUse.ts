/** How each key is used, and by whom. */
import { z } from "zod";
import { count, ofKms, type Question } from "./question";

const ofKey = {
  keyArn: z.string(),
  events: count,
  /** Those whose resources[] names the key; the rest names it in the request alone. */
  named: count,
  failures: count,
  users: count,
  first: z.string(),
  last: z.string(),
};

/** Each key's requests: those that name it, in whatever way. */
export const keyUse: Question<typeof ofKey> = {
  sql: `SELECT keyArn, count(*) AS events, count(resourceKeyArn) AS named, count(errorCode) AS failures,
      count(DISTINCT principal) AS users,
      min(eventTime) AS first, max(eventTime) AS last
    FROM events WHERE ${ofKms} AND keyArn IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1`,
  columns: ofKey,
};

const ofPair = { keyArn: z.string(), principal: z.string(), events: count, last: z.string() };

/** The principals of the keys that are used most: the report's heat map. */
export const keyUsers: Question<typeof ofPair> = {
  sql: `SELECT keyArn, principal, count(*) AS events, max(eventTime) AS last FROM events
    WHERE ${ofKms} AND keyArn IN (SELECT keyArn FROM (
      SELECT keyArn, count(*) AS events FROM events WHERE ${ofKms} AND keyArn IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20) AS busiest)
    GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 400`,
  columns: ofPair,
};

const ofName = { keyArn: z.string(), alias: z.string() };

/** The alias names by which callers asked for a key. */
export const keyAliases: Question<typeof ofName> = {
  sql: `SELECT DISTINCT keyArn, regexp_extract(requestedKey, 'alias/.*$') AS alias FROM (
      SELECT DISTINCT keyArn, requestedKey FROM events WHERE ${ofKms} AND keyArn IS NOT NULL AND requestedKey LIKE '%alias/%') AS asked
    ORDER BY 1, 2`,
  columns: ofName,
};
