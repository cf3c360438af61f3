/** What was read of one key, as the journal keeps it. Times are ISO 8601. */
import { z } from "zod";
import { grant } from "../grant";

/** Something that could not be read. */
const gap = z.object({
  /** `kms:GetKeyPolicy` */
  action: z.string(),
  /** AWS's error code and words. */
  problem: z.string(),
});

const related = z.object({ arn: z.string(), region: z.string() });

const description = z.object({
  manager: z.enum(["CUSTOMER", "AWS"]),
  spec: z.string(),
  usage: z.string(),
  origin: z.string(),
  state: z.string(),
  description: z.string(),
  createdAt: z.string(),
  /** When AWS deletes the key; left out where it waits for nothing, or for its replicas. */
  deletionAt: z.string().optional(),
  materialExpiresAt: z.string().optional(),
  customKeyStoreId: z.string().optional(),
  multiRegion: z
    .object({ role: z.enum(["primary", "replica"]), primary: related, replicas: z.array(related) })
    .optional(),
});

/** One key. What is left out was not asked for, or is among the gaps. */
export const keyRecord = z.object({
  arn: z.string(),
  readAt: z.string(),
  description: description.optional(),
  /** The key policy's text. */
  policy: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  grants: z.array(grant).optional(),
  rotation: z
    .object({
      enabled: z.boolean(),
      periodInDays: z.number().optional(),
      nextAt: z.string().optional(),
      /** Left out where there was none. */
      lastAt: z.string().optional(),
    })
    .optional(),
  lastUse: z
    .object({
      /** Left out where the key was not used since AWS records uses. */
      at: z.string().optional(),
      operation: z.string().optional(),
      recordedSince: z.string().optional(),
    })
    .optional(),
  gaps: z.array(gap),
});

/** Something that could not be read. */
export type Gap = z.infer<typeof gap>;
/** A grant. */
export type GrantRecord = z.infer<typeof grant>;
/** What DescribeKey tells. */
export type KeyDescription = z.infer<typeof description>;
/** What was read of one key. */
export type KeyRecord = z.infer<typeof keyRecord>;
