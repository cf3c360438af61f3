/** The key that a policy is built for. */
import type { KeyOrigin, KeySpec, KeyUsage } from "../../keySpecs";
import type { Partition } from "../../partitions";

/** What {@link buildKeyPolicy} must know of the key. */
export interface KeyPolicyContext {
  /** The owner: 12 digits. */
  readonly accountId: string;
  /** The Region of this key, for which service names and ARNs are written. */
  readonly region: string;
  /** The Region that free statements and ARNs in the intent are written for. @default the key's own */
  readonly primaryRegion?: string;
  /** @default SYMMETRIC_DEFAULT */
  readonly spec?: KeySpec;
  /** @default the first usage of the spec */
  readonly usage?: KeyUsage;
  /** @default AWS_KMS */
  readonly origin?: KeyOrigin;
  /** Whether the key is a multi-Region key, which administrators may replicate. @default false */
  readonly multiRegion?: boolean;
  /** The Regions of the primary key and its replicas: administrators may replicate to these alone. @default any Region */
  readonly relatedRegions?: readonly string[];
}

/** A {@link KeyPolicyContext} with its defaults filled in and its partition known. */
export interface KeyFrame extends Required<Omit<KeyPolicyContext, "relatedRegions">> {
  readonly relatedRegions: readonly string[] | undefined;
  readonly partition: Partition;
}
