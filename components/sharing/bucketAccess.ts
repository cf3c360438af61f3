/** Who may do what with the objects of a shared bucket: the bucket's policy, and the other account's half. */
import { accountOf, formatArn } from "../../kms/arn";
import { partitionOf } from "../../kms/partitions";
import { oneOrSorted } from "../../kms/policy/build/oneOrSorted";
import type { JsonPolicy, JsonStatement } from "../../kms/policy/document";

/** The roles that use a shared bucket: exact ARNs. */
export interface BucketUsers {
  /** Read and list objects, in every version. */
  readonly readers: readonly string[];
  /** Put objects, which they cannot read or delete. */
  readonly writers: readonly string[];
}

const readActions = ["s3:GetObject", "s3:GetObjectVersion"];
const listActions = ["s3:GetBucketLocation", "s3:ListBucket"];
/** Large objects come in parts. https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions */
const writeActions = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"];

/**
 * The policy of a bucket with shared data.
 * @param bucket its ARN
 * @param keyArn the key in the bucket's Region: objects come under this one or not at all
 */
export function dataBucketPolicy(
  bucket: string,
  keyArn: string,
  users: BucketUsers,
  region: string,
): JsonPolicy {
  const objects = `${bucket}/*`;
  return {
    Version: "2012-10-17",
    Statement: [
      denyPlainHttp(bucket),
      ...otherEncryption(objects, keyArn),
      ...allowRoles("Read", users.readers, readActions, objects, region),
      ...allowRoles("List", users.readers, listActions, bucket, region),
      ...allowRoles("Write", users.writers, writeActions, objects, region),
    ],
  };
}

/**
 * What an identity policy of the other account must allow on the bucket, beside the use of its key.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-walkthroughs-managing-access-example2.html
 */
export function consumerBucketStatements(kind: keyof BucketUsers, bucket: string): readonly JsonStatement[] {
  const allow = (Sid: string, actions: string[], Resource: string): JsonStatement => ({
    Sid,
    Effect: "Allow",
    Action: oneOrSorted(actions),
    Resource,
  });
  return kind === "readers"
    ? [allow("Read", readActions, `${bucket}/*`), allow("List", listActions, bucket)]
    : [allow("Write", writeActions, `${bucket}/*`)];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html */
export function denyPlainHttp(bucket: string): JsonStatement {
  return {
    Sid: "DenyPlainHttp",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucket, `${bucket}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

const algorithm = "s3:x-amz-server-side-encryption";
const keyId = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const customerAlgorithm = "s3:x-amz-server-side-encryption-customer-algorithm";

/**
 * An upload that says nothing of encryption comes under the bucket's key by default. One that says something must say this
 * key: a negated operator also holds where the header is absent, so `Null` tells the two apart; and `aws:kms` without a key
 * means AWS's own key, whatever the bucket's default is.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
function otherEncryption(objects: string, keyArn: string): JsonStatement[] {
  const deny = (Sid: string, Condition: NonNullable<JsonStatement["Condition"]>): JsonStatement => ({
    Sid,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: objects,
    Condition,
  });
  return [
    deny("DenyOtherAlgorithms", {
      Null: { [algorithm]: "false" },
      StringNotEquals: { [algorithm]: "aws:kms" },
    }),
    deny("DenyOtherKeys", { Null: { [keyId]: "false" }, StringNotEquals: { [keyId]: keyArn } }),
    deny("DenyAwsManagedKey", { Null: { [keyId]: "true" }, StringEquals: { [algorithm]: "aws:kms" } }),
    deny("DenyCustomerProvidedKeys", { Null: { [customerAlgorithm]: "false" } }),
  ];
}

/**
 * The roles' accounts are the principals and the roles a condition: S3 refuses roles that do not exist as principals, and a
 * bucket comes before the stack that reads it. In other accounts the roles' own IAM policies must allow it too, either way.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-bucket-user-policy-specifying-principal-intro.html
 */
function allowRoles(
  Sid: string,
  roles: readonly string[],
  actions: readonly string[],
  Resource: string,
  region: string,
): JsonStatement[] {
  if (roles.length === 0) return [];
  const accounts = roles.map(accountOf).filter((account) => account !== undefined);
  const partition = partitionOf(region) ?? "aws";
  const roots = accounts.map((account) =>
    formatArn({ partition, service: "iam", region: "", account, resource: "root" }),
  );
  return [
    {
      Sid,
      Effect: "Allow",
      Principal: { AWS: oneOrSorted(roots) },
      Action: oneOrSorted(actions),
      Resource,
      Condition: { ArnEquals: { "aws:PrincipalArn": oneOrSorted(roles) } },
    },
  ];
}
