/** A bucket that nobody reaches but by its policy. */
import * as s3 from "@pulumi/aws/s3";
import type * as pulumi from "@pulumi/pulumi";

/** What makes one private bucket differ from another. */
export interface PrivateBucketArgs {
  readonly region: string;
  readonly bucket: string;
  /** Objects are under this key, with a bucket key. @default S3's own keys */
  readonly keyArn?: pulumi.Input<string>;
  /** The bucket policy as JSON. */
  readonly policy: pulumi.Input<string>;
  readonly lifecycle: s3.BucketLifecycleConfigurationArgs["rules"];
  /** Whether a destroy deletes the objects too. */
  readonly forceDestroy: boolean;
  /** Whether objects can be locked against deletion; only a new bucket takes it. @default false */
  readonly objectLockEnabled?: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Registers a bucket without ACLs, without public access, encrypted, with a policy and a lifecycle.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 * @param name the name of each resource
 */
export function privateBucket(
  name: string,
  args: PrivateBucketArgs,
  opts: pulumi.CustomResourceOptions,
): s3.Bucket {
  const { region, keyArn, forceDestroy, objectLockEnabled, tags } = args;
  const bucket = new s3.Bucket(
    name,
    {
      region,
      bucket: args.bucket,
      forceDestroy,
      ...(objectLockEnabled === true && { objectLockEnabled }),
      tags,
    },
    opts,
  );
  const of = { region, bucket: bucket.bucket };
  new s3.BucketOwnershipControls(name, { ...of, rule: { objectOwnership: "BucketOwnerEnforced" } }, opts);
  const closed = new s3.BucketPublicAccessBlock(
    name,
    {
      ...of,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    opts,
  );
  new s3.BucketServerSideEncryptionConfiguration(
    name,
    {
      ...of,
      rules: [
        keyArn === undefined
          ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
          : {
              applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
              bucketKeyEnabled: true,
            },
      ],
    },
    opts,
  );
  // S3 takes one change of a bucket's access at a time.
  new s3.BucketPolicy(name, { ...of, policy: args.policy }, { ...opts, dependsOn: [closed] });
  new s3.BucketLifecycleConfiguration(name, { ...of, rules: args.lifecycle ?? [] }, opts);
  return bucket;
}
