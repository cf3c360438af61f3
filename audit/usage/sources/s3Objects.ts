/** CloudTrail files in Amazon S3, as a trail delivers them. */
import type { GetObjectCommandOutput, S3Client } from "@aws-sdk/client-s3";
import { UsageError } from "../../usageError";
import type { Filters } from "../filters";
import type { Source } from "./source";
import { mayHoldEvents } from "./trailPath";

/** Larger objects are read as a stream. */
const SMALL = 4 * 1024 * 1024;

/** Whether the text names objects in S3. */
export function isS3Uri(text: string): boolean {
  return text.startsWith("s3://");
}

/**
 * The objects below `s3://bucket/prefix` that may hold events that pass, found folder by folder so that accounts, Regions and days that
 * cannot are not even listed. `skipped` is called for each folder or object left out.
 * @throws UsageError where the bucket cannot be listed
 */
export async function* s3Objects(uri: string, filters: Filters, skipped: () => void): AsyncGenerator<Source> {
  const [, bucket = "", prefix = ""] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(uri) ?? [];
  if (bucket === "") throw new UsageError(`${uri}: a bucket is missing; write s3://bucket/prefix`);
  const { S3Client: Client } = await import("@aws-sdk/client-s3");
  // A stand-in for S3 has no host name for each bucket.
  const client = new Client({
    followRegionRedirects: true,
    forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined,
  });
  yield* below(client, bucket, prefix, filters, skipped);
}

async function* below(
  client: S3Client,
  bucket: string,
  prefix: string,
  filters: Filters,
  skipped: () => void,
): AsyncGenerator<Source> {
  const { GetObjectCommand } = await import("@aws-sdk/client-s3");
  const folders: string[] = [];
  for await (const { key, size, folder } of listed(client, bucket, prefix)) {
    if (!mayHoldEvents(key, filters)) skipped();
    else if (folder) folders.push(key);
    else if (size > 0)
      yield {
        name: `s3://${bucket}/${key}`,
        read: () => {
          const body = client
            .send(new GetObjectCommand({ Bucket: bucket, Key: key }))
            .then(({ Body }) => Body ?? Promise.reject(new Error("the object has no body")));
          return size <= SMALL ? body.then((content) => content.transformToByteArray()) : streamed(body);
        },
      };
  }
  for (const folder of folders) yield* below(client, bucket, folder, filters, skipped);
}

async function* streamed(
  body: Promise<NonNullable<GetObjectCommandOutput["Body"]>>,
): AsyncGenerator<Uint8Array> {
  yield* (await body).transformToWebStream() as AsyncIterable<Uint8Array>;
}

async function* listed(
  client: S3Client,
  bucket: string,
  prefix: string,
): AsyncGenerator<{ key: string; size: number; folder: boolean }> {
  const { paginateListObjectsV2 } = await import("@aws-sdk/client-s3");
  try {
    for await (const page of paginateListObjectsV2(
      { client },
      { Bucket: bucket, Prefix: prefix, Delimiter: "/" },
    )) {
      for (const { Key: key = "", Size: size = 0 } of page.Contents ?? []) yield { key, size, folder: false };
      for (const { Prefix: key = "" } of page.CommonPrefixes ?? []) yield { key, size: 0, folder: true };
    }
  } catch (error) {
    throw new UsageError(`s3://${bucket}/${prefix}: cannot be listed: ${(error as Error).message}`);
  }
}
