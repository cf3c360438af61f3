import { z } from "zod";
import { AwsError } from "../awsError";
import type { Call } from "../mend";

const relatedKey = z.object({ Arn: z.string(), Region: z.string() });

const keyMetadata = z.looseObject({
  AWSAccountId: z.string(),
  KeyId: z.string(),
  Arn: z.string(),
  KeyState: z.string(),
  KeySpec: z.string(),
  KeyUsage: z.string(),
  Origin: z.string(),
  KeyManager: z.string().optional(),
  MultiRegion: z.boolean().default(false),
  MultiRegionConfiguration: z
    .object({
      MultiRegionKeyType: z.enum(["PRIMARY", "REPLICA"]),
      PrimaryKey: relatedKey,
      ReplicaKeys: z.array(relatedKey),
    })
    .optional(),
});

/** What DescribeKey says of a key. https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html */
export type KeyMetadata = z.infer<typeof keyMetadata>;

/** One Region's key among related multi-Region keys. */
export type RelatedKey = z.infer<typeof relatedKey>;

/**
 * Describes a key as LocalEmu knows it.
 * @param keyId key id, key ARN, alias or alias ARN
 * @param region the caller's own if left out
 * @throws AwsError such as NotFoundException
 */
export async function describeKey(call: Call, keyId: unknown, region?: string): Promise<KeyMetadata> {
  const { KeyMetadata } = await call.localEmu("DescribeKey", { KeyId: keyId }, region);
  return parseKeyMetadata(KeyMetadata);
}

/** Reads key metadata out of an answer of LocalEmu. Throws InternalFailure where it is none. */
export function parseKeyMetadata(value: unknown): KeyMetadata {
  const parsed = keyMetadata.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AwsError("InternalFailure", `LocalEmu's key metadata: ${z.prettifyError(parsed.error)}`, 500);
}

/** The Region of an ARN. */
export function regionOf(arn: string): string {
  return arn.split(":")[3] ?? "";
}
