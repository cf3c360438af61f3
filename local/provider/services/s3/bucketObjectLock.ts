import type { ObjectLockRetentionMode } from "@aws-sdk/client-s3";
import { oneOf } from "../../problems";
import { number, object, text } from "../../read";
import { bucketConfiguration, expectedBucketOwner } from "./bucketConfiguration";

/** How long new objects cannot be deleted. https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketobjectlockconfiguration/ */
export const bucketObjectLock = bucketConfiguration({
  properties: {
    expectedBucketOwner,
    objectLockEnabled: {
      type: "string",
      default: "Enabled",
      forceNew: true,
      problem: oneOf(["Enabled"]),
    },
    rule: {
      type: "object",
      fields: {
        defaultRetention: {
          type: "object",
          required: true,
          fields: {
            days: { type: "integer", conflictsWith: ["years"] },
            mode: { type: "string", problem: oneOf(["COMPLIANCE", "GOVERNANCE"]) },
            years: { type: "integer", conflictsWith: ["days"] },
          },
        },
      },
    },
    token: { type: "string", writeOnly: true, secret: true },
  },
  async put(context, Bucket, inputs) {
    const s3 = await context.client("s3");
    const retention = object(object(inputs, "rule") ?? {}, "defaultRetention");
    await s3.putObjectLockConfiguration({
      Bucket,
      Token: text(inputs, "token"),
      ObjectLockConfiguration: {
        ObjectLockEnabled: "Enabled",
        ...(retention !== undefined && {
          Rule: {
            DefaultRetention: {
              Days: number(retention, "days"),
              Mode: text(retention, "mode") as ObjectLockRetentionMode | undefined,
              Years: number(retention, "years"),
            },
          },
        }),
      },
    });
  },
  async get(context, Bucket) {
    const s3 = await context.client("s3");
    const { ObjectLockConfiguration: found } = await s3.getObjectLockConfiguration({ Bucket });
    const retention = found?.Rule?.DefaultRetention;
    return {
      objectLockEnabled: found?.ObjectLockEnabled ?? "",
      rule:
        retention === undefined
          ? null
          : {
              defaultRetention: {
                days: retention.Days ?? null,
                mode: retention.Mode ?? null,
                years: retention.Years ?? null,
              },
            },
    };
  },
  // A bucket keeps its object lock for ever; what can be taken away is the retention of new objects.
  remove: async (context, Bucket) =>
    (await context.client("s3")).putObjectLockConfiguration({
      Bucket,
      ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" },
    }),
  absent: ["ObjectLockConfigurationNotFoundError"],
});
