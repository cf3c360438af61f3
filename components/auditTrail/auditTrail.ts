import * as athena from "@pulumi/aws/athena";
import * as cloudtrail from "@pulumi/aws/cloudtrail";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as glue from "@pulumi/aws/glue";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { AuditTrailArgs, LogGroupPlace, OwnTrail, TrailQueries } from "./args";
import { cloudtrailTable, partitionKeys } from "./cloudtrailTable";
import { deliveryPolicy, deliveryTrust } from "./deliveryRole";
import { databaseName, deliveryRoleName, logGroupArn, trailLogGroup, trailName } from "./names";
import { TrailBucket, trailResults } from "./trailBuckets";

/** Where the records can be queried. */
export interface TrailTable {
  readonly region: string;
  readonly database: string;
  readonly table: string;
  readonly workgroup: string;
  /** The columns by which a query reads no more than it needs. */
  readonly partitions: readonly string[];
}

/** A log group with CloudTrail's events. */
export interface TrailLogGroup {
  readonly name: pulumi.Output<string>;
  /** Without `:*`. */
  readonly arn: pulumi.Output<string>;
  readonly region: string;
}

const GIB = 1024 ** 3;

/**
 * The record of every call to KMS, in every Region: a trail with its bucket and log group, or one that there is already; and a
 * table over its records for Athena.
 * https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html
 */
export class AuditTrail extends pulumi.ComponentResource {
  readonly trailArn: pulumi.Output<string>;
  /** The bucket with the records. */
  readonly bucket: pulumi.Output<string>;
  /** The log group that the trail delivers to; undefined where it delivers to none. */
  readonly logGroup: TrailLogGroup | undefined;
  /** Undefined where no queries are wanted. */
  readonly table: pulumi.Output<TrailTable> | undefined;

  /** @param name part of every resource's name; renaming it replaces them */
  constructor(name: string, args: AuditTrailArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kms-foundation:index:AuditTrail", name, {}, opts);
    const { region, trail } = args;
    if (trail.kind === "own") {
      const logGroup = this.deliveredTo(name, args, trail);
      const bucket = new TrailBucket(name, args, trail, { parent: this });
      this.trailArn = this.trail(name, args, bucket, logGroup).arn;
      this.bucket = bucket.bucket;
      this.logGroup = logGroup && { name: logGroup.name, arn: logGroup.arn, region };
    } else {
      const { logGroup } = trail;
      this.trailArn = pulumi.output(trail.trailArn);
      this.bucket = pulumi.output(trail.bucket);
      this.logGroup = logGroup && existingLogGroup(args, logGroup);
    }
    this.table =
      args.queries && this.queries(name, args, args.queries).apply((table) => ({ ...table, region }));
    this.registerOutputs({
      trailArn: this.trailArn,
      bucket: this.bucket,
      logGroup: this.logGroup,
      table: this.table,
    });
  }

  private deliveredTo(
    name: string,
    args: AuditTrailArgs,
    { logRetentionInDays }: OwnTrail,
  ): cloudwatch.LogGroup | undefined {
    if (logRetentionInDays === undefined) return undefined;
    const { region, keyArn, tags } = args;
    return new cloudwatch.LogGroup(
      name,
      { region, name: trailLogGroup(args), kmsKeyId: keyArn, retentionInDays: logRetentionInDays, tags },
      { parent: this },
    );
  }

  private trail(
    name: string,
    args: AuditTrailArgs,
    bucket: TrailBucket,
    logGroup: cloudwatch.LogGroup | undefined,
  ): cloudtrail.Trail {
    const delivery = logGroup && this.delivery(name, args);
    return new cloudtrail.Trail(
      name,
      {
        region: args.region,
        name: trailName(args),
        isMultiRegionTrail: true,
        isOrganizationTrail: args.organization !== undefined,
        includeGlobalServiceEvents: true,
        enableLogging: true,
        enableLogFileValidation: true,
        s3BucketName: bucket.bucket,
        kmsKeyId: args.keyArn,
        // All management events, read-only ones too: Decrypt is one of them.
        advancedEventSelectors: [
          {
            name: "All management events",
            fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
          },
        ],
        ...(logGroup !== undefined && {
          cloudWatchLogsGroupArn: pulumi.interpolate`${logGroup.arn}:*`,
          cloudWatchLogsRoleArn: delivery?.role.arn,
        }),
        tags: args.tags,
      },
      { parent: this, dependsOn: [bucket, ...(delivery === undefined ? [] : [delivery.policy])] },
    );
  }

  private delivery(name: string, args: AuditTrailArgs): { role: iam.Role; policy: iam.RolePolicy } {
    const role = new iam.Role(
      `${name}-delivery`,
      {
        name: deliveryRoleName(args),
        description: `CloudTrail writes to ${trailLogGroup(args)}`,
        assumeRolePolicy: JSON.stringify(deliveryTrust(args)),
        tags: args.tags,
      },
      { parent: this },
    );
    const policy = new iam.RolePolicy(
      `${name}-delivery`,
      { role: role.name, name: "delivery", policy: JSON.stringify(deliveryPolicy(args)) },
      { parent: this },
    );
    return { role, policy };
  }

  private queries(
    name: string,
    args: AuditTrailArgs,
    queries: TrailQueries,
  ): pulumi.Output<Omit<TrailTable, "region">> {
    const { region, tags } = args;
    const child = { parent: this };
    const database = new glue.CatalogDatabase(
      name,
      { region, name: databaseName(args), description: "Who used which key", tags },
      child,
    );
    const table = new glue.CatalogTable(
      name,
      { region, databaseName: database.name, ...cloudtrailTable(args, queries) },
      child,
    );
    const results = trailResults(`${name}-results`, args, queries, child);
    const workgroup = new athena.Workgroup(
      name,
      {
        region,
        name: trailName(args),
        description: "Queries of the audit trail, such as those of kms-audit usage",
        // A workgroup with a history of queries goes no other way.
        forceDestroy: true,
        configuration: {
          enforceWorkgroupConfiguration: true,
          publishCloudwatchMetricsEnabled: true,
          bytesScannedCutoffPerQuery: queries.scanLimitInGib * GIB,
          resultConfiguration: {
            outputLocation: pulumi.interpolate`s3://${results.bucket}/`,
            expectedBucketOwner: args.accountId,
            encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn: args.keyArn },
          },
        },
        tags,
      },
      child,
    );
    return pulumi
      .all([database.name, table.name, workgroup.name])
      .apply(([databaseOf, tableOf, workgroupOf]) => ({
        database: databaseOf,
        table: tableOf,
        workgroup: workgroupOf,
        partitions: [...partitionKeys],
      }));
  }
}

function existingLogGroup(args: AuditTrailArgs, { name, region }: LogGroupPlace): TrailLogGroup {
  return { name: pulumi.output(name), arn: pulumi.output(logGroupArn({ ...args, region }, name)), region };
}
