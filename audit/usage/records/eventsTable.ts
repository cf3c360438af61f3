/** The table `events` in the embedded database, and how raw records become its rows. */
import { filterCondition, type Filters, quoted } from "../filters";
import { columns, derivedColumns, keptOtherEvents, recordShape, requestPaths } from "./columns";
import type { Database } from "./database";
import { LARGEST_RECORD } from "./recordSplitter";

/** A row that is no event: a digest or Insights file, which is left out, or a broken record. */
export const SKIPPED = "skipped";
/** The text is no JSON; which record it was is lost with it. */
export const MALFORMED = "malformed";

/** Creates what `insertStatement` fills. */
export async function createTables(database: Database): Promise<void> {
  const list = columns.map(({ name, type }) => `${name} ${type}`).join(", ");
  await database.run("CREATE TABLE sources (source INTEGER, file VARCHAR)");
  await database.run(
    `CREATE TABLE records (${list}, file VARCHAR, place BIGINT, source INTEGER, identity UBIGINT, problem VARCHAR)`,
  );
  const derived = derivedColumns.map(({ name, from }) => `${from} AS ${name}`);
  await database.run(`CREATE VIEW events AS SELECT *, ${derived.join(", ")} FROM records`);
}

/**
 * The statement that inserts the records of a file written by RecordFile: events that pass the filters, and rows with a `problem`.
 * @param first the number of the first source in the file
 * @param last the number of the last one
 */
export function insertStatement(file: string, filters: Filters, first: number, last: number): string {
  return `INSERT INTO records
    WITH raw AS (
      SELECT f, n, r, CASE WHEN starts_with(r.requestParameters, '"')
        THEN TRY_CAST(json_extract_string(r.requestParameters, '$') AS JSON) ELSE r.requestParameters END AS p
      FROM read_ndjson(${quoted(file)}, columns = {f: 'INTEGER', n: 'BIGINT', r: ${quoted(recordShape)}},
        ignore_errors = true, maximum_object_size = ${LARGEST_RECORD * 2})),
    judged AS (SELECT *, ${problem} AS problem FROM raw),
    wanted AS (SELECT *, json_extract_string(p, [${requestPaths.map(quoted).join(", ")}]) AS x FROM judged
      WHERE problem IS NOT NULL OR r.eventSource = 'kms.amazonaws.com' OR ${keptOtherEvents}),
    rows AS (SELECT ${columns.map(({ name, from }) => `${from} AS ${name}`).join(", ")},
      file, n AS place, f AS source, ${identity} AS identity, problem
      FROM wanted LEFT JOIN (SELECT * FROM sources WHERE source BETWEEN ${first} AND ${last}) AS s ON s.source = f)
    SELECT * FROM rows WHERE problem IS NOT NULL OR (${filterCondition(filters)})`;
}

/** Why a record is no event, or NULL. A record that is no object has none of the fields. */
const problem = `CASE
  WHEN f IS NULL THEN '${MALFORMED}'
  WHEN r.digestS3Object IS NOT NULL OR r.eventCategory = 'Insight' OR r.eventType = 'AwsCloudTrailInsight' THEN '${SKIPPED}'
  WHEN r.eventName IS NULL AND r.eventSource IS NULL AND r.eventTime IS NULL THEN 'is no CloudTrail record'
  WHEN r.eventName IS NULL OR NOT regexp_matches(r.eventName, '^[A-Za-z]') THEN 'eventName is no text'
  WHEN r.eventSource IS NULL OR NOT regexp_matches(r.eventSource, '^[A-Za-z]') THEN 'eventSource is no text'
  WHEN TRY_CAST(r.eventTime AS TIMESTAMP) IS NULL THEN 'eventTime is no time'
  WHEN r.userIdentity IS NOT NULL AND coalesce(r.userIdentity.type, r.userIdentity.principalId, r.userIdentity.arn,
    r.userIdentity.accountId, r.userIdentity.invokedBy, r.userIdentity.userName) IS NULL THEN 'userIdentity names nobody'
  END`;

/**
 * Equal for the same event delivered twice. The eventID should do, but AWS's own examples use one id for several events: what is asked,
 * by whom, and the outcome are part of it. An event without an id has no duplicates.
 */
const identity = `CASE WHEN r.eventID IS NULL THEN hash(f, n) ELSE hash(r.eventID, r.eventName, r.eventTime, r.recipientAccountId,
  r.errorCode, p, r.resources[1].ARN, r.additionalEventData) END`;
