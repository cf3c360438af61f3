/** Where a shared bucket is and what it is called: known before anything exists, so that key policies can name it. */
import { partitionOf } from "../../kms/partitions";

/** The Regions of a shared bucket and the beginning of its names. */
export interface BucketPlace {
  /** Lower-case letters, digits and `-`: the buckets are called `<bucketName>-<Region>`. */
  readonly bucketName: string;
  readonly region: string;
  /** Objects are copied to a bucket in this Region. @default to none */
  readonly replicaRegion?: string;
}

/** The longest name that S3 takes. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const MAX_BUCKET_NAME_LENGTH = 63;

/** The Regions where the data is. */
export function regionsOf({ region, replicaRegion }: BucketPlace): string[] {
  return replicaRegion === undefined ? [region] : [region, replicaRegion];
}

/** The name of the bucket in a Region. */
export function bucketIn({ bucketName }: Pick<BucketPlace, "bucketName">, region: string): string {
  return `${bucketName}-${region}`;
}

/** The name of the bucket that takes the access logs of the one in a Region. */
export function logBucketIn(place: Pick<BucketPlace, "bucketName">, region: string): string {
  return `${bucketIn(place, region)}-logs`;
}

/** The ARN of a bucket; it names neither Region nor account. */
export function bucketArn(name: string, region: string): string {
  return `arn:${partitionOf(region) ?? "aws"}:s3:::${name}`;
}

/** The ARNs of the bucket's data in every Region. */
export function dataArns(place: BucketPlace): string[] {
  return regionsOf(place).map((region) => bucketArn(bucketIn(place, region), region));
}
