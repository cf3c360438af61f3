import * as s3 from "@pulumi/aws/s3";
import type * as pulumi from "@pulumi/pulumi";

/** A private bucket whose objects are under another account's key. */
export function ownBucket(
  name: string,
  { bucketName, keyArn }: { readonly bucketName: string; readonly keyArn: pulumi.Input<string> },
): s3.Bucket {
  const bucket = new s3.Bucket(name, { bucket: bucketName, forceDestroy: true });
  const of = { bucket: bucket.bucket };
  new s3.BucketOwnershipControls(name, { ...of, rule: { objectOwnership: "BucketOwnerEnforced" } });
  const closed = new s3.BucketPublicAccessBlock(name, {
    ...of,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  // Across accounts a key is named by its ARN: an alias or an id would be looked for in the own account.
  new s3.BucketServerSideEncryptionConfiguration(name, {
    ...of,
    rules: [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
        bucketKeyEnabled: true,
      },
    ],
  });
  new s3.BucketPolicy(
    name,
    {
      ...of,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "DenyPlainHttp",
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: [`arn:aws:s3:::${bucketName}`, `arn:aws:s3:::${bucketName}/*`],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      }),
    },
    { dependsOn: [closed] },
  );
  return bucket;
}
