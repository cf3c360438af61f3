/**
 * The relation `events` (records/columns.ts) over a table of CloudTrail's records in Athena, with the columns that AWS gives such a table.
 * https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html
 */
import { aliasCondition, filterCondition, type Filters } from "../filters";
import { ofRareOperation } from "../records/frequentOperations";

const assumedRole = "'^arn:[^:]+:sts::[^:]*:assumed-role/'";
const arn = "useridentity.arn";

/** Columns of records/columns.ts, each out of a raw row with its parameters `p` and the members `keys` of resources[] that are keys. */
const stored: Readonly<Record<string, string>> = {
  eventID: `coalesce(eventid, "$path" || ' ' || eventtime || ' ' || eventname)`,
  eventTime: "eventmoment",
  eventName: "eventname",
  eventSource: "eventsource",
  eventType: "eventtype",
  readOnly: "TRY_CAST(readonly AS BOOLEAN)",
  region: "awsregion",
  accountId: "recipientaccountid",
  identityType: "useridentity.type",
  principal: `CASE
      WHEN useridentity.type = 'AssumedRole' AND useridentity.sessioncontext.sessionissuer.arn IS NOT NULL
        THEN useridentity.sessioncontext.sessionissuer.arn
      WHEN regexp_like(${arn}, ${assumedRole})
        THEN 'arn:' || split_part(${arn}, ':', 2) || ':iam::' || split_part(${arn}, ':', 5) || ':role/' || split_part(${arn}, '/', 2)
      WHEN ${arn} <> '' THEN ${arn}
      WHEN useridentity.invokedby <> '' THEN 'service:' || useridentity.invokedby
      WHEN useridentity.principalid <> '' THEN split_part(useridentity.principalid, ':', 1)
      ELSE 'unknown' END`,
  sessionName: `CASE WHEN ${arn} LIKE '%:assumed-role/%' THEN nullif(split_part(${arn}, '/', 3), '') END`,
  callerAccountId: "useridentity.accountid",
  invokedBy: "useridentity.invokedby",
  sourceIPAddress: "sourceipaddress",
  errorCode: "nullif(errorcode, '')",
  errorMessage: "errormessage",
  requestedKey: "requestedkey",
  resourceKeyArn: "(element_at(keys, 1)).arn",
  otherKeyArns:
    "CASE WHEN cardinality(keys) > 1 THEN transform(slice(keys, 2, cardinality(keys)), key -> key.arn) END",
  resolvedKeyArn: `CASE
      WHEN (element_at(resources, 1)).arn LIKE '%:key/%' THEN NULL
      WHEN regexp_like(requestedkey, '^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/') THEN requestedkey
      WHEN regexp_like(requestedkey, '^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$')
        AND recipientaccountid IS NOT NULL AND awsregion IS NOT NULL
        THEN 'arn:' || CASE WHEN awsregion LIKE 'cn-%' THEN 'aws-cn' WHEN awsregion LIKE 'us-gov-%' THEN 'aws-us-gov' ELSE 'aws' END
          || ':kms:' || awsregion || ':' || recipientaccountid || ':key/' || requestedkey END`,
  encryptionContext: "CASE WHEN starts_with(context, '{') THEN json_sorted(context) END",
  algorithm: `coalesce(${["encryptionAlgorithm", "signingAlgorithm", "macAlgorithm", "keyPairSpec"].map(parameter).join(", ")})`,
  requestParameters: `CASE WHEN ${ofRareOperation} THEN p END`,
  responseElements: json("responseelements"),
  additionalEventData: json("additionaleventdata"),
  sharedEventID: "sharedeventid",
  file: `"$path"`,
  place: "CAST(NULL AS BIGINT)",
};

const KEY_ARN = "coalesce(resourceKeyArn, resolvedKeyArn)";

const derived: Readonly<Record<string, string>> = {
  keyArn: KEY_ARN,
  contextNames: "array_join(array_sort(json_keys(encryptionContext)), ' + ')",
  keyAccountId: `split_part(${KEY_ARN}, ':', 5)`,
};

/** Names of the columns of `eventsOf`. */
export const columnNames: readonly string[] = [...Object.keys(stored), ...Object.keys(derived)];

/** Events of other services that detections ask for, as in records/columns.ts. */
const keptOtherEvents = `(eventsource = 'cloudtrail.amazonaws.com'
    AND eventname IN ('PutEventSelectors', 'StopLogging', 'DeleteTrail', 'UpdateTrail'))
  OR (eventsource = 's3.amazonaws.com' AND eventname = 'CopyObject' AND requestparameters LIKE '%aws:kms%')`;

/** What must be equal in an event that is delivered again: see `identity` in records/eventsTable.ts. */
const identity = "given, eventName, eventTime, accountId, errorCode, p, firstArn, additionalEventData";

/**
 * The SELECT of all records that pass the filters, delivered again or not: the columns of `events` but the derived ones, and `delivery`,
 * which is 1 for the first.
 * @param table as SQL names it
 * @param partitions a condition by which Athena reads less
 */
export function recordsOf(table: string, partitions: string, filters: Filters): string {
  return `WITH whole AS (
    SELECT *, TRY_CAST(replace(replace(eventtime, 'T', ' '), 'Z', '') AS TIMESTAMP) AS eventmoment,
      filter(resources, one -> one.arn LIKE '%:key/%') AS keys,
      CASE WHEN starts_with(requestparameters, '"') THEN json_extract_scalar(requestparameters, '$')
        ELSE ${json("requestparameters")} END AS p
    FROM ${table}
    WHERE ${partitions} AND regexp_like(eventname, '^[A-Za-z]') AND coalesce(eventcategory, '') <> 'Insight'
      AND (eventsource = 'kms.amazonaws.com' OR ${keptOtherEvents})),
  asked AS (
    SELECT *, coalesce(${["keyId", "targetKeyId", "destinationKeyId"].map(parameter).join(", ")}) AS requestedkey,
      json_format(json_extract(p, '$.encryptionContext')) AS context
    FROM whole WHERE eventmoment IS NOT NULL),
  named AS (SELECT ${selected(stored)}, eventid AS given, p, (element_at(resources, 1)).arn AS firstArn FROM asked),
  records AS (
    SELECT *, CASE WHEN given IS NULL THEN 1 ELSE row_number() OVER (PARTITION BY ${identity} ORDER BY file, principal, sourceIPAddress) END AS delivery
    FROM named WHERE ${filterCondition(filters, "otherKeyArns")}),
  aliases AS (
    SELECT ${aliasOf("requestedKey")} AS alias, accountId, region, max(resourceKeyArn) AS keyArn FROM records
    WHERE requestedKey LIKE '%alias/%' AND resourceKeyArn IS NOT NULL AND eventSource = 'kms.amazonaws.com'
    GROUP BY 1, 2, 3 HAVING count(DISTINCT resourceKeyArn) = 1)
  SELECT ${Object.keys(stored).map(ofRecord).join(", ")}, r.delivery
  FROM records AS r LEFT JOIN aliases AS a ON r.resourceKeyArn IS NULL AND r.resolvedKeyArn IS NULL AND r.eventSource = 'kms.amazonaws.com'
    AND r.requestedKey LIKE '%alias/%' AND a.alias = ${aliasOf("r.requestedKey")} AND a.accountId = r.accountId AND a.region = r.region`;
}

/**
 * The SELECT of `events`.
 * @param records what `recordsOf` gives, as SQL names it
 */
export function eventsOf(records: string, filters: Filters): string {
  const ofAliases = aliasCondition(filters, records, "otherKeyArns");
  return `SELECT *, ${selected(derived)} FROM ${records} WHERE delivery = 1${ofAliases === undefined ? "" : ` AND ${ofAliases}`}`;
}

function ofRecord(name: string): string {
  return name === "resolvedKeyArn" ? "coalesce(r.resolvedKeyArn, a.keyArn) AS resolvedKeyArn" : `r.${name}`;
}

function selected(columns: Readonly<Record<string, string>>): string {
  return Object.entries(columns)
    .map(([name, from]) => `${from} AS ${name}`)
    .join(", ");
}

function aliasOf(key: string): string {
  return `regexp_extract(${key}, 'alias/.*$')`;
}

function parameter(name: string): string {
  return `json_extract_scalar(p, '$.${name}')`;
}

/** A column of JSON, where nothing may be told by the word null. */
function json(column: string): string {
  return `nullif(${column}, 'null')`;
}
