/** How the roles of a shared bucket use its key: through S3 and for this bucket alone. */
import { accountOf } from "../../kms/arn";
import type { Capability } from "../../kms/policy/build/capabilities";
import type { KeyShare } from "../../kms/policy/build/intent";
import type { BucketUsers } from "./bucketAccess";
import { type BucketPlace, dataArns } from "./bucketPlace";

interface Bucket extends BucketPlace, BucketUsers {
  readonly accountId: string;
}

/**
 * The share by which a bucket's roles of other accounts use its key, or undefined where it has none.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
export function bucketShare(name: string, bucket: Bucket, kind: keyof BucketUsers): KeyShare | undefined {
  const roles = bucket[kind].filter((role) => accountOf(role) !== bucket.accountId);
  const accounts = [...new Set(roles.map(accountOf).filter((account) => account !== undefined))];
  return roles.length === 0
    ? undefined
    : { ...useOf(name, bucket, kind), principals: accounts, principalArns: roles };
}

/** Who puts large objects in parts must decrypt the parts' data key too. */
const capabilitiesOf: Readonly<Record<keyof BucketUsers, readonly Capability[]>> = {
  readers: ["decrypt"],
  writers: ["decrypt", "generateDataKey"],
};

/** The use of the key by readers or writers, whoever they are. */
export function useOf(
  name: string,
  bucket: BucketPlace,
  kind: keyof BucketUsers,
): Omit<KeyShare, "principals"> {
  const purpose = `${name}-${kind}`.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) =>
    letter.toUpperCase(),
  );
  return {
    name: purpose.replaceAll("-", ""),
    capabilities: capabilitiesOf[kind],
    viaServices: ["s3"],
    // With a bucket key the encryption context is the bucket's ARN, without one the object's.
    encryptionContext: { "aws:s3:arn": dataArns(bucket).flatMap((arn) => [arn, `${arn}/*`]) },
  };
}
