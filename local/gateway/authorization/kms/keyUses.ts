import { findAction } from "../../../../kms/actions";
import type { JsonObject } from "../../awsError";
import { keyIdOfCiphertext } from "../../kms/ciphertexts";

/** One operation of KMS, as a client asks for it. */
export interface KmsOperation {
  readonly operation: string;
  readonly input: JsonObject;
}

/** One permission that an operation needs. */
export interface KeyUse {
  /** `kms:Decrypt` */
  readonly action: string;
  /** The key as the request names it (id, ARN or alias); undefined where the action is about no key. */
  readonly keyId?: string;
  /** The ARN of what is asked about, where it is no key: `*`, or an alias by name. */
  readonly resource?: string;
  readonly region?: string;
  /** The request's own encryption context. */
  readonly encryptionContext?: unknown;
  /** Retiring concerns one grant only. */
  readonly grantId?: string;
}

/**
 * What an operation of KMS needs permission for.
 * https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
 * @returns undefined where the request names no key that it needs, or KMS has no such operation: then it is refused anyway
 */
export function keyUses({ operation, input }: KmsOperation): readonly KeyUse[] | undefined {
  switch (operation) {
    case "CreateAlias":
      return [onAlias(operation, input), ...onKey(operation, input.TargetKeyId)];
    case "DeleteAlias":
      return [onAlias(operation, input), ...onKey(operation, input.AliasName)];
    case "UpdateAlias":
      return [
        onAlias(operation, input),
        ...onKey(operation, input.AliasName),
        ...onKey(operation, input.TargetKeyId),
      ];
    case "CreateKey":
      return [onAnything("CreateKey"), ...tagging(input)];
    case "ReplicateKey": {
      const region = String(input.ReplicaRegion);
      return [
        ...onKey(operation, input.KeyId),
        { ...onAnything("CreateKey"), region },
        ...tagging(input).map((use) => ({ ...use, region })),
      ];
    }
    case "UpdatePrimaryRegion":
      return [
        ...onKey(operation, input.KeyId),
        ...onKey(operation, input.KeyId).map((use) => ({ ...use, region: String(input.PrimaryRegion) })),
      ];
    case "Decrypt":
      return decrypting(operation, input.KeyId, input.CiphertextBlob, input.EncryptionContext);
    case "ReEncrypt": {
      const from = decrypting(
        "ReEncryptFrom",
        input.SourceKeyId,
        input.CiphertextBlob,
        input.SourceEncryptionContext,
      );
      const to = onKey("ReEncryptTo", input.DestinationKeyId).map((use) => ({
        ...use,
        encryptionContext: input.DestinationEncryptionContext,
      }));
      return from && [...from, ...to];
    }
    case "RetireGrant":
      return onKey(operation, input.KeyId).map((use) => ({ ...use, grantId: String(input.GrantId) }));
    default:
      return ordinary(operation, input);
  }
}

function ordinary(operation: string, input: JsonObject): readonly KeyUse[] | undefined {
  const action = findAction(`kms:${operation}`);
  if (action === undefined) return undefined;
  if (!action.usesKey) return [onAnything(operation)];
  const uses = onKey(operation, input.KeyId);
  return uses.length === 0
    ? undefined
    : uses.map((use) => ({ ...use, encryptionContext: input.EncryptionContext }));
}

function decrypting(
  operation: string,
  keyId: unknown,
  ciphertext: unknown,
  encryptionContext: unknown,
): readonly KeyUse[] | undefined {
  const uses = onKey(operation, keyId ?? keyIdOfCiphertext(ciphertext));
  return uses.length === 0 ? undefined : uses.map((use) => ({ ...use, encryptionContext }));
}

function onKey(operation: string, keyId: unknown): readonly KeyUse[] {
  return typeof keyId === "string" ? [{ action: `kms:${operation}`, keyId }] : [];
}

function onAlias(operation: string, { AliasName }: JsonObject): KeyUse {
  return { action: `kms:${operation}`, resource: String(AliasName) };
}

function onAnything(operation: string): KeyUse {
  return { action: `kms:${operation}`, resource: "*" };
}

function tagging({ Tags }: JsonObject): readonly KeyUse[] {
  return Array.isArray(Tags) && Tags.length > 0 ? [onAnything("TagResource")] : [];
}
