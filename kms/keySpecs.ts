/**
 * What each kind of KMS key allows: an allow-list, so that a spec that nobody described is refused instead of guessed.
 * https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-compare.html
 */
import { PARTITIONS, type Partition } from "./partitions";

/** Days between automatic rotations. https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html */
export const ROTATION_PERIOD_IN_DAYS = { min: 90, max: 2560 } as const;
/** Days between automatic rotations that AWS takes where none is given. */
export const DEFAULT_ROTATION_PERIOD_IN_DAYS = 365;
/** Days from a deletion to the loss of the key. https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html */
export const DELETION_WINDOW_IN_DAYS = { min: 7, max: 30 } as const;
/** Days that AWS waits with a deletion where no window is given. */
export const DEFAULT_DELETION_WINDOW_IN_DAYS = 30;
/** Characters of a key's description. https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html */
export const MAX_DESCRIPTION_LENGTH = 8192;
/** Bytes of a key policy document. https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
export const MAX_POLICY_BYTES = 32_768;
/**
 * How an alias is written, in at most 256 characters; those that begin with `alias/aws/` are AWS's own.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
 */
export const ALIAS_NAME_PATTERN = /^alias\/[a-zA-Z0-9/_-]{1,250}$/;

/** What a key is for. https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html#KMS-CreateKey-request-KeyUsage */
export type KeyUsage =
  "ENCRYPT_DECRYPT" | "SIGN_VERIFY" | "GENERATE_VERIFY_MAC" | "KEY_AGREEMENT" | "ENCAPSULATE_DECAPSULATE";

/** Where the key material comes from. https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html#KMS-CreateKey-request-Origin */
export type KeyOrigin = "AWS_KMS" | "EXTERNAL" | "AWS_CLOUDHSM" | "EXTERNAL_KEY_STORE";

interface SpecTraits {
  /** The first one is what a key of this spec is for where nothing is said. */
  readonly usages: readonly [KeyUsage, ...KeyUsage[]];
  readonly origins: readonly KeyOrigin[];
  /** Partitions that know the spec; every one if left out. */
  readonly partitions?: readonly Partition[];
}

// Custom key stores hold symmetric encryption keys alone: https://docs.aws.amazon.com/kms/latest/developerguide/key-store-overview.html
const everyOrigin = ["AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"] as const;
// https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-conceptual.html
const kmsOrImported = ["AWS_KMS", "EXTERNAL"] as const;
const outsideChina = PARTITIONS.filter((partition) => partition !== "aws-cn");

const rsa = { usages: ["ENCRYPT_DECRYPT", "SIGN_VERIFY"], origins: kmsOrImported } as const;
const nistCurve = { usages: ["SIGN_VERIFY", "KEY_AGREEMENT"], origins: kmsOrImported } as const;
const signingCurve = { usages: ["SIGN_VERIFY"], origins: kmsOrImported } as const;
const hmac = { usages: ["GENERATE_VERIFY_MAC"], origins: kmsOrImported } as const;
const mlDsa = { usages: ["SIGN_VERIFY"], origins: kmsOrImported } as const;
const mlKem = {
  usages: ["ENCAPSULATE_DECAPSULATE"],
  origins: ["AWS_KMS"],
  partitions: outsideChina,
} as const;

const traits = {
  SYMMETRIC_DEFAULT: { usages: ["ENCRYPT_DECRYPT"], origins: everyOrigin },
  RSA_2048: rsa,
  RSA_3072: rsa,
  RSA_4096: rsa,
  ECC_NIST_P256: nistCurve,
  ECC_NIST_P384: nistCurve,
  ECC_NIST_P521: nistCurve,
  ECC_NIST_EDWARDS25519: signingCurve,
  ECC_SECG_P256K1: signingCurve,
  SM2: {
    usages: ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT"],
    origins: kmsOrImported,
    partitions: ["aws-cn"],
  },
  HMAC_224: hmac,
  HMAC_256: hmac,
  HMAC_384: hmac,
  HMAC_512: hmac,
  ML_DSA_44: mlDsa,
  ML_DSA_65: mlDsa,
  ML_DSA_87: mlDsa,
  ML_KEM_512: mlKem,
  ML_KEM_768: mlKem,
  ML_KEM_1024: mlKem,
} as const satisfies Readonly<Record<string, SpecTraits>>;

/** A key spec: the cryptographic kind of a key. */
export type KeySpec = keyof typeof traits;

/** Every key spec. */
export const keySpecs = Object.keys(traits) as readonly KeySpec[];
/** Every key usage. */
export const keyUsages: readonly KeyUsage[] = [
  "ENCRYPT_DECRYPT",
  "SIGN_VERIFY",
  "GENERATE_VERIFY_MAC",
  "KEY_AGREEMENT",
  "ENCAPSULATE_DECAPSULATE",
];
/** Every origin of key material. */
export const keyOrigins: readonly KeyOrigin[] = everyOrigin;

/** Whether AWS KMS has such a key spec. */
export function isKeySpec(value: string): value is KeySpec {
  return Object.hasOwn(traits, value);
}

/** What keys of a spec can be for; the first is the default. A key has one usage, for ever. */
export function usagesOf(spec: KeySpec): readonly [KeyUsage, ...KeyUsage[]] {
  return traits[spec].usages;
}

/** Where the key material of keys of a spec can come from. */
export function originsOf(spec: KeySpec): readonly KeyOrigin[] {
  return traits[spec].origins;
}

/** The partitions that have the spec: SM2 is China's alone, ML-KEM is everybody else's. */
export function partitionsOf(spec: KeySpec): readonly Partition[] {
  const { partitions = PARTITIONS }: SpecTraits = traits[spec];
  return partitions;
}

/** Whether a spec has the usage. */
export function allowsUsage(spec: KeySpec, usage: KeyUsage): boolean {
  return usagesOf(spec).includes(usage);
}

/** Whether a spec can have material of the origin. */
export function allowsOrigin(spec: KeySpec, origin: KeyOrigin): boolean {
  return originsOf(spec).includes(origin);
}

/**
 * Whether AWS KMS can rotate the key by itself: symmetric encryption keys with material that AWS KMS made, outside custom key stores.
 * https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys-enable.html
 */
export function canRotate({ spec, origin }: { readonly spec: KeySpec; readonly origin: KeyOrigin }): boolean {
  return spec === "SYMMETRIC_DEFAULT" && origin === "AWS_KMS";
}

/**
 * Whether the key can have replicas in other Regions: every spec can, but not in a custom key store.
 * https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
 */
export function canBeMultiRegion({
  spec,
  origin,
}: {
  readonly spec: KeySpec;
  readonly origin: KeyOrigin;
}): boolean {
  return allowsOrigin(spec, origin) && origin !== "AWS_CLOUDHSM" && origin !== "EXTERNAL_KEY_STORE";
}
