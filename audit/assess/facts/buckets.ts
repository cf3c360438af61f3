/** What S3 encrypts a bucket's objects with -> facts. */
import type { ServerSideEncryptionRule } from "@aws-sdk/client-s3";
import type { ResourceFacts } from "../../../rulebook/facts";
import type { Place } from "../collect/place";
import { located, textReference } from "./located";

/** A bucket and its default encryption; without a rule S3 takes keys of its own. */
export function bucketFacts(
  name: string,
  rule: ServerSideEncryptionRule | undefined,
  { account, region }: Pick<Place, "account" | "region">,
): ResourceFacts {
  const { SSEAlgorithm = "AES256", KMSMasterKeyID } = rule?.ApplyServerSideEncryptionByDefault ?? {};
  const id = `arn:${account.partition}:s3:::${name}`;
  return {
    consumer: {
      ...located({ id, type: "AWS::S3::Bucket", name }, account.id, region),
      kind: "bucket",
      property: "KMSMasterKeyID",
      key: textReference(KMSMasterKeyID),
      bucket: textReference(name),
      bucketKey: SSEAlgorithm === "aws:kms" ? rule?.BucketKeyEnabled === true : undefined,
    },
  };
}
