/**
 * The actions of AWS KMS, as policies name them (`kms:Decrypt`).
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 */
import reference from "./data/actions.json";
import type { KeyUsage } from "./keySpecs";
import { fits } from "./policy/evaluate/pattern";

/** One action. */
export interface KmsAction {
  /** `kms:Decrypt`: policies may write it in any case. */
  readonly name: string;
  /** Whether it concerns a KMS key; where not, a key policy has no say (`kms:CreateKey`, `kms:ListAliases`). */
  readonly usesKey: boolean;
  /** Whether it works from another account. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html */
  readonly acrossAccounts: boolean;
  /** The condition keys of its requests beside the global ones; `*` stands for a variable part. */
  readonly conditionKeys: readonly string[];
  /** The usages of key that it needs; any where left out. */
  readonly usages?: readonly KeyUsage[];
}

const usagesByAction: Readonly<Record<string, readonly KeyUsage[]>> = {
  Decapsulate: ["ENCAPSULATE_DECAPSULATE"],
  Decrypt: ["ENCRYPT_DECRYPT"],
  DeriveSharedSecret: ["KEY_AGREEMENT"],
  Encapsulate: ["ENCAPSULATE_DECAPSULATE"],
  Encrypt: ["ENCRYPT_DECRYPT"],
  GenerateDataKey: ["ENCRYPT_DECRYPT"],
  GenerateDataKeyPair: ["ENCRYPT_DECRYPT"],
  GenerateDataKeyPairWithoutPlaintext: ["ENCRYPT_DECRYPT"],
  GenerateDataKeyWithoutPlaintext: ["ENCRYPT_DECRYPT"],
  GenerateMac: ["GENERATE_VERIFY_MAC"],
  GetPublicKey: ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT", "ENCAPSULATE_DECAPSULATE"],
  ReEncryptFrom: ["ENCRYPT_DECRYPT"],
  ReEncryptTo: ["ENCRYPT_DECRYPT"],
  Sign: ["SIGN_VERIFY"],
  Verify: ["SIGN_VERIFY"],
  VerifyMac: ["GENERATE_VERIFY_MAC"],
};

/** Every action, by name. */
export const kmsActions: readonly KmsAction[] = reference.map(({ name, ...action }) => ({
  ...action,
  name: `kms:${name}`,
  ...(usagesByAction[name] !== undefined && { usages: usagesByAction[name] }),
}));

/** By the name as the reference writes it, which is the usual case, and in lower case. */
const byName = new Map(
  kmsActions.flatMap((action) => [
    [action.name, action] as const,
    [action.name.toLowerCase(), action] as const,
  ]),
);

/** ML-KEM keys alone serve these. A bare `kms:*`, which is about keys of every kind, is not taken to speak of them. */
const mlKemOnly: ReadonlySet<string> = new Set(["kms:Decapsulate", "kms:Encapsulate"]);

const expansions = new Map<string, readonly string[]>();
const REMEMBERED = 1024;

/** The action of this name, in whatever case, or undefined where KMS has none. */
export function findAction(name: string): KmsAction | undefined {
  return byName.get(name) ?? byName.get(name.toLowerCase());
}

/**
 * The actions that an `Action` or `NotAction` value stands for: `kms:GenerateDataKey*` -> four names, sorted, in the
 * case of the reference. Empty where it stands for none. `*` and `kms:*` stand for all but the two of ML-KEM keys.
 */
export function expandAction(pattern: string): readonly string[] {
  const known = expansions.get(pattern);
  if (known !== undefined) return known;
  const written = pattern.toLowerCase();
  const names = kmsActions.map(({ name }) => name).filter((name) => fits(written, name.toLowerCase()));
  const expanded =
    written === "*" || written === "kms:*" ? names.filter((name) => !mlKemOnly.has(name)) : names;
  if (expansions.size >= REMEMBERED) expansions.clear();
  expansions.set(pattern, expanded);
  return expanded;
}

/** Whether the action, in whatever case, works on a key of another account; false for what is no action. */
export function worksAcrossAccounts(action: string): boolean {
  return findAction(action)?.acrossAccounts ?? false;
}

/** Whether a key of this usage can serve the action; an action that needs no particular usage can always be. */
export function fitsUsage(action: string, usage: KeyUsage): boolean {
  return findAction(action)?.usages?.includes(usage) ?? true;
}
