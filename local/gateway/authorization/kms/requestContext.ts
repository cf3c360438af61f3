import type { JsonObject } from "../../awsError";
import { isJsonObject } from "../../protocol";
import type { RequestContext } from "../../../../kms/policy/evaluate/request";
import type { KeyMetadata } from "../../kms/key";

/** Input of a request -> the condition key that tells it. */
const fromInput: Readonly<Record<string, string>> = {
  BypassPolicyLockoutSafetyCheck: "kms:BypassPolicyLockoutSafetyCheck",
  CustomKeyStoreId: "kms:CustomKeyStoreId",
  EncryptionAlgorithm: "kms:EncryptionAlgorithm",
  ExpirationModel: "kms:ExpirationModel",
  GranteePrincipal: "kms:GranteePrincipal",
  KeyAgreementAlgorithm: "kms:KeyAgreementAlgorithm",
  KeyPairSpec: "kms:DataKeyPairSpec",
  KeySpec: "kms:KeySpec",
  KeyUsage: "kms:KeyUsage",
  MacAlgorithm: "kms:MacAlgorithm",
  MessageType: "kms:MessageType",
  MultiRegion: "kms:MultiRegion",
  Operations: "kms:GrantOperations",
  Origin: "kms:KeyOrigin",
  PendingWindowInDays: "kms:ScheduleKeyDeletionPendingWindowInDays",
  PrimaryRegion: "kms:PrimaryRegion",
  ReplicaRegion: "kms:ReplicaRegion",
  RetiringPrincipal: "kms:RetiringPrincipal",
  RotationPeriodInDays: "kms:RotationPeriodInDays",
  SigningAlgorithm: "kms:SigningAlgorithm",
  ValidTo: "kms:ValidTo",
  WrappingAlgorithm: "kms:WrappingAlgorithm",
  WrappingKeySpec: "kms:WrappingKeySpec",
};

/**
 * The condition keys that a request to KMS carries by what it asks.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export function inputContext(operation: string, input: JsonObject): RequestContext {
  const context: Record<string, string | readonly string[]> = {};
  for (const [name, key] of Object.entries(fromInput)) {
    const text = textOf(input[name]);
    // A data key's length has the name of a key's spec.
    if (text !== undefined && !(name === "KeySpec" && operation.startsWith("GenerateDataKey")))
      context[key] = text;
  }
  if (operation === "CreateKey") {
    context["kms:KeySpec"] ??= textOf(input.CustomerMasterKeySpec) ?? "SYMMETRIC_DEFAULT";
    context["kms:KeyUsage"] ??= "ENCRYPT_DECRYPT";
    context["kms:KeyOrigin"] ??= "AWS_KMS";
    context["kms:MultiRegion"] ??= "false";
  }
  if (operation === "CreateGrant") {
    const { EncryptionContextSubset, EncryptionContextEquals } = isJsonObject(input.Constraints)
      ? input.Constraints
      : {};
    context["kms:GrantIsForAWSResource"] = "false";
    if (EncryptionContextEquals !== undefined) context["kms:GrantConstraintType"] = "EncryptionContextEquals";
    else if (EncryptionContextSubset !== undefined)
      context["kms:GrantConstraintType"] = "EncryptionContextSubset";
    Object.assign(context, encryptionContext(EncryptionContextEquals ?? EncryptionContextSubset));
  }
  const tags = Array.isArray(input.Tags) ? input.Tags.filter(isJsonObject) : [];
  for (const { TagKey, TagValue } of tags) context[`aws:RequestTag/${String(TagKey)}`] = String(TagValue);
  const tagKeys = tags.map(({ TagKey }) => String(TagKey)).concat(textsOf(input.TagKeys));
  if (tagKeys.length > 0) context["aws:TagKeys"] = tagKeys;
  return context;
}

/** The condition keys that an encryption context makes. */
export function encryptionContext(pairs: unknown): RequestContext {
  if (!isJsonObject(pairs) || Object.keys(pairs).length === 0) return {};
  return {
    ...Object.fromEntries(
      Object.entries(pairs).map(([key, value]) => [`kms:EncryptionContext:${key}`, String(value)]),
    ),
    "kms:EncryptionContextKeys": Object.keys(pairs),
  };
}

/** The condition keys that the key makes that a request is about. */
export function keyContext({ MultiRegionConfiguration, ...key }: KeyMetadata): RequestContext {
  return {
    "kms:KeySpec": key.KeySpec,
    "kms:KeyUsage": key.KeyUsage,
    "kms:KeyOrigin": key.Origin,
    "kms:MultiRegion": String(key.MultiRegion),
    ...(MultiRegionConfiguration !== undefined && {
      "kms:MultiRegionKeyType": MultiRegionConfiguration.MultiRegionKeyType,
      "kms:PrimaryRegion": MultiRegionConfiguration.PrimaryKey.Region,
    }),
  };
}

function textOf(value: unknown): string | readonly string[] | undefined {
  if (Array.isArray(value)) return textsOf(value);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
