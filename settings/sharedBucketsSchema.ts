/** The shape of shared buckets as settings. */
import { z } from "zod";
import { region } from "./region";

const role = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, {
  error: ({ input }) => `"${String(input)}" is not the exact ARN of a role`,
});
const days = z
  .number()
  .int()
  .min(1, { error: ({ input }) => `${String(input)} is out of range: at least 1 day` });

/** A bucket whose data roles of other accounts read or write. */
export const sharedBucketSchema = z.strictObject({
  key: z.string(),
  bucketName: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]+$/, { error: "must be lower-case letters, digits and -" })
    .exactOptional(),
  region: region.exactOptional(),
  replicaRegion: region.exactOptional(),
  readers: z.array(role).exactOptional(),
  writers: z.array(role).exactOptional(),
  noncurrentVersionDays: days.exactOptional(),
  accessLogDays: days.exactOptional(),
  forceDestroy: z.boolean().exactOptional(),
  tags: z.record(z.string(), z.string()).exactOptional(),
});

/** One shared bucket as it is written. */
export type SharedBucketSetting = z.infer<typeof sharedBucketSchema>;
