/** How the settings of the audit trail are written. */
import { z } from "zod";
import { parseArn } from "../kms/arn";
import { region } from "./region";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTIONS = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731],
  ...[1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

const days = (least: number, most: number) =>
  z
    .int({ error: "must be a whole number of days" })
    .min(least, { error: `must be ${least} to ${most} days` })
    .max(most, { error: `must be ${least} to ${most} days` });

const accountIds = z
  .array(z.string().regex(/^\d{12}$/, { error: ({ input }) => `"${String(input)}" is not an account id` }))
  .min(1)
  .exactOptional();

/** What stands under `auditTrail`. */
export const auditTrailSchema = z.strictObject({
  key: z.string(),
  region: region.exactOptional(),
  bucket: z
    .strictObject({
      archiveAfterDays: days(1, 3650).exactOptional(),
      expireAfterDays: days(90, 36_500).exactOptional(),
      objectLock: z
        .strictObject({ mode: z.enum(["governance", "compliance"]), days: days(1, 36_500) })
        .exactOptional(),
      forceDestroy: z.boolean().exactOptional(),
    })
    .exactOptional(),
  logGroup: z
    .union([
      z.literal(false),
      z.strictObject({
        retentionInDays: z
          .number()
          .refine((value) => RETENTIONS.includes(value), {
            error: `must be one of the numbers of days that CloudWatch Logs knows: ${RETENTIONS.join(", ")}`,
          })
          .exactOptional(),
      }),
    ])
    .exactOptional(),
  organization: z
    .strictObject({
      id: z
        .string()
        .regex(/^o-[a-z0-9]{10,32}$/, { error: "must be an organization id such as o-abc1234567" }),
      accountIds,
    })
    .exactOptional(),
  queries: z
    .union([
      z.literal(false),
      z.strictObject({
        scanLimitInGib: z
          .int()
          .min(1, { error: "must be at least 1 GiB" })
          .max(1_000_000, { error: "must be at most 1000000 GiB" })
          .exactOptional(),
        resultDays: days(1, 365).exactOptional(),
        historyInDays: days(1, 3650).exactOptional(),
      }),
    ])
    .exactOptional(),
  existing: z
    .strictObject({
      trailArn: z.string().refine((text) => trailOf(text).startsWith("trail/"), {
        error: ({ input }) => `"${String(input)}" is not the ARN of a trail`,
      }),
      bucket: z
        .string()
        .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { error: "is not the name of a bucket" }),
      prefix: z
        .string()
        .regex(/^[^/].*[^/]$|^[^/]$/, { error: "must not begin or end with /" })
        .exactOptional(),
      logGroup: z
        .strictObject({
          name: z.string().regex(/^[\w./#-]{1,512}$/, { error: "is not the name of a log group" }),
          region,
        })
        .exactOptional(),
    })
    .exactOptional(),
});

function trailOf(text: string): string {
  const arn = parseArn(text);
  return arn?.service === "cloudtrail" ? arn.resource : "";
}

/** What stands under `auditTrail`, as it is written. */
export type AuditTrailSetting = z.infer<typeof auditTrailSchema>;
