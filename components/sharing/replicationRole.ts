/** What the role may do with which S3 copies objects to another Region. */
import { dnsSuffixOf, partitionOf } from "../../kms/partitions";
import type { JsonPolicy, JsonStatement } from "../../kms/policy/document";

/** A bucket with the key of its Region. */
export interface BucketEnd {
  /** ARN. */
  readonly bucket: string;
  readonly region: string;
  readonly keyArn: string;
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
export function replicationPolicy(from: BucketEnd, to: BucketEnd): JsonPolicy {
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
      useKey("DecryptObjects", ["kms:Decrypt"], from),
      // Encrypt is for objects of their own data key, GenerateDataKey for the bucket key.
      useKey("EncryptReplicas", ["kms:Encrypt", "kms:GenerateDataKey"], to),
    ],
  };
}

function allow(Sid: string, Action: string[], Resource: string): JsonStatement {
  return { Sid, Effect: "Allow", Action, Resource };
}

/** With a bucket key the encryption context is the bucket's ARN, without one the object's. */
function useKey(Sid: string, Action: string[], { bucket, region, keyArn }: BucketEnd): JsonStatement {
  return {
    ...allow(Sid, Action, keyArn),
    Condition: {
      StringEquals: { "kms:ViaService": `s3.${region}.${dnsSuffixOf(partitionOf(region) ?? "aws")}` },
      StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucket, `${bucket}/*`] },
    },
  };
}
