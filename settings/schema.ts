/** The shape of a stack's settings: what may be written, and how it is spelt. What belongs together is checked afterwards. */
import { z } from "zod";
import { keySpecs, keyUsages } from "../kms/keySpecs";
import { accessShape } from "./accessSchema";
import { auditTrailSchema } from "./auditTrailSchema";
import { monitoringSchema } from "./monitoringSchema";
import { region } from "./region";
import { sharedBucketSchema } from "./sharedBucketsSchema";

/** A 12-digit account id. YAML reads digits as a number and loses leading zeros, so it must be quoted. */
export const accountId = z
  .string({ error: 'must be a text of 12 digits: put it in quotes, as in "111111111111"' })
  .regex(/^\d{12}$/, { error: ({ input }) => `"${String(input)}" is not an account id: it has 12 digits` });

const tags = z.record(z.string(), z.string());

const material = z.discriminatedUnion("from", [
  z.strictObject({ from: z.literal("aws") }),
  z.strictObject({
    from: z.literal("import"),
    base64: z.base64({ error: "must be key material in base64" }).exactOptional(),
    validTo: z.iso
      .datetime({ offset: true, error: "must be a time such as 2027-12-31T00:00:00Z" })
      .exactOptional(),
  }),
  z.strictObject({ from: z.literal("cloudHsm"), customKeyStoreId: z.string().min(1) }),
  z.strictObject({
    from: z.literal("externalKeyStore"),
    customKeyStoreId: z.string().min(1),
    xksKeyId: z.string().min(1),
  }),
]);

/** What may be set for one key and, as a default, for all. */
const sharedShape = {
  primaryRegion: region.exactOptional(),
  replicaRegions: z.array(region).exactOptional(),
  rotation: z.boolean().exactOptional(),
  rotationPeriodInDays: z.number().exactOptional(),
  deletionWindowInDays: z.number().exactOptional(),
  tags: tags.exactOptional(),
  ...accessShape,
};

/** One key. */
export const keySchema = z.strictObject({
  ...sharedShape,
  description: z.string(),
  alias: z.string().exactOptional(),
  multiRegion: z.boolean().exactOptional(),
  spec: z.enum(keySpecs).exactOptional(),
  usage: z.enum(keyUsages).exactOptional(),
  material: material.exactOptional(),
  enabled: z.boolean().exactOptional(),
  policy: z.string().exactOptional(),
  adopt: z
    .strictObject({
      keyId: z.string().regex(/^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/, {
        error: "must be a key id: mrk-... or a UUID, not an ARN or an alias",
      }),
      replicaRegions: z.array(region).exactOptional(),
      alias: z.boolean().exactOptional(),
    })
    .exactOptional(),
});

/** The name of a key or a bucket: it becomes part of resource names and outputs. */
const keyName = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, {
  error: "a name is lower-case letters, digits and -, at most 63, letter first",
});

/** The settings beside the keys. */
export const environmentShape = {
  environment: z
    .string({ error: "is required: the environment's name, such as prod" })
    .regex(/^[a-z][a-z0-9-]{0,31}$/, {
      error: "must be lower-case letters, digits and -, at most 32, letter first",
    }),
  accountId,
  allowedRegions: z.array(region).exactOptional(),
  protect: z.boolean().exactOptional(),
  tags: tags.exactOptional(),
  defaults: z.strictObject(sharedShape).exactOptional(),
  auditTrail: auditTrailSchema.exactOptional(),
  monitoring: monitoringSchema.exactOptional(),
  sharedBuckets: z.record(keyName, sharedBucketSchema).exactOptional(),
};

/** Everything a stack's configuration may hold under the project's name. */
export const environmentSchema = z.strictObject({ ...environmentShape, keys: z.record(keyName, keySchema) });

/** One key as it is written. */
export type KeySetting = z.infer<typeof keySchema>;

/** The settings beside the keys, as they are written. */
export type EnvironmentSetting = Omit<z.infer<typeof environmentSchema>, "keys">;
