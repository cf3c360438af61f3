/** What the parts of an audit trail are called: known before anything exists, so that policies can name them. */
import { formatArn } from "../../kms/arn";
import { partitionOf } from "../../kms/partitions";
import type { AuditTrailPlan } from "./args";

/** Whose trail it is, and where. */
export type TrailPlace = Pick<AuditTrailPlan, "environment" | "accountId" | "region">;

/** `prod-kms-audit`: the trail, the workgroup, and what other names begin with. */
export function trailName({ environment }: Pick<TrailPlace, "environment">): string {
  return `${environment}-kms-audit`;
}

/** The bucket with the records, `prod-kms-audit-111111111111`: the account makes it nobody else's name. */
export function trailBucket(place: TrailPlace): string {
  return `${trailName(place)}-${place.accountId}`;
}

/** The bucket with the access logs of that bucket. */
export function accessLogBucket(place: TrailPlace): string {
  return `${trailBucket(place)}-logs`;
}

/** The bucket with the results of queries. */
export function resultBucket(place: TrailPlace): string {
  return `${trailBucket(place)}-results`;
}

/** The log group that the trail delivers to. */
export function trailLogGroup({ environment }: Pick<TrailPlace, "environment">): string {
  return `/kms-foundation/${environment}/audit-trail`;
}

/** The role by which CloudTrail writes to the log group. */
export function deliveryRoleName(place: TrailPlace): string {
  return `${trailName(place)}-delivery`;
}

/** The database of the Glue Data Catalog; names in SQL have no hyphens. */
export function databaseName({ environment }: Pick<TrailPlace, "environment">): string {
  return `${environment.replaceAll("-", "_")}_kms_audit`;
}

/** The table of the trail's records. */
export const TABLE_NAME = "cloudtrail";

/** The trail's ARN. */
export function trailArn(place: TrailPlace): string {
  return regional(place, "cloudtrail", `trail/${trailName(place)}`);
}

/** The log group's ARN, without `:*`. */
export function logGroupArn(place: TrailPlace, name = trailLogGroup(place)): string {
  return regional(place, "logs", `log-group:${name}`);
}

/** The ARN of a bucket. */
export function bucketArn({ region }: Pick<TrailPlace, "region">, bucket: string): string {
  return formatArn({
    partition: partition(region),
    service: "s3",
    region: "",
    account: "",
    resource: bucket,
  });
}

function regional({ region, accountId: account }: TrailPlace, service: string, resource: string): string {
  return formatArn({ partition: partition(region), service, region, account, resource });
}

function partition(region: string): string {
  return partitionOf(region) ?? "aws";
}
