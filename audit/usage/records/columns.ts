/**
 * The table `events`: one row a distinct event of CloudTrail, whatever source it came from. Every question is asked of it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */

/** One column: its name, its type in DuckDB, and what it means. NULL is always "not in the record". */
export interface Column {
  readonly name: string;
  readonly type: "VARCHAR" | "TIMESTAMP" | "BOOLEAN" | "VARCHAR[]";
  readonly meaning: string;
  /** DuckDB's expression over a raw record `r`, its request parameters `p` and the list `x` of `requestPaths`. */
  readonly from: string;
}

/** What is read out of the request parameters in one go; `x[1]` is the first. */
export const requestPaths = [
  "$.keyId",
  "$.targetKeyId",
  "$.destinationKeyId",
  "$.encryptionContext",
] as const;

const assumedRole = "'^arn:([^:]+):sts::([^:]*):assumed-role/([^/]+)(/.*)?$'";
const keyArns =
  "list_transform(list_filter(r.resources, lambda a : contains(a.ARN, ':key/')), lambda a : a.ARN)";
const requestedKey = "coalesce(x[1], x[2], x[3])";

/** The columns, in order. `file` and `place` come last, see ingest.ts. */
export const columns: readonly Column[] = [
  text("eventID", "CloudTrail's id of the event", "r.eventID"),
  {
    name: "eventTime",
    type: "TIMESTAMP",
    meaning: "when the request was made, UTC",
    from: "TRY_CAST(r.eventTime AS TIMESTAMP)",
  },
  text(
    "eventName",
    "the API operation, such as Decrypt, or the service's event, such as RotateKey",
    "r.eventName",
  ),
  text(
    "eventSource",
    "the service asked: kms.amazonaws.com, and others in `keptOtherEvents`",
    "r.eventSource",
  ),
  text("eventType", "AwsApiCall, AwsServiceEvent, AwsVpceEvent, AwsConsoleAction ...", "r.eventType"),
  {
    name: "readOnly",
    type: "BOOLEAN",
    meaning: "whether the operation changes nothing; true for Encrypt, Decrypt and the like",
    from: "r.readOnly",
  },
  text("region", "the Region of the request", "r.awsRegion"),
  text("accountId", "the account whose trail has the event (recipientAccountId)", "r.recipientAccountId"),
  text(
    "identityType",
    "userIdentity.type: IAMUser, AssumedRole, AWSService, Root ...",
    "r.userIdentity.type",
  ),
  text(
    "principal",
    "who asked, the same in every session: the ARN of the role, user or root; service:NAME for a service of its own accord; " +
      "else the principal id without session; else unknown",
    `CASE
      WHEN r.userIdentity.type = 'AssumedRole' AND r.userIdentity.sessionContext.sessionIssuer.arn IS NOT NULL
        THEN r.userIdentity.sessionContext.sessionIssuer.arn
      WHEN regexp_matches(r.userIdentity.arn, ${assumedRole})
        THEN regexp_replace(r.userIdentity.arn, ${assumedRole}, 'arn:\\1:iam::\\2:role/\\3')
      WHEN r.userIdentity.arn IS NOT NULL THEN r.userIdentity.arn
      WHEN r.userIdentity.invokedBy IS NOT NULL THEN 'service:' || r.userIdentity.invokedBy
      WHEN r.userIdentity.principalId IS NOT NULL THEN split_part(r.userIdentity.principalId, ':', 1)
      ELSE 'unknown' END`,
  ),
  text(
    "sessionName",
    "the session of an assumed role",
    `nullif(regexp_extract(r.userIdentity.arn, ':assumed-role/[^/]+/(.+)$', 1), '')`,
  ),
  text("userArn", "userIdentity.arn as recorded, session included", "r.userIdentity.arn"),
  text("callerAccountId", "the account of who asked", "r.userIdentity.accountId"),
  text(
    "invokedBy",
    "the service that asked on someone's behalf, or AWS Internal",
    "r.userIdentity.invokedBy",
  ),
  text("sourceIPAddress", "an IP address, or a service's name, or AWS Internal", "r.sourceIPAddress"),
  text("userAgent", "the caller's user agent, or the service's name", "r.userAgent"),
  text("errorCode", "why the request failed; NULL where it succeeded", "r.errorCode"),
  text("errorMessage", "the failure in words", "r.errorMessage"),
  {
    name: "keyArns",
    type: "VARCHAR[]",
    meaning: "the ARN of each key that CloudTrail names in resources[]: two for ReEncrypt, none for ListKeys",
    from: keyArns,
  },
  text("requestedKey", "the key as the caller wrote it: id, ARN, alias name or alias ARN", requestedKey),
  text(
    "keyArn",
    "the key: the first of keyArns, else what requestedKey resolves to (an alias by the other events that name it)",
    `coalesce(${keyArns}[1], CASE
      WHEN regexp_matches(${requestedKey}, '^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/') THEN ${requestedKey}
      WHEN regexp_matches(${requestedKey}, '^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$')
        AND r.recipientAccountId IS NOT NULL AND r.awsRegion IS NOT NULL
        THEN 'arn:' || CASE WHEN r.awsRegion LIKE 'cn-%' THEN 'aws-cn' WHEN r.awsRegion LIKE 'us-gov-%' THEN 'aws-us-gov' ELSE 'aws' END
          || ':kms:' || r.awsRegion || ':' || r.recipientAccountId || ':key/' || ${requestedKey} END)`,
  ),
  text(
    "encryptionContext",
    "the encryption context as JSON with its keys sorted, so that equal contexts are equal texts (not ReEncrypt's two)",
    `CASE WHEN starts_with(x[4], '{') THEN CASE WHEN len(json_keys(x[4])) < 2 THEN x[4] ELSE
      coalesce(TRY(CAST(to_json(map_from_entries(list_sort(map_entries(from_json(x[4], '"MAP(VARCHAR,VARCHAR)"'))))) AS VARCHAR)), x[4])
      END END`,
  ),
  text("requestParameters", "JSON", "p"),
  text("responseElements", "JSON", "r.responseElements"),
  text("additionalEventData", "JSON", "r.additionalEventData"),
  text("serviceEventDetails", "JSON", "r.serviceEventDetails"),
  text("vpcEndpointId", "the VPC endpoint that the request came through", "r.vpcEndpointId"),
  text(
    "sharedEventID",
    "the same in the events that one request left in several accounts",
    "r.sharedEventID",
  ),
];

/** Columns that the view adds out of the ones above, so that they need no room. */
export const derivedColumns: Readonly<Record<string, { meaning: string; from: string }>> = {
  keyId: { meaning: "the id within keyArn", from: "split_part(keyArn, ':key/', 2)" },
  keyRegion: { meaning: "the Region within keyArn", from: "split_part(keyArn, ':', 4)" },
  keyAccountId: { meaning: "the account within keyArn: the key's owner", from: "split_part(keyArn, ':', 5)" },
};

/** Events of other services that stay in the table, since detections ask for them; answers count only kms.amazonaws.com. */
export const keptOtherEvents = `(r.eventSource = 'cloudtrail.amazonaws.com'
    AND r.eventName IN ('PutEventSelectors', 'StopLogging', 'DeleteTrail', 'UpdateTrail'))
  OR (r.eventSource = 's3.amazonaws.com' AND r.eventName = 'CopyObject' AND contains(p, 'aws:kms'))`;

/** The shape that a raw record is read in: what is of another type becomes NULL. */
export const recordShape = `STRUCT(${[
  ...["eventID", "eventTime", "eventName", "eventSource", "eventType", "eventCategory", "awsRegion"].map(
    varchar,
  ),
  ...["recipientAccountId", "sourceIPAddress", "userAgent", "errorCode", "errorMessage", "requestID"].map(
    varchar,
  ),
  ...["vpcEndpointId", "sharedEventID", "digestS3Object", "CloudTrailEvent"].map(varchar),
  "readOnly BOOLEAN",
  "userIdentity STRUCT(type VARCHAR, principalId VARCHAR, arn VARCHAR, accountId VARCHAR, invokedBy VARCHAR, userName VARCHAR, " +
    "sessionContext STRUCT(sessionIssuer STRUCT(arn VARCHAR)))",
  "resources STRUCT(ARN VARCHAR, accountId VARCHAR)[]",
  ...["requestParameters", "responseElements", "additionalEventData", "serviceEventDetails"].map(
    (name) => `${name} JSON`,
  ),
].join(", ")})`;

function varchar(name: string): string {
  return `${name} VARCHAR`;
}

function text(name: string, meaning: string, from: string): Column {
  return { name, type: "VARCHAR", meaning, from };
}
