import type { BucketLocationConstraint } from "@aws-sdk/client-s3";
import { isAwsError } from "../../awsErrors";
import type { Context } from "../../context";
import { matching } from "../../problems";
import { flag, requiredText, text, textMap } from "../../read";
import type { Resource } from "../../resource";
import { ownTags } from "../../tags";
import type { Properties } from "../../values";
import { deleteVersions } from "./versions";

/** Codes under which S3 says that a bucket is not there. */
export const NO_BUCKET = ["NoSuchBucket", "NotFound"];

const separate = (name: string): string => `aws.s3.${name}`;

/** https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucket/ */
export const bucket: Resource = {
  properties: {
    arn: { type: "string", output: true },
    bucket: {
      type: "string",
      computed: true,
      forceNew: true,
      conflictsWith: ["bucketPrefix"],
      autoName: { maxLength: 63, lowerCase: true },
      problem: matching(
        /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        "3 to 63 lower-case letters, digits, dots and hyphens",
      ),
    },
    bucketDomainName: { type: "string", output: true },
    bucketPrefix: { type: "string", computed: true, forceNew: true },
    bucketRegion: { type: "string", output: true },
    bucketRegionalDomainName: { type: "string", output: true },
    forceDestroy: { type: "boolean", default: false },
    objectLockEnabled: { type: "boolean", computed: true, forceNew: true },
  },
  unserved: {
    accelerationStatus: separate("BucketAccelerateConfiguration"),
    acl: separate("BucketOwnershipControls"),
    bucketNamespace: "bucket",
    corsRules: separate("BucketCorsConfiguration"),
    grants: separate("BucketOwnershipControls"),
    lifecycleRules: separate("BucketLifecycleConfiguration"),
    logging: separate("BucketLogging"),
    objectLockConfiguration: separate("BucketObjectLockConfiguration"),
    policy: separate("BucketPolicy"),
    replicationConfiguration: separate("BucketReplicationConfig"),
    requestPayer: separate("BucketRequestPaymentConfiguration"),
    serverSideEncryptionConfiguration: separate("BucketServerSideEncryptionConfiguration"),
    versioning: separate("BucketVersioning"),
    website: separate("BucketWebsiteConfiguration"),
  },
  tagging: {
    // S3 knows all tags or none: what is not sent is gone.
    async set(context, id, tags, state) {
      await putTags(context, id, { ...textMap(state, "tagsAll"), ...tags });
    },
    async remove(context, id, keys, state) {
      const kept = Object.entries(textMap(state, "tagsAll") ?? {}).filter(([key]) => !keys.includes(key));
      await putTags(context, id, Object.fromEntries(kept));
    },
  },

  async create(context, inputs) {
    const s3 = await context.client("s3");
    const name = text(inputs, "bucket") ?? `${requiredText(inputs, "bucketPrefix")}${Date.now()}`;
    const locked = flag(inputs, "objectLockEnabled");
    await s3.createBucket({
      Bucket: name,
      ...(locked !== undefined && { ObjectLockEnabledForBucket: locked }),
      // us-east-1 is the one Region that is not named: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
      ...(context.region !== "us-east-1" && {
        CreateBucketConfiguration: { LocationConstraint: context.region as BucketLocationConstraint },
      }),
    });
    return name;
  },

  async finish(context, id, inputs) {
    const tags = textMap(inputs, "tagsAll") ?? {};
    if (Object.keys(tags).length > 0) await putTags(context, id, tags);
  },

  async read(context, id) {
    const s3 = await context.client("s3");
    try {
      await s3.headBucket({ Bucket: id });
      const [tags, locked] = await Promise.all([readTags(context, id), isLocked(context, id)]);
      return {
        arn: `arn:${context.partition}:s3:::${id}`,
        bucket: id,
        bucketDomainName: `${id}.s3.${context.dnsSuffix}`,
        bucketRegion: context.region,
        bucketRegionalDomainName: `${id}.s3.${context.region}.${context.dnsSuffix}`,
        objectLockEnabled: locked,
        tagsAll: tags,
      };
    } catch (error) {
      if (isAwsError(error, ...NO_BUCKET)) return undefined;
      throw error;
    }
  },

  async delete(context, id, state) {
    const s3 = await context.client("s3");
    try {
      if (flag(state, "forceDestroy") === true) {
        await deleteVersions(context, id, { bypassLock: flag(state, "objectLockEnabled") ?? false });
      }
      await s3.deleteBucket({ Bucket: id });
    } catch (error) {
      if (!isAwsError(error, ...NO_BUCKET)) throw error;
    }
  },

  findMade: (_context, inputs: Properties) => Promise.resolve(text(inputs, "bucket")),
};

/** The same under its former name, which wrote what is configured apart in the plural. */
export const bucketV2: Resource = {
  ...bucket,
  unserved: Object.fromEntries(
    Object.entries(bucket.unserved ?? {}).map(([name, instead]) => [
      name.replace(
        /^(?:logging|replicationConfiguration|serverSideEncryptionConfiguration|versioning|website)$/,
        "$&s",
      ),
      instead,
    ]),
  ),
};

async function readTags(context: Context, Bucket: string): Promise<Record<string, string>> {
  const s3 = await context.client("s3");
  try {
    return ownTags((await s3.getBucketTagging({ Bucket })).TagSet);
  } catch (error) {
    if (isAwsError(error, "NoSuchTagSet")) return {};
    throw error;
  }
}

async function putTags(context: Context, Bucket: string, tags: Record<string, string>): Promise<void> {
  const s3 = await context.client("s3");
  const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  if (TagSet.length === 0) await s3.deleteBucketTagging({ Bucket });
  else await s3.putBucketTagging({ Bucket, Tagging: { TagSet } });
}

async function isLocked(context: Context, Bucket: string): Promise<boolean> {
  const s3 = await context.client("s3");
  try {
    const { ObjectLockConfiguration: lock } = await s3.getObjectLockConfiguration({ Bucket });
    return lock?.ObjectLockEnabled === "Enabled";
  } catch (error) {
    if (isAwsError(error, "ObjectLockConfigurationNotFoundError")) return false;
    throw error;
  }
}
