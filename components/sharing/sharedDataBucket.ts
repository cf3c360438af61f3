import * as iam from "@pulumi/aws/iam";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { logBucketPolicy } from "./accessLogs";
import { type BucketUsers, dataBucketPolicy } from "./bucketAccess";
import { bucketShare } from "./bucketShare";
import { bucketHalf, type IdentityPolicies } from "./consumerHalf";
import { bucketArn, bucketIn, type BucketPlace, logBucketIn, regionsOf } from "./bucketPlace";
import { privateBucket } from "./privateBucket";
import { replicationPolicy, replicationTrust } from "./replicationRole";

/** Describes a bucket whose data other accounts read or write, but for its key. */
export interface SharedBucketPlan extends BucketPlace, BucketUsers {
  /** The account that owns bucket and key: 12 digits. */
  readonly accountId: string;
  /** Days until a version that was overwritten or deleted is gone. @default 90 */
  readonly noncurrentVersionDays?: number;
  /** Days until an access log is gone. @default 365 */
  readonly accessLogDays?: number;
  /** Whether a destroy deletes the objects too, instead of refusing while there are any. @default false */
  readonly forceDestroy?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Describes a shared bucket. */
export interface SharedDataBucketArgs extends SharedBucketPlan {
  /** The key's ARN in each Region of the bucket. Its policy must let the roles use it: {@link bucketShare}. */
  readonly keyArns: pulumi.Input<Readonly<Record<string, string>>>;
  /** The key's alias, the same in every Region: `alias/prod/shared-data`. */
  readonly keyAlias: string;
}

/**
 * A bucket under a shared key: versioned, over TLS, under this key or not at all, for exactly named roles, with access
 * logs; and, where wanted, its copy in another Region under the replica key there.
 * Children are named `<name>-<Region>`; access logs are in `<name>-<Region>-logs` under S3's own keys, because S3 delivers
 * them under no other.
 */
export class SharedDataBucket extends pulumi.ComponentResource {
  /** The bucket's name by Region. */
  readonly buckets: Readonly<Record<string, string>>;
  /** The identity policies, by Region, that readers of other accounts need; undefined where there are none. */
  readonly readers: pulumi.Output<IdentityPolicies> | undefined;
  /** The same for writers. */
  readonly writers: pulumi.Output<IdentityPolicies> | undefined;

  /** @param name the bucket's name in the stack; renaming it replaces the bucket */
  constructor(name: string, args: SharedDataBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kms-foundation:index:SharedDataBucket", name, {}, opts);
    const keyArns = pulumi.output(args.keyArns);
    const ends = regionsOf(args).map((region) => this.dataBucket(name, region, args, keyArns));
    const [source, replica] = ends;
    if (source !== undefined && replica !== undefined) this.replication(name, args, source, replica);
    this.buckets = Object.fromEntries(regionsOf(args).map((region) => [region, bucketIn(args, region)]));
    this.readers = halfOf("readers", name, args, keyArns);
    this.writers = halfOf("writers", name, args, keyArns);
    this.registerOutputs({ buckets: this.buckets, readers: this.readers, writers: this.writers });
  }

  private dataBucket(
    name: string,
    region: string,
    args: SharedDataBucketArgs,
    keyArns: pulumi.Output<Readonly<Record<string, string>>>,
  ): DataBucket {
    const childName = `${name}-${region}`;
    const { forceDestroy = false, tags = {} } = args;
    const [bucketName, logBucketName] = [bucketIn(args, region), logBucketIn(args, region)];
    const [arn, logArn] = [bucketArn(bucketName, region), bucketArn(logBucketName, region)];
    const keyArn = keyArns.apply((arns) => requiredArn(arns, region));
    const bucket = privateBucket(
      childName,
      {
        region,
        bucket: bucketName,
        keyArn,
        policy: keyArn.apply((key) => JSON.stringify(dataBucketPolicy(arn, key, args, region))),
        lifecycle: [
          {
            id: "old-versions",
            status: "Enabled",
            filter: { prefix: "" },
            noncurrentVersionExpiration: { noncurrentDays: args.noncurrentVersionDays ?? 90 },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
        forceDestroy,
        tags,
      },
      { parent: this },
    );
    const versioning = new s3.BucketVersioning(
      childName,
      { region, bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
      { parent: this },
    );
    const logs = privateBucket(
      `${childName}-logs`,
      {
        region,
        bucket: logBucketName,
        policy: JSON.stringify(logBucketPolicy(logArn, arn, args.accountId)),
        lifecycle: [
          {
            id: "old-logs",
            status: "Enabled",
            filter: { prefix: "" },
            expiration: { days: args.accessLogDays ?? 365 },
          },
        ],
        forceDestroy,
        tags,
      },
      { parent: this },
    );
    new s3.BucketLogging(
      childName,
      { region, bucket: bucket.bucket, targetBucket: logs.bucket, targetPrefix: "" },
      { parent: this },
    );
    return { bucket: arn, region, keyArn, name: bucket.bucket, versioning };
  }

  private replication(name: string, args: SharedDataBucketArgs, from: DataBucket, to: DataBucket): void {
    const child = { parent: this };
    const roleName = `${args.bucketName}-replication`;
    const role = new iam.Role(
      `${name}-replication`,
      {
        name: roleName,
        description: `Copies ${name} to ${to.region}`,
        assumeRolePolicy: JSON.stringify(replicationTrust),
        tags: args.tags ?? {},
      },
      child,
    );
    const policy = new iam.RolePolicy(
      `${name}-replication`,
      {
        name: "replication",
        role: role.name,
        policy: JSON.stringify(
          replicationPolicy(from, to, { accountId: args.accountId, alias: args.keyAlias }),
        ),
      },
      child,
    );
    new s3.BucketReplicationConfig(
      `${name}-${from.region}`,
      {
        region: from.region,
        bucket: from.name,
        role: role.arn,
        rules: [
          {
            id: "replica",
            status: "Enabled",
            priority: 0,
            filter: { prefix: "" },
            deleteMarkerReplication: { status: "Enabled" },
            sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
            destination: { bucket: to.bucket, encryptionConfiguration: { replicaKmsKeyId: to.keyArn } },
          },
        ],
      },
      { ...child, dependsOn: [from.versioning, to.versioning, policy] },
    );
  }
}

interface DataBucket {
  /** ARN. */
  readonly bucket: string;
  readonly region: string;
  readonly keyArn: pulumi.Output<string>;
  readonly name: pulumi.Output<string>;
  readonly versioning: s3.BucketVersioning;
}

function halfOf(
  kind: keyof BucketUsers,
  name: string,
  args: SharedBucketPlan,
  keyArns: pulumi.Output<Readonly<Record<string, string>>>,
): pulumi.Output<IdentityPolicies> | undefined {
  const share = bucketShare(name, args, kind);
  return share && bucketHalf(kind, args, share, keyArns);
}

/** @throws Error where the key has no replica in the Region */
function requiredArn(arns: Readonly<Record<string, string>>, region: string): string {
  const arn = arns[region];
  if (arn === undefined) {
    throw new Error(`the key is in ${Object.keys(arns).join(", ")}, and the bucket needs it in ${region}`);
  }
  return arn;
}
