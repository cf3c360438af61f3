/**
 * CloudTrail's records as a table that Athena can query, with partitions that are worked out, not registered.
 * https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html
 */
import type * as glue from "@pulumi/aws/glue";
import { partitionOf } from "../../kms/partitions";
import { REGIONS } from "../../kms/regions";
import type { AuditTrailPlan, TrailQueries } from "./args";
import { TABLE_NAME, trailBucket } from "./names";

/** What a record says. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
const columns: Readonly<Record<string, string>> = {
  eventversion: "string",
  useridentity:
    "struct<type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,username:string," +
    "onbehalfof:struct<userid:string,identitystorearn:string>," +
    "sessioncontext:struct<attributes:struct<mfaauthenticated:string,creationdate:string>," +
    "sessionissuer:struct<type:string,principalid:string,arn:string,accountid:string,username:string>," +
    "ec2roledelivery:string,webidfederationdata:struct<federatedprovider:string,attributes:map<string,string>>>>",
  eventtime: "string",
  eventsource: "string",
  eventname: "string",
  awsregion: "string",
  sourceipaddress: "string",
  useragent: "string",
  errorcode: "string",
  errormessage: "string",
  requestparameters: "string",
  responseelements: "string",
  additionaleventdata: "string",
  requestid: "string",
  eventid: "string",
  readonly: "string",
  managementevent: "string",
  resources: "array<struct<arn:string,accountid:string,type:string>>",
  eventtype: "string",
  apiversion: "string",
  recipientaccountid: "string",
  serviceeventdetails: "string",
  sharedeventid: "string",
  vpcendpointid: "string",
  vpcendpointaccountid: "string",
  eventcategory: "string",
  addendum: "struct<reason:string,updatedfields:string,originalrequestid:string,originaleventid:string>",
  sessioncredentialfromconsole: "string",
  edgedevicedetails: "string",
  tlsdetails: "struct<tlsversion:string,ciphersuite:string,clientprovidedhostheader:string>",
};

/** What a query narrows, so that it reads no more than it needs: account id, Region, and the day as `2026/11/24`. */
export const partitionKeys = ["account", "region", "day"] as const;

/** The table, but for its database. */
export function cloudtrailTable(
  plan: AuditTrailPlan,
  { historyInDays }: TrailQueries,
): Omit<glue.CatalogTableArgs, "databaseName" | "name"> & { readonly name: string } {
  const location = recordsLocation(plan);
  return {
    name: TABLE_NAME,
    description: "Records of CloudTrail; narrow account, region and day in every query",
    tableType: "EXTERNAL_TABLE",
    parameters: {
      EXTERNAL: "TRUE",
      classification: "cloudtrail",
      "projection.enabled": "true",
      ...accountProjection(plan),
      "projection.region.type": "enum",
      "projection.region.values": regionsBeside(plan.region).join(","),
      "projection.day.type": "date",
      "projection.day.format": "yyyy/MM/dd",
      "projection.day.interval": "1",
      "projection.day.interval.unit": "DAYS",
      "projection.day.range": `NOW-${historyInDays}DAYS,NOW`,
      "storage.location.template": `${location}\${account}/CloudTrail/\${region}/\${day}`,
    },
    partitionKeys: partitionKeys.map((name) => ({ name, type: "string" })),
    storageDescriptor: {
      location,
      inputFormat: "com.amazon.emr.cloudtrail.CloudTrailInputFormat",
      outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
      columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
      serDeInfo: { serializationLibrary: "org.apache.hive.hcatalog.data.JsonSerDe" },
    },
  };
}

/**
 * Where the folders of the accounts are.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
function recordsLocation(plan: AuditTrailPlan): string {
  const { trail, organization } = plan;
  const bucket = trail.kind === "own" ? trailBucket(plan) : trail.bucket;
  const before = trail.kind === "own" || trail.prefix === undefined ? "" : `${trail.prefix}/`;
  return `s3://${bucket}/${before}AWSLogs/${organization === undefined ? "" : `${organization.id}/`}`;
}

function accountProjection({ accountId, organization }: AuditTrailPlan): Record<string, string> {
  const accountIds = organization === undefined ? [accountId] : organization.accountIds;
  return accountIds.length === 0
    ? { "projection.account.type": "injected" }
    : { "projection.account.type": "enum", "projection.account.values": [...accountIds].sort().join(",") };
}

/** A trail of all Regions has records in those of its partition. */
function regionsBeside(region: string): string[] {
  return REGIONS.filter((other) => partitionOf(other) === partitionOf(region));
}
