import type { HeadObjectOutput, PutObjectCommandInput, StorageClass } from "@aws-sdk/client-s3";
import { isAwsError } from "../../awsErrors";
import type { Context } from "../../context";
import { oneOf } from "../../problems";
import type { PropertyTable } from "../../property";
import { flag, requiredText, text, textMap } from "../../read";
import type { Resource } from "../../resource";
import { ownTags } from "../../tags";
import type { Properties } from "../../values";
import { NO_BUCKET } from "./bucket";
import { deleteVersions } from "./versions";

/** What S3 keeps beside the content and tells again. */
const headers: PropertyTable = {
  bucketKeyEnabled: { type: "boolean", computed: true },
  cacheControl: { type: "string" },
  contentDisposition: { type: "string" },
  contentEncoding: { type: "string" },
  contentLanguage: { type: "string" },
  contentType: { type: "string", computed: true },
  kmsKeyId: { type: "string", computed: true },
  metadata: { type: "map" },
  serverSideEncryption: {
    type: "string",
    computed: true,
    problem: oneOf(["AES256", "aws:kms", "aws:kms:dsse"]),
  },
  storageClass: { type: "string", computed: true },
  websiteRedirect: { type: "string" },
};

const properties: PropertyTable = {
  ...headers,
  arn: { type: "string", output: true },
  bucket: { type: "string", required: true, forceNew: true },
  content: { type: "string", conflictsWith: ["contentBase64"] },
  contentBase64: { type: "string", conflictsWith: ["content"] },
  etag: { type: "string", computed: true },
  forceDestroy: { type: "boolean", default: false },
  key: { type: "string", computed: true, forceNew: true },
  sourceHash: { type: "string" },
  versionId: { type: "string", output: true },
};

const unserved = {
  acl: "BucketOwnershipControls and a bucket policy",
  objectLockLegalHoldStatus: "BucketObjectLockConfiguration",
  objectLockMode: "BucketObjectLockConfiguration",
  objectLockRetainUntilDate: "BucketObjectLockConfiguration",
  source: "content or contentBase64",
};

const checksum = { type: "string", output: true } as const;

/** An object; its id is `<bucket>/<key>`. https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketobjectv2/ */
export const bucketObjectv2: Resource = {
  properties: {
    ...properties,
    checksumAlgorithm: { type: "string", problem: oneOf(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"]) },
    checksumCrc32: checksum,
    checksumCrc32c: checksum,
    checksumCrc64nvme: checksum,
    checksumSha1: checksum,
    checksumSha256: checksum,
  },
  unserved: { ...unserved, overrideProvider: "provider options" },
  tagging: {
    // S3 knows all tags or none: what is not sent is gone.
    async set(context, _id, tags, state) {
      await putTags(context, state, { ...textMap(state, "tagsAll"), ...tags });
    },
    async remove(context, _id, keys, state) {
      const kept = Object.entries(textMap(state, "tagsAll") ?? {}).filter(([key]) => !keys.includes(key));
      await putTags(context, state, Object.fromEntries(kept));
    },
  },

  check(inputs) {
    return inputs.key === undefined ? [{ property: "key", reason: "name the object: set its key" }] : [];
  },

  async create(context, inputs) {
    await put(context, inputs);
    return `${requiredText(inputs, "bucket")}/${requiredText(inputs, "key")}`;
  },

  async finish(context, _id, inputs) {
    const tags = textMap(inputs, "tagsAll") ?? {};
    if (Object.keys(tags).length > 0) await putTags(context, inputs, tags);
  },

  async read(context, id, state) {
    const s3 = await context.client("s3");
    const { Bucket, Key } = placeOf(state, id);
    try {
      const [found, { TagSet }] = await Promise.all([
        s3.headObject({ Bucket, Key, ChecksumMode: "ENABLED" }),
        s3.getObjectTagging({ Bucket, Key }),
      ]);
      return {
        ...fromHeaders(found),
        arn: `arn:${context.partition}:s3:::${Bucket}/${Key}`,
        bucket: Bucket,
        key: Key,
        tagsAll: ownTags(TagSet),
      };
    } catch (error) {
      if (isAwsError(error, ...NO_BUCKET, "NoSuchKey")) return undefined;
      throw error;
    }
  },

  async update(context, _id, { inputs, changed }) {
    if (changed(...Object.keys(headers), "content", "contentBase64", "etag", "sourceHash")) {
      await put(context, inputs);
    }
  },

  async delete(context, id, state) {
    const { Bucket, Key } = placeOf(state, id);
    const bypassLock = flag(state, "forceDestroy") ?? false;
    await deleteVersions(context, Bucket, { only: Key, bypassLock }).catch((error: unknown) => {
      if (!isAwsError(error, ...NO_BUCKET)) throw error;
    });
  },
};

/** The same under its former name, which knows no checksums. */
export const bucketObject: Resource = { ...bucketObjectv2, properties, unserved };

function placeOf(state: Properties, id: string): { Bucket: string; Key: string } {
  const [bucket = "", ...key] = id.replace(/^s3:\/\//, "").split("/");
  return { Bucket: text(state, "bucket") ?? bucket, Key: text(state, "key") ?? key.join("/") };
}

async function put(context: Context, inputs: Properties): Promise<void> {
  const s3 = await context.client("s3");
  const body = text(inputs, "content") ?? Buffer.from(text(inputs, "contentBase64") ?? "", "base64");
  const key = text(inputs, "kmsKeyId");
  await s3.putObject({
    Bucket: requiredText(inputs, "bucket"),
    Key: requiredText(inputs, "key"),
    Body: body,
    BucketKeyEnabled: flag(inputs, "bucketKeyEnabled"),
    CacheControl: text(inputs, "cacheControl"),
    ChecksumAlgorithm: text(inputs, "checksumAlgorithm") as PutObjectCommandInput["ChecksumAlgorithm"],
    ContentDisposition: text(inputs, "contentDisposition"),
    ContentEncoding: text(inputs, "contentEncoding"),
    ContentLanguage: text(inputs, "contentLanguage"),
    ContentType: text(inputs, "contentType"),
    Metadata: textMap(inputs, "metadata"),
    SSEKMSKeyId: key,
    ServerSideEncryption: (text(inputs, "serverSideEncryption") ??
      (key === undefined ? undefined : "aws:kms")) as PutObjectCommandInput["ServerSideEncryption"],
    StorageClass: text(inputs, "storageClass") as StorageClass | undefined,
    WebsiteRedirectLocation: text(inputs, "websiteRedirect"),
  });
}

function fromHeaders(found: HeadObjectOutput): Properties {
  return {
    bucketKeyEnabled: found.BucketKeyEnabled ?? false,
    cacheControl: found.CacheControl ?? null,
    checksumCrc32: found.ChecksumCRC32 ?? "",
    checksumCrc32c: found.ChecksumCRC32C ?? "",
    checksumCrc64nvme: found.ChecksumCRC64NVME ?? "",
    checksumSha1: found.ChecksumSHA1 ?? "",
    checksumSha256: found.ChecksumSHA256 ?? "",
    contentDisposition: found.ContentDisposition ?? null,
    contentEncoding: found.ContentEncoding ?? null,
    contentLanguage: found.ContentLanguage ?? null,
    contentType: found.ContentType ?? null,
    etag: (found.ETag ?? "").replaceAll('"', ""),
    kmsKeyId: found.SSEKMSKeyId ?? null,
    metadata: found.Metadata ?? {},
    serverSideEncryption: found.ServerSideEncryption ?? null,
    storageClass: found.StorageClass ?? "STANDARD",
    versionId: found.VersionId ?? "",
    websiteRedirect: found.WebsiteRedirectLocation ?? null,
  };
}

async function putTags(context: Context, state: Properties, tags: Record<string, string>): Promise<void> {
  const s3 = await context.client("s3");
  const place = { Bucket: requiredText(state, "bucket"), Key: requiredText(state, "key") };
  const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  if (TagSet.length === 0) await s3.deleteObjectTagging(place);
  else await s3.putObjectTagging({ ...place, Tagging: { TagSet } });
}
