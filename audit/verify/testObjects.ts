/** Objects that steps make in shared buckets, and their removal. */
import { randomUUID } from "node:crypto";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import type { Principal } from "./principal";

/** What all test objects of one run are called: they are found by it, whatever became of their upload. */
export class TestObjects {
  private readonly prefix = `kms-audit-verify/${randomUUID()}/`;
  /** Buckets that may hold some, by name. */
  private readonly buckets = new Map<string, string>();

  /** @param owner who removes them */
  constructor(private readonly owner: Principal) {}

  /** Uploads bytes under the bucket's own encryption. Returns the object's key. */
  async upload(as: Principal, region: string, bucket: string, bytes: Uint8Array): Promise<string> {
    const Key = `${this.prefix}${randomUUID()}`;
    this.buckets.set(bucket, region);
    await as.s3(region).send(new PutObjectCommand({ Bucket: bucket, Key, Body: bytes }));
    return Key;
  }

  /** Downloads an object whole. */
  async download(as: Principal, region: string, Bucket: string, Key: string): Promise<Uint8Array> {
    const { Body } = await as.s3(region).send(new GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  }

  /** To be told of buckets that copies may have gone to. */
  mayBeIn(region: string, bucket: string): void {
    this.buckets.set(bucket, region);
  }

  /**
   * Removes every version of every test object.
   * @returns what could not be removed, and why
   */
  async remove(): Promise<readonly string[]> {
    const left: string[] = [];
    for (const [bucket, region] of this.buckets) {
      try {
        await this.removeFrom(bucket, region);
      } catch (error) {
        left.push(`s3://${bucket}/${this.prefix} (${String(error)})`);
      }
    }
    return left;
  }

  private async removeFrom(Bucket: string, region: string): Promise<void> {
    const s3 = this.owner.s3(region);
    // One run makes far fewer objects than the 1,000 of a page.
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: this.prefix }));
    for (const { Key, VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
      await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
    }
  }
}
