/** What can only be known once every record is in: which are duplicates, and which key an alias stands for. */
import { aliasCondition, type Filters } from "../filters";
import type { Database } from "./database";

/**
 * Removes events that were there already, of which the one in the first source stays, and resolves aliases.
 * @returns the number of duplicates
 */
export async function finishEvents(database: Database, filters: Filters): Promise<number> {
  await database.run(
    `CREATE TEMP TABLE repeated AS SELECT identity, min((source::BIGINT << 32) + place) AS first
      FROM records GROUP BY identity HAVING count(*) > 1`,
  );
  const duplicates = await database.run(
    `DELETE FROM records USING repeated WHERE records.identity = repeated.identity
      AND (records.source::BIGINT << 32) + records.place <> repeated.first`,
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
  return duplicates;
}

const alias = "regexp_extract(requestedKey, 'alias/.*$')";
