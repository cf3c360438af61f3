/** How the settings of monitoring are written: who hears of what, and from which numbers on. */
import { z } from "zod";
import { watchIds } from "../components/monitoring/watch";
import { parseArn } from "../kms/arn";
import { region } from "./region";

const arnOf = (service: string, what: string) =>
  z.string().refine((text) => parseArn(text)?.service === service, {
    error: ({ input }) => `"${String(input)}" is not the ARN of ${what}`,
  });

const subscription = z.union(
  [
    z.strictObject({ email: z.email() }),
    z.strictObject({ https: z.url({ protocol: /^https$/ }) }),
    z.strictObject({ queue: arnOf("sqs", "an SQS queue") }),
  ],
  {
    error:
      "must be one of { email: platform@example.com }, { https: https://chat.example.com/hook } and { queue: <ARN of an SQS queue> }",
  },
);

const subscriptions = z
  .array(subscription)
  .min(1, { error: "must name somebody: an alarm that nobody hears of is none" });

const atLeast = (least: number, most: number) =>
  z
    .number()
    .min(least, { error: `must be ${least} to ${most}` })
    .max(most, { error: `must be ${least} to ${most}` })
    .exactOptional();

/** What stands under `monitoring`. */
export const monitoringSchema = z.strictObject({
  homeRegion: region.exactOptional(),
  watch: z.enum(["all", "critical"]).exactOptional(),
  watches: z.partialRecord(z.enum(watchIds), z.enum(["critical", "normal", "off"])).exactOptional(),
  subscriptions: z.strictObject({ critical: subscriptions, normal: subscriptions }),
  deployers: z
    .array(
      z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[^*?]+$/, {
        error: ({ input }) => `"${String(input)}" is not the ARN of a role, without wildcards`,
      }),
    )
    .exactOptional(),
  thresholds: z
    .strictObject({
      deniedRequests: atLeast(1, 1_000_000),
      failedRequests: atLeast(1, 1_000_000),
      throttledRequests: atLeast(1, 1_000_000),
      quotaPercent: atLeast(1, 100),
      decryptBand: atLeast(1, 20),
      materialExpiryInDays: atLeast(1, 365),
    })
    .exactOptional(),
  dashboard: z.boolean().exactOptional(),
  logGroup: z
    .strictObject({
      name: z.string().regex(/^[\w./#-]{1,512}$/, { error: "is not the name of a log group" }),
      region,
    })
    .exactOptional(),
});

/** What stands under `monitoring`, as it is written. */
export type MonitoringSetting = z.infer<typeof monitoringSchema>;
