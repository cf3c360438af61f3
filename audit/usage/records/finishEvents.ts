/** What can only be known once every record is in: which are duplicates, and which key an alias stands for. */
import { aliasCondition, type Filters } from "../filters";
import type { Database } from "./database";
import { createEvents } from "./eventsTable";
import { narrowColumns } from "./narrowColumns";

/**
 * Removes events that were there already, of which the one in the first source stays, and resolves aliases; what is left are the
 * `events`.
 * @returns the number of duplicates
 */
export async function finishEvents(database: Database, filters: Filters): Promise<number> {
  await database.run(
    `CREATE TEMP TABLE repeated AS SELECT ${identity} AS identity, min(${delivery}) AS first
      FROM records WHERE eventID IS NOT NULL GROUP BY 1 HAVING count(*) > 1`,
  );
  const duplicates = await database.run(
    `DELETE FROM records USING repeated WHERE records.eventID IS NOT NULL AND repeated.identity = ${identity}
      AND ${delivery} <> repeated.first`,
  );
  await database.run("DROP TABLE repeated");
  await database.run(
    `UPDATE records SET resolvedKeyArn = aliases.keyArn
      FROM (SELECT ${alias} AS alias, accountId, region, max(resourceKeyArn) AS keyArn FROM records
        WHERE contains(requestedKey, 'alias/') AND resourceKeyArn IS NOT NULL AND eventSource = 'kms.amazonaws.com'
        GROUP BY ALL HAVING count(DISTINCT resourceKeyArn) = 1) AS aliases
      WHERE records.resourceKeyArn IS NULL AND records.resolvedKeyArn IS NULL AND contains(records.requestedKey, 'alias/') AND records.eventSource = 'kms.amazonaws.com'
        AND aliases.alias = ${alias} AND aliases.accountId = records.accountId AND aliases.region = records.region`,
  );
  const ofAliases = aliasCondition(filters);
  if (ofAliases !== undefined) await database.run(`DELETE FROM records WHERE (${ofAliases}) IS NOT TRUE`);
  await narrowColumns(database);
  await createEvents(database);
  return duplicates;
}

/**
 * Equal for the same event delivered twice. The eventID should do, but AWS's own examples use one id for several events: what is asked,
 * by whom, and the outcome are part of it. Of JSON it is the length, since an export may have sorted the members. An event without an id
 * has no duplicates.
 */
const identity = `hash(${[
  ...["eventID", "eventName", "eventTime", "accountId", "errorCode", "requestedKey", "resourceKeyArn"],
  ...["encryptionContext", "algorithm"],
]
  .map((name) => `records.${name}`)
  .join(", ")}, length(records.requestParameters), length(records.additionalEventData))`;

/** Where an event was delivered: less for an earlier source, and for an earlier place in it. */
const delivery = "(records.source::BIGINT << 32) + records.place";

const alias = "regexp_extract(requestedKey, 'alias/.*$')";
