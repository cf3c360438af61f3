import { requiredText } from "../../read";
import { bucketConfiguration, expectedBucketOwner } from "./bucketConfiguration";

/** Access logs of a bucket. https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketlogging/ */
export const bucketLogging = bucketConfiguration({
  properties: {
    expectedBucketOwner,
    targetBucket: { type: "string", required: true },
    targetPrefix: { type: "string", required: true },
  },
  unserved: {
    targetGrants: "a bucket policy on the target",
    targetObjectKeyFormat: "targetPrefix",
  },
  async put(context, Bucket, inputs) {
    const s3 = await context.client("s3");
    await s3.putBucketLogging({
      Bucket,
      BucketLoggingStatus: {
        LoggingEnabled: {
          TargetBucket: requiredText(inputs, "targetBucket"),
          TargetPrefix: requiredText(inputs, "targetPrefix"),
        },
      },
    });
  },
  async get(context, Bucket) {
    const s3 = await context.client("s3");
    const { LoggingEnabled: found } = await s3.getBucketLogging({ Bucket });
    if (found === undefined) return undefined;
    return { targetBucket: found.TargetBucket ?? "", targetPrefix: found.TargetPrefix ?? "" };
  },
  remove: async (context, Bucket) =>
    (await context.client("s3")).putBucketLogging({ Bucket, BucketLoggingStatus: {} }),
  absent: [],
});
