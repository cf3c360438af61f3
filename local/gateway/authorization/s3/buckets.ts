import {
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  HeadObjectCommand,
  paginateListBuckets,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { parseKeyPolicy } from "../../../../kms/policy/parse";
import type { KeyPolicy } from "../../../../kms/policy/document";
import { remembered } from "../remembered";
import type { S3Object } from "./s3Request";

/** How an object is encrypted, or is to be. */
export interface Encryption {
  /** `AES256`, `aws:kms` or `aws:kms:dsse`. */
  readonly algorithm: string;
  /** As it was given: key id, key ARN or alias; undefined for AWS's own key. */
  readonly keyId?: string | undefined;
  /** Whether a bucket key stands between the object and the KMS key. */
  readonly bucketKey: boolean;
}

/** What decides about access to a bucket's objects. */
export interface BucketFacts {
  /** 12 digits; undefined where it is another account than the one that asks. */
  readonly owner: string | undefined;
  readonly policy: KeyPolicy | undefined;
  readonly encryption: Encryption;
}

/** The facts of buckets, remembered until a bucket changes. */
export class Buckets {
  private readonly settings = new Map<string, Promise<Pick<BucketFacts, "policy" | "encryption">>>();
  private readonly owners = new Map<string, string>();

  /** @param localEmu its address */
  constructor(private readonly localEmu: string) {}

  /**
   * @param account whose owner it may be
   * @returns undefined where there is no such bucket
   */
  async find(bucket: string, account: string): Promise<BucketFacts | undefined> {
    const s3 = this.clientOf(account);
    const settings = await unlessMissing(
      remembered(this.settings, bucket, () => readSettings(s3, bucket)),
      "NoSuchBucket",
    );
    if (settings === undefined) return undefined;
    return { ...settings, owner: this.owners.get(bucket) ?? (await this.lookUpOwner(bucket, account)) };
  }

  /** How an object is encrypted that is there already; undefined where it is not. */
  async encryptionOf({ bucket, key, versionId }: S3Object, account: string): Promise<Encryption | undefined> {
    const input = { Bucket: bucket, Key: key, VersionId: versionId };
    const head = await unlessMissing(this.clientOf(account).send(new HeadObjectCommand(input)), "NotFound");
    if (head === undefined) return undefined;
    const { ServerSideEncryption: algorithm = "AES256", SSEKMSKeyId: keyId, BucketKeyEnabled } = head;
    return { algorithm, keyId, bucketKey: BucketKeyEnabled === true };
  }

  /** To be told that a bucket, its policy or its encryption may have changed, or that it was made or deleted. */
  changed(bucket: string): void {
    this.settings.delete(bucket);
    this.owners.delete(bucket);
  }

  /** LocalEmu shows a bucket to its owner only. */
  private async lookUpOwner(bucket: string, account: string): Promise<string | undefined> {
    for await (const { Buckets: listed = [] } of paginateListBuckets(
      { client: this.clientOf(account) },
      {},
    )) {
      if (listed.some(({ Name }) => Name === bucket)) {
        this.owners.set(bucket, account);
        return account;
      }
    }
    return undefined;
  }

  private clientOf(account: string): S3Client {
    const credentials = { accessKeyId: account, secretAccessKey: "local" };
    return new S3Client({ endpoint: this.localEmu, region: "us-east-1", credentials, forcePathStyle: true });
  }
}

async function readSettings(
  s3: S3Client,
  Bucket: string,
): Promise<Pick<BucketFacts, "policy" | "encryption">> {
  const [policy, encryption] = await Promise.all([
    unlessMissing(s3.send(new GetBucketPolicyCommand({ Bucket })), "NoSuchBucketPolicy"),
    unlessMissing(
      s3.send(new GetBucketEncryptionCommand({ Bucket })),
      "ServerSideEncryptionConfigurationNotFoundError",
    ),
  ]);
  const [rule] = encryption?.ServerSideEncryptionConfiguration?.Rules ?? [];
  const { SSEAlgorithm = "AES256", KMSMasterKeyID } = rule?.ApplyServerSideEncryptionByDefault ?? {};
  return {
    policy: policy?.Policy === undefined ? undefined : parseKeyPolicy(policy.Policy),
    encryption: {
      algorithm: SSEAlgorithm,
      keyId: KMSMasterKeyID,
      bucketKey: rule?.BucketKeyEnabled === true,
    },
  };
}

async function unlessMissing<T>(answer: Promise<T>, code: string): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof S3ServiceException && error.name === code) return undefined;
    throw error;
  }
}
