/** Resources that hold data and can encrypt it with a key. */
import type { Fact, Located, Reference } from "./fact";

/** A bucket, volume, database, topic, queue, secret, log group, table, trail, ... */
export interface ConsumerFacts extends Located {
  /** `bucket`, `log group`: for messages. */
  readonly kind: string;
  /** The property that names its key: `kmsMasterKeyId`. */
  readonly property: string;
  /** The customer's key, `alias/aws/...`, or undefined where none is named. */
  readonly key: Fact<Reference | undefined>;
  /** The bucket, for its encryption, which stands apart. */
  readonly bucket?: Fact<Reference | undefined>;
  /** Whether a bucket uses S3 Bucket Keys; undefined for anything else and for buckets without SSE-KMS. */
  readonly bucketKey: Fact<boolean> | undefined;
}
