/** What somebody of another account can do with a shared bucket, and through it with its key. */
import { randomBytes } from "node:crypto";
import type { ExpectedBucket } from "./expectations";
import { isAmong, type Principal } from "./principal";
import type { TestObjects } from "./testObjects";
import type { Trial } from "./trial";
import { mustEqual } from "./usages/sealing";

const BYTES = 1024;

/**
 * Proves that a reader downloads and decrypts what the owner uploaded, that a writer uploads what the owner can read, and that
 * neither can do the other.
 * @param isOutsider whether the bucket is not shared with this one
 */
export async function proveBucket(
  name: string,
  expected: ExpectedBucket,
  [owner, who]: readonly [owner: Principal, who: Principal],
  isOutsider: boolean,
  objects: TestObjects,
  trial: Trial,
): Promise<void> {
  const link = `bucket ${name}`;
  const reads = !isOutsider && isUser(who, expected.readers);
  const writes = !isOutsider && isUser(who, expected.writers);
  // In the bucket's own account IAM may let others in, of which expectations say nothing.
  if (!reads && !writes && !isOutsider && who.account === owner.account) return;
  for (const [region, bucket] of Object.entries(expected.buckets)) {
    objects.mayBeIn(region, bucket);
    const at = { link, as: who, region };
    const bytes = randomBytes(BYTES);
    const key = await trial.works({ link, as: owner, region, what: "upload, encrypted" }, () =>
      objects.upload(owner, region, bucket, bytes),
    );
    if (key !== undefined) {
      const download = async () => {
        mustEqual(await objects.download(who, region, bucket, key), bytes);
      };
      const what = "download and decrypt what the owner uploaded";
      if (reads) await trial.works({ ...at, what }, download);
      else await trial.refused({ ...at, what }, download);
    }
    const upload = () => objects.upload(who, region, bucket, bytes);
    if (!writes) {
      await trial.refused({ ...at, what: "upload" }, upload);
      continue;
    }
    const uploaded = await trial.works({ ...at, what: "upload, encrypted" }, upload);
    if (uploaded === undefined) continue;
    const what = "download and decrypt what the writer uploaded";
    await trial.works({ link, as: owner, region, what }, async () => {
      mustEqual(await objects.download(owner, region, bucket, uploaded), bytes);
    });
  }
}

/** Whether somebody is one of a bucket's readers or writers: who is not named one by one is meant by being tried at all. */
export function isUser(who: Principal, users: ExpectedBucket["readers"]): boolean {
  if (users === undefined) return false;
  return Array.isArray(users) ? isAmong(who, users) : true;
}
