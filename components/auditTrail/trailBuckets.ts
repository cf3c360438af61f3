import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { logBucketPolicy } from "../sharing/accessLogs";
import { denyPlainHttp } from "../sharing/bucketAccess";
import { privateBucket } from "../sharing/privateBucket";
import type { AuditTrailArgs, OwnTrail, TrailQueries } from "./args";
import { accessLogBucket, bucketArn, resultBucket, trailBucket } from "./names";
import { trailBucketPolicy } from "./trailBucketPolicy";

/** Days until a record that was overwritten or deleted is gone for good. */
const NONCURRENT_DAYS = 90;
/** Days until an access log is gone. */
const ACCESS_LOG_DAYS = 365;
const everything = { status: "Enabled", filter: { prefix: "" } } as const;

/**
 * The bucket with a trail's records: versioned, over TLS, written by this trail alone, with access logs, and locked where wanted.
 * A component of its own, because a trail can only be made once all of it is there.
 */
export class TrailBucket extends pulumi.ComponentResource {
  readonly bucket: pulumi.Output<string>;

  constructor(name: string, args: AuditTrailArgs, trail: OwnTrail, opts: pulumi.ComponentResourceOptions) {
    super("kms-foundation:index:TrailBucket", name, {}, opts);
    const { region, keyArn, accountId, tags } = args;
    const { forceDestroy, objectLock } = trail;
    const child = { parent: this };
    const bucketName = trailBucket(args);
    const bucket = privateBucket(
      name,
      {
        region,
        bucket: bucketName,
        keyArn,
        policy: JSON.stringify(trailBucketPolicy(args)),
        lifecycle: lifecycleOf(trail),
        forceDestroy,
        objectLockEnabled: objectLock !== undefined,
        tags,
      },
      child,
    );
    const of = { region, bucket: bucket.bucket };
    const versioning = new s3.BucketVersioning(
      name,
      { ...of, versioningConfiguration: { status: "Enabled" } },
      child,
    );
    if (objectLock !== undefined) {
      new s3.BucketObjectLockConfiguration(
        name,
        { ...of, rule: { defaultRetention: objectLock } },
        { ...child, dependsOn: [versioning] },
      );
    }
    const logs = privateBucket(
      `${name}-logs`,
      {
        region,
        bucket: accessLogBucket(args),
        policy: JSON.stringify(
          logBucketPolicy(bucketArn(args, accessLogBucket(args)), bucketArn(args, bucketName), accountId),
        ),
        lifecycle: [{ id: "old-logs", ...everything, expiration: { days: ACCESS_LOG_DAYS } }],
        forceDestroy,
        tags,
      },
      child,
    );
    new s3.BucketLogging(name, { ...of, targetBucket: logs.bucket, targetPrefix: "" }, child);
    this.bucket = bucket.bucket;
    this.registerOutputs({ bucket: this.bucket });
  }
}

/** The bucket with the results of queries, which are there for a while and can be had again. */
export function trailResults(
  name: string,
  args: AuditTrailArgs,
  { resultDays }: TrailQueries,
  opts: pulumi.CustomResourceOptions,
): s3.Bucket {
  const { region, keyArn, tags } = args;
  const bucket = resultBucket(args);
  return privateBucket(
    name,
    {
      region,
      bucket,
      keyArn,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [denyPlainHttp(bucketArn(args, bucket))],
      }),
      lifecycle: [
        {
          id: "old-results",
          ...everything,
          expiration: { days: resultDays },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
      ],
      forceDestroy: true,
      tags,
    },
    opts,
  );
}

function lifecycleOf({ archiveAfterDays, expireAfterDays }: OwnTrail) {
  return [
    {
      id: "records",
      ...everything,
      ...(archiveAfterDays !== undefined && {
        transitions: [{ days: archiveAfterDays, storageClass: "GLACIER_IR" }],
      }),
      expiration: { days: expireAfterDays },
      noncurrentVersionExpiration: { noncurrentDays: NONCURRENT_DAYS },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    },
  ];
}
