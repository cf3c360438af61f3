import type { LifecycleRule, TransitionDefaultMinimumObjectSize } from "@aws-sdk/client-s3";
import { fromAws, toAws } from "../../awsShape";
import { oneOf } from "../../problems";
import type { PropertyTable } from "../../property";
import { objects, text } from "../../read";
import { bucketConfiguration, expectedBucketOwner } from "./bucketConfiguration";

const integer = { type: "integer" } as const;
const sizes = { objectSizeGreaterThan: integer, objectSizeLessThan: integer };
const storageClass = { type: "string", required: true } as const;
const requiredText = { type: "string", required: true } as const;
const noncurrentDays = { type: "integer", required: true } as const;

const rule: PropertyTable = {
  abortIncompleteMultipartUpload: { type: "object", fields: { daysAfterInitiation: integer } },
  expiration: { type: "object", fields: { days: integer, expiredObjectDeleteMarker: { type: "boolean" } } },
  filter: {
    type: "object",
    computed: true,
    fields: {
      and: { type: "object", fields: { ...sizes, prefix: { type: "string" } } },
      ...sizes,
      prefix: { type: "string" },
      tag: { type: "object", fields: { key: requiredText, value: requiredText } },
    },
  },
  id: requiredText,
  noncurrentVersionExpiration: {
    type: "object",
    fields: { newerNoncurrentVersions: integer, noncurrentDays },
  },
  noncurrentVersionTransitions: {
    type: "set",
    elements: { type: "object", fields: { newerNoncurrentVersions: integer, noncurrentDays, storageClass } },
  },
  prefix: { type: "string" },
  status: { type: "string", required: true, problem: oneOf(["Enabled", "Disabled"]) },
  transitions: { type: "set", elements: { type: "object", fields: { days: integer, storageClass } } },
};

const names = { id: "ID" };

/** What becomes of objects in time, in days. https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketlifecycleconfiguration/ */
export const bucketLifecycle = bucketConfiguration({
  properties: {
    expectedBucketOwner: { ...expectedBucketOwner, computed: true },
    rules: { type: "list", elements: { type: "object", fields: rule } },
    transitionDefaultMinimumObjectSize: {
      type: "string",
      computed: true,
      problem: oneOf(["all_storage_classes_128K", "varies_by_storage_class"]),
    },
  },
  unserved: { timeouts: "the resource option customTimeouts" },
  async put(context, Bucket, inputs) {
    const s3 = await context.client("s3");
    const Rules = objects(inputs, "rules").map((one) => {
      // S3 wants to be told what a rule is about, even where that is every object.
      const everything = one.filter === undefined && one.prefix === undefined;
      return { ...(toAws(rule, one, names) as object), ...(everything && { Filter: { Prefix: "" } }) };
    });
    await s3.putBucketLifecycleConfiguration({
      Bucket,
      LifecycleConfiguration: { Rules: Rules as LifecycleRule[] },
      TransitionDefaultMinimumObjectSize: text(inputs, "transitionDefaultMinimumObjectSize") as
        TransitionDefaultMinimumObjectSize | undefined,
    });
  },
  async get(context, Bucket) {
    const s3 = await context.client("s3");
    const { Rules = [], TransitionDefaultMinimumObjectSize: smallest } =
      await s3.getBucketLifecycleConfiguration({ Bucket });
    return {
      rules: Rules.map((one) => fromAws(rule, one, names)),
      transitionDefaultMinimumObjectSize: smallest ?? "all_storage_classes_128K",
    };
  },
  remove: async (context, Bucket) => (await context.client("s3")).deleteBucketLifecycle({ Bucket }),
  absent: ["NoSuchLifecycleConfiguration"],
});
