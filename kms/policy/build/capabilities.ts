/**
 * What a principal may be able to do with a key, as sets of actions.
 * https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
 */
import type { KeySpec, KeyUsage } from "../../keySpecs";

const actionsByCapability = {
  /** `ReEncryptTo` is encryption under this key of what another key decrypts. */
  encrypt: ["kms:Encrypt", "kms:ReEncryptTo"],
  /** `ReEncryptFrom` is decryption under this key of what another key encrypts. */
  decrypt: ["kms:Decrypt", "kms:ReEncryptFrom"],
  generateDataKey: ["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
  generateDataKeyPair: ["kms:GenerateDataKeyPair", "kms:GenerateDataKeyPairWithoutPlaintext"],
  /** What the AWS console gives to a user of an encryption key. */
  encryptDecrypt: [
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
  ],
  sign: ["kms:Sign"],
  verify: ["kms:Verify"],
  generateMac: ["kms:GenerateMac"],
  verifyMac: ["kms:VerifyMac"],
  deriveSharedSecret: ["kms:DeriveSharedSecret"],
  encapsulate: ["kms:Encapsulate"],
  decapsulate: ["kms:Decapsulate"],
  getPublicKey: ["kms:GetPublicKey"],
  describe: ["kms:DescribeKey"],
} as const satisfies Readonly<Record<string, readonly `kms:${string}`[]>>;

/** Something that one can do with a key. */
export type Capability = keyof typeof actionsByCapability;

/** Every capability. */
export const capabilities = Object.keys(actionsByCapability) as readonly Capability[];

/** Which usage of a key a capability needs; any where none is named. */
const usageOfCapability: Readonly<Partial<Record<Capability, KeyUsage>>> = {
  encrypt: "ENCRYPT_DECRYPT",
  decrypt: "ENCRYPT_DECRYPT",
  generateDataKey: "ENCRYPT_DECRYPT",
  generateDataKeyPair: "ENCRYPT_DECRYPT",
  encryptDecrypt: "ENCRYPT_DECRYPT",
  sign: "SIGN_VERIFY",
  verify: "SIGN_VERIFY",
  generateMac: "GENERATE_VERIFY_MAC",
  verifyMac: "GENERATE_VERIFY_MAC",
  deriveSharedSecret: "KEY_AGREEMENT",
  encapsulate: "ENCAPSULATE_DECAPSULATE",
  decapsulate: "ENCAPSULATE_DECAPSULATE",
};

/** Actions that a key of this spec can never serve, although its usage fits: data keys come from symmetric keys alone. */
const symmetricOnly: ReadonlySet<string> = new Set([
  ...actionsByCapability.generateDataKey,
  ...actionsByCapability.generateDataKeyPair,
]);

/** Actions whose requests carry an encryption context. */
export const encryptionContextActions: ReadonlySet<string> = new Set([
  ...actionsByCapability.encrypt,
  ...actionsByCapability.decrypt,
  ...symmetricOnly,
]);

/** The actions of several capabilities on a key of this spec, sorted, each once. */
export function actionsOf(wanted: readonly Capability[], spec: KeySpec): string[] {
  const actions = new Set(wanted.flatMap((capability) => [...actionsByCapability[capability]]));
  return [...actions].filter((action) => spec === "SYMMETRIC_DEFAULT" || !symmetricOnly.has(action)).sort();
}

/** Why a key cannot serve a capability, or undefined where it can. */
export function whyImpossible(
  capability: Capability,
  { spec, usage }: { readonly spec: KeySpec; readonly usage: KeyUsage },
): string | undefined {
  const needed = usageOfCapability[capability];
  if (needed !== undefined && needed !== usage)
    return `needs a key for ${needed}, and this one is for ${usage}`;
  const asymmetric = spec !== "SYMMETRIC_DEFAULT" && usage !== "GENERATE_VERIFY_MAC";
  if (capability === "getPublicKey" && !asymmetric) return `needs an asymmetric key, and this one is ${spec}`;
  const onlySymmetric = capability === "generateDataKey" || capability === "generateDataKeyPair";
  return onlySymmetric && spec !== "SYMMETRIC_DEFAULT"
    ? `needs a symmetric encryption key, and this one is ${spec}`
    : undefined;
}
