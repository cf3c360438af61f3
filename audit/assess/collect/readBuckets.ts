/** Reads what the buckets of a Region are encrypted with. */
import {
  type Bucket,
  GetBucketEncryptionCommand,
  paginateListBuckets,
  type ServerSideEncryptionRule,
} from "@aws-sdk/client-s3";
import type { ResourceFacts } from "../../../rulebook/facts";
import { bucketFacts } from "../facts/buckets";
import type { Attempts } from "./attempt";
import type { Place } from "./place";

/** Reads them; what cannot be read is a gap. Directory buckets are not among them. */
export async function readBuckets(place: Place, attempts: Attempts): Promise<readonly ResourceFacts[]> {
  const names = await attempts.read("s3:ListAllMyBuckets", () => listBuckets(place));
  const read = (names ?? []).map(async (name): Promise<ResourceFacts> => {
    const rules = await attempts.read("s3:GetEncryptionConfiguration", () => encryptionOf(name, place));
    return rules === undefined ? {} : bucketFacts(name, rules[0], place);
  });
  return Promise.all(read);
}

async function listBuckets({ s3, region }: Place): Promise<string[]> {
  const names: string[] = [];
  const isHere = ({ BucketRegion = region }: Bucket) => BucketRegion === region;
  for await (const { Buckets = [] } of paginateListBuckets(
    { client: s3, pageSize: 1000 },
    { BucketRegion: region },
  ))
    names.push(...Buckets.filter(isHere).flatMap(({ Name }) => Name ?? []));
  return names;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html */
async function encryptionOf(Bucket: string, { s3 }: Place): Promise<readonly ServerSideEncryptionRule[]> {
  try {
    const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    return ServerSideEncryptionConfiguration?.Rules ?? [];
  } catch (error) {
    const isUnset = error instanceof Error && error.name === "ServerSideEncryptionConfigurationNotFoundError";
    if (isUnset) return [];
    throw error;
  }
}
