/**
 * What actions amount to.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators
 */

/** Cryptographic use of the key. */
export const useActions: ReadonlySet<string> = new Set([
  "kms:Decapsulate",
  "kms:Decrypt",
  "kms:DeriveSharedSecret",
  "kms:Encapsulate",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyPair",
  "kms:GenerateDataKeyPairWithoutPlaintext",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:GenerateMac",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:Sign",
  "kms:Verify",
  "kms:VerifyMac",
]);

/** Changes to the key itself. Grants, tags, aliases and reading are neither administration nor use by themselves. */
export const administrationActions: ReadonlySet<string> = new Set([
  "kms:CancelKeyDeletion",
  "kms:DeleteImportedKeyMaterial",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:ImportKeyMaterial",
  "kms:PutKeyPolicy",
  "kms:ReplicateKey",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:UpdateKeyDescription",
  "kms:UpdatePrimaryRegion",
]);

/** By these somebody gives power to others or to himself: a policy, a grant, a replica with a policy of its own, an alias that points elsewhere. */
export const escalationActions: ReadonlySet<string> = new Set([
  "kms:CreateGrant",
  "kms:PutKeyPolicy",
  "kms:ReplicateKey",
  "kms:UpdateAlias",
]);

/** By these somebody ends the protection of all data under the key, or gives it away. */
export const destructiveActions: ReadonlySet<string> = new Set([
  "kms:DeleteImportedKeyMaterial",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
]);

/** By these somebody changes which aliases a key has, and so what conditions on aliases let through. */
export const aliasActions: ReadonlySet<string> = new Set([
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:UpdateAlias",
]);

/** The same for tags. */
export const tagActions: ReadonlySet<string> = new Set(["kms:TagResource", "kms:UntagResource"]);
