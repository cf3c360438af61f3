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

const KEY_ARN = "coalesce(resourceKeyArn, resolvedKeyArn)";

/** What is read out of the request parameters in one go; `x[1]` is the first. */
export const requestPaths = [
  ...["$.keyId", "$.targetKeyId", "$.destinationKeyId", "$.encryptionContext"],
  ...["$.encryptionAlgorithm", "$.signingAlgorithm", "$.macAlgorithm", "$.keyPairSpec"],
] as const;

const assumedRole = "'^arn:([^:]+):sts::([^:]*):assumed-role/([^/]+)(/.*)?$'";
const requestedKey = "coalesce(x[1], x[2], x[3])";
/** Key operations of which a busy account makes millions: all that is worth keeping of their parameters has a column. */
const cryptographic =
  "'Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'GenerateMac', 'Sign', 'Verify', 'VerifyMac'";

/** The columns that are stored, in order. The last ones, `file` and `place`, come from the reader. */
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
    "the service asked: kms.amazonaws.com, and those of `keptOtherEvents`",
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
      WHEN r.userIdentity.arn <> '' THEN r.userIdentity.arn
      WHEN r.userIdentity.invokedBy <> '' THEN 'service:' || r.userIdentity.invokedBy
      WHEN r.userIdentity.principalId <> '' THEN split_part(r.userIdentity.principalId, ':', 1)
      ELSE 'unknown' END`,
  ),
  text(
    "sessionName",
    "the session of an assumed role",
    "CASE WHEN contains(r.userIdentity.arn, ':assumed-role/') THEN nullif(split_part(r.userIdentity.arn, '/', 3), '') END",
  ),
  text("callerAccountId", "the account of who asked", "r.userIdentity.accountId"),
  text(
    "invokedBy",
    "the service that asked on someone's behalf, or AWS Internal",
    "r.userIdentity.invokedBy",
  ),
  text("sourceIPAddress", "an IP address, or a service's name, or AWS Internal", "r.sourceIPAddress"),
  text("userAgent", "the caller's user agent, or the service's name", "r.userAgent"),
  text("errorCode", "why the request failed; NULL where it succeeded", "nullif(r.errorCode, '')"),
  text("errorMessage", "the failure in words", "r.errorMessage"),
  text("requestedKey", "the key as the caller wrote it: id, ARN, alias name or alias ARN", requestedKey),
  text(
    "resourceKeyArn",
    "the ARN of the key that CloudTrail names first in resources[]; aliases are none",
    `CASE WHEN contains(r.resources[1].ARN, ':key/') THEN r.resources[1].ARN
      WHEN len(r.resources) > 1 THEN ${keyArns("r.resources")}[1] END`,
  ),
  {
    name: "otherKeyArns",
    type: "VARCHAR[]",
    meaning: "the ARNs of further keys in resources[], as ReEncrypt has",
    from: `CASE WHEN len(r.resources) > 1 AND len(${keyArns("r.resources")}) > 1 THEN ${keyArns("r.resources")}[2:] END`,
  },
  text(
    "resolvedKeyArn",
    "where resources[] names no key: the ARN that requestedKey stands for, an alias by the other events that name it",
    `CASE
      WHEN r.resources[1].ARN IS NOT NULL AND contains(r.resources[1].ARN, ':key/') THEN NULL
      WHEN regexp_matches(${requestedKey}, '^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/') THEN ${requestedKey}
      WHEN regexp_matches(${requestedKey}, '^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$')
        AND r.recipientAccountId IS NOT NULL AND r.awsRegion IS NOT NULL
        THEN 'arn:' || CASE WHEN r.awsRegion LIKE 'cn-%' THEN 'aws-cn' WHEN r.awsRegion LIKE 'us-gov-%' THEN 'aws-us-gov' ELSE 'aws' END
          || ':kms:' || r.awsRegion || ':' || r.recipientAccountId || ':key/' || ${requestedKey} END`,
  ),
  text(
    "encryptionContext",
    "the encryption context as JSON with its keys sorted, so that equal contexts are equal texts (not ReEncrypt's two)",
    `CASE
      WHEN NOT starts_with(x[4], '{') THEN NULL
      WHEN NOT contains(x[4], ',"') OR list_sort(json_keys(x[4])) = json_keys(x[4]) THEN x[4]
      ELSE coalesce(TRY(CAST(to_json(map_from_entries(list_sort(map_entries(
        from_json(x[4], '"MAP(VARCHAR,VARCHAR)"'))))) AS VARCHAR)), x[4]) END`,
  ),
  text(
    "algorithm",
    "the encryption, signing or MAC algorithm, or the spec of a data key pair",
    "coalesce(x[5], x[6], x[7], x[8])",
  ),
  text(
    "requestParameters",
    "JSON; NULL for the busiest operations, whose parameters have columns of their own",
    `CASE WHEN r.eventSource <> 'kms.amazonaws.com' OR r.eventName NOT IN (${cryptographic}) THEN p END`,
  ),
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

/** Columns of `events` that follow from the stored ones. */
export const derivedColumns: readonly Column[] = [
  text("keyArn", "the key: resourceKeyArn, else resolvedKeyArn", KEY_ARN),
  {
    name: "keyArns",
    type: "VARCHAR[]",
    meaning: "every key that resources[] names; empty where it names none",
    from: "CASE WHEN resourceKeyArn IS NULL THEN [] ELSE list_concat([resourceKeyArn], coalesce(otherKeyArns, [])) END",
  },
  text("keyId", "the id within keyArn", `split_part(${KEY_ARN}, ':key/', 2)`),
  text("keyRegion", "the Region within keyArn", `split_part(${KEY_ARN}, ':', 4)`),
  text("keyAccountId", "the account within keyArn: the key's owner", `split_part(${KEY_ARN}, ':', 5)`),
  text(
    "userArn",
    "userIdentity.arn: principal, or the session of the role",
    `CASE WHEN sessionName IS NOT NULL THEN 'arn:' || split_part(principal, ':', 2) || ':sts::' || split_part(principal, ':', 5)
      || ':assumed-role/' || regexp_extract(principal, '[^/]+$') || '/' || sessionName
      WHEN starts_with(principal, 'arn:') THEN principal END`,
  ),
];

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

function keyArns(resources: string): string {
  return `list_transform(list_filter(${resources}, lambda a : contains(a.ARN, ':key/')), lambda a : a.ARN)`;
}
