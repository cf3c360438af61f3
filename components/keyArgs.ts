/** The arguments of {@link MultiRegionKey}. */
import type * as pulumi from "@pulumi/pulumi";
import type { KeySpec, KeyUsage } from "../kms/keySpecs";
import type { KeyPolicyIntent } from "../kms/policy/build/intent";

/** Where the key material comes from. https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-origin */
export type KeyMaterial =
  /** AWS KMS makes it. */
  | { readonly from: "aws" }
  /**
   * You import it. Without `base64` the key waits (PendingImport) for material imported outside Pulumi, which keeps it
   * out of the stack's state altogether. `validTo` (RFC 3339) is when AWS deletes the material; for ever if left out.
   */
  | { readonly from: "import"; readonly base64?: pulumi.Input<string>; readonly validTo?: string }
  /** An AWS CloudHSM key store makes it. */
  | { readonly from: "cloudHsm"; readonly customKeyStoreId: string }
  /** It stays in a key manager outside AWS. */
  | { readonly from: "externalKeyStore"; readonly customKeyStoreId: string; readonly xksKeyId: string };

/** Describes a key. What AWS fixes when a key is created says so: changing it replaces the key, and its data is lost. */
export interface MultiRegionKeyArgs {
  /** The account that owns the key: 12 digits. Its key policies are written for this account. */
  readonly accountId: string;
  /** What the key is for, the same in every Region. At most 8,192 characters. */
  readonly description: string;
  /** `alias/` and letters, digits, `/`, `_` or `-`; the same in every Region. */
  readonly alias: string;
  /** The Region of the primary key. Fixed once the key exists; AWS can move a primary (UpdatePrimaryRegion). */
  readonly primaryRegion: string;
  /** The Regions of the replica keys, of the primary Region's partition. @default [] */
  readonly replicaRegions?: readonly string[];
  /**
   * The Regions that administrators may replicate the key to, or move its primary to. They are the environment's, not the
   * key's own, so that a Region more or less does not change the policies of the others. @default administrators may do
   * neither: only who has the right by an IAM policy of the account
   */
  readonly allowedRegions?: readonly string[];
  /** Whether the key can ever have replicas. Fixed once the key exists. @default true where KMS allows it */
  readonly multiRegion?: boolean;
  /** Fixed once the key exists. @default SYMMETRIC_DEFAULT */
  readonly spec?: KeySpec;
  /** Fixed once the key exists. @default the spec's only usage, or encryption where it has several */
  readonly usage?: KeyUsage;
  /** Fixed once the key exists, as to where it comes from. @default AWS KMS makes it */
  readonly material?: KeyMaterial;
  /** Automatic rotation. @default true where the key can rotate */
  readonly rotation?: boolean;
  /** Days between rotations: 90 to 2560. @default 365 */
  readonly rotationPeriodInDays?: number;
  /** Days from a deletion to the loss of the key: 7 to 30. @default 30 */
  readonly deletionWindowInDays?: number;
  /** A disabled key encrypts and decrypts nothing. @default true */
  readonly enabled?: boolean;
  /** Who may do what, or a whole key policy as JSON; localized for each Region either way. */
  readonly policy: KeyPolicyIntent | string;
  /** The same in every Region. */
  readonly tags?: Readonly<Record<string, string>>;
  /** A key that exists already and that the stack takes over. */
  readonly adopt?: {
    /** The key id: `mrk-...` or a UUID. */
    readonly keyId: string;
    /** Replica Regions where the key and its alias exist already, beside the primary Region. @default [] */
    readonly replicaRegions?: readonly string[];
    /** Whether the alias exists already in these Regions. @default true */
    readonly alias?: boolean;
  };
}
