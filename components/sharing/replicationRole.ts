/** What the role may do with which S3 copies objects to another Region. */
import { dnsSuffixOf, partitionOf } from "../../kms/partitions";
import type { JsonPolicy, JsonStatement } from "../../kms/policy/document";

/** A bucket at one end of the replication. */
export interface BucketEnd {
  /** ARN. */
  readonly bucket: string;
  readonly region: string;
}

/** The key that both ends use, each in its own Region. */
export interface SharedKey {
  /** The owner of key and buckets: 12 digits. */
  readonly accountId: string;
  /** The same in every Region: `alias/prod/shared-data`. */
  readonly alias: string;
}

/**
 * Who may take the role: S3, as its page has it. Only principals of the own account can hand the role to S3 (iam:PassRole),
 * so no stranger's bucket can use it; S3 documents no source condition here, and one that it does not send would stop it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
export const replicationTrust: JsonPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

/**
 * Reads the one bucket, writes the other, and uses each Region's key through S3 for its own bucket alone.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
export function replicationPolicy(from: BucketEnd, to: BucketEnd, key: SharedKey): JsonPolicy {
  return {
    Version: "2012-10-17",
    Statement: [
      allow("ReadConfiguration", ["s3:GetReplicationConfiguration", "s3:ListBucket"], from.bucket),
      allow(
        "ReadObjects",
        ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"],
        `${from.bucket}/*`,
      ),
      allow(
        "WriteReplicas",
        ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"],
        `${to.bucket}/*`,
      ),
      useKey("DecryptObjects", ["kms:Decrypt"], from, key),
      // Encrypt is for objects of their own data key, GenerateDataKey for the bucket key.
      useKey("EncryptReplicas", ["kms:Encrypt", "kms:GenerateDataKey"], to, key),
    ],
  };
}

function allow(Sid: string, Action: string[], Resource: string): JsonStatement {
  return { Sid, Effect: "Allow", Action, Resource };
}

/**
 * The key is told by its alias, which is known from the settings, so that the policy can be judged at preview; a key's ARN is
 * not. With a bucket key the encryption context is the bucket's ARN, without one the object's.
 * https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
function useKey(
  Sid: string,
  Action: string[],
  { bucket, region }: BucketEnd,
  { accountId, alias }: SharedKey,
): JsonStatement {
  const partition = partitionOf(region) ?? "aws";
  return {
    ...allow(Sid, Action, `arn:${partition}:kms:${region}:${accountId}:key/*`),
    Condition: {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": alias },
      StringEquals: { "kms:ViaService": `s3.${region}.${dnsSuffixOf(partition)}` },
      StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucket, `${bucket}/*`] },
    },
  };
}
