import { isJsonObject } from "../protocol";
import type { Call, CallMend } from "../mend";

/** A query of a table of CloudTrail's records sees its columns, as in Athena, though in DuckDB's dialect, and packed files too. */
export const cloudTrailTables: CallMend = {
  name: "tables of CloudTrail's records",
  service: "athena",
  operations: ["StartQueryExecution"],
  aws: "a table with CloudTrail's input format has one row a record, with the table's columns and partitions",
  docs: "https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html",
  localEmu: "reads files of JSON as they are, one row a file, and no packed ones",
  answer: async (call, next) => {
    let query = String(call.input.QueryString);
    for (const [, database = "", table = ""] of query.matchAll(reference)) {
      const location = await recordsOf(call, database, table);
      if (location === undefined) continue;
      const named = new RegExp(`\\b(FROM|JOIN)\\s+"?${database}"?\\."?${table}"?(?![\\w"])`, "gi");
      query = query.replace(named, (_, keyword: string) => `${keyword} (${rowsOf(location)})`);
    }
    return next({ ...call.input, QueryString: query });
  },
};

/** `FROM database.table`, in quotes or without. */
const reference = /\b(?:FROM|JOIN)\s+"?([\w-]+)"?\."?([\w-]+)"?/gi;

/** Where a table's records are, `s3://bucket/AWSLogs/`; undefined where it is no such table. */
async function recordsOf(call: Call, database: string, name: string): Promise<string | undefined> {
  const answer = await call
    .otherService("glue", "AWSGlue.GetTable", { DatabaseName: database, Name: name })
    // What there is not, the query itself will tell.
    .catch(() => undefined);
  const storage = isJsonObject(answer?.Table) ? answer.Table.StorageDescriptor : undefined;
  return isJsonObject(storage) && storage.InputFormat === "com.amazon.emr.cloudtrail.CloudTrailInputFormat"
    ? String(storage.Location)
    : undefined;
}

/** What a record holds, with the names as CloudTrail writes them: DuckDB tells upper case from lower in JSON. */
const members: Readonly<Record<string, string>> = {
  ...texts(
    "eventVersion eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage",
  ),
  ...texts(
    "requestParameters responseElements additionalEventData requestID eventID readOnly managementEvent",
  ),
  ...texts("eventType apiVersion recipientAccountId serviceEventDetails sharedEventID vpcEndpointId"),
  ...texts("vpcEndpointAccountId eventCategory sessionCredentialFromConsole edgeDeviceDetails"),
  userIdentity: struct({
    ...texts("type principalId arn accountId invokedBy accessKeyId userName"),
    onBehalfOf: struct(texts("userId identityStoreArn")),
    sessionContext: struct({
      attributes: struct(texts("mfaAuthenticated creationDate")),
      sessionIssuer: struct(texts("type principalId arn accountId userName")),
      ...texts("ec2RoleDelivery"),
      webIdFederationData: struct({ ...texts("federatedProvider"), attributes: "MAP(VARCHAR, VARCHAR)" }),
    }),
  }),
  resources: `${struct(texts("ARN accountId type"))}[]`,
  addendum: struct(texts("reason updatedFields originalRequestID originalEventID")),
  tlsDetails: struct(texts("tlsVersion cipherSuite clientProvidedHostHeader")),
};

/** DuckDB's SELECT of a table's rows; of a partition, the path tells. */
function rowsOf(location: string): string {
  const files = `${location}*/CloudTrail/*/*/*/*/*.json*`;
  const part = (number: number) =>
    `regexp_extract(filename, '([0-9]{12})/CloudTrail/([^/]+)/([0-9]{4}/[0-9]{2}/[0-9]{2})/', ${number})`;
  const columns = Object.keys(members).map((name) => `r."${name}" AS ${name.toLowerCase()}`);
  return `SELECT ${columns.join(", ")}, ${part(1)} AS account, ${part(2)} AS region, ${part(3)} AS day, filename AS "$path"
    FROM (SELECT unnest("Records") AS r, filename FROM read_json('${files}', columns = {Records: '${struct(members)}[]'},
      filename = true, maximum_object_size = 134217728))`;
}

function texts(names: string): Record<string, string> {
  return Object.fromEntries(names.split(" ").map((name) => [name, "VARCHAR"]));
}

function struct(fields: Readonly<Record<string, string>>): string {
  const list = Object.entries(fields).map(([name, type]) => `"${name}" ${type}`);
  return `STRUCT(${list.join(", ")})`;
}
