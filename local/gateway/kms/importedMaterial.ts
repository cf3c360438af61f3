import { createHash } from "node:crypto";
import { z } from "zod";
import { AwsError, type JsonObject } from "../awsError";
import type { Call, CallMend, Next } from "../mend";
import type { ImportParameters, ImportTokens } from "./importParameters";
import { describeKey, parseKeyMetadata, type KeyMetadata } from "./key";
import type { ImportedMaterial, KeyMemory } from "./keyMemory";
import { unwrapKeyMaterial, wrapKeyMaterial } from "./wrapping";

const importRequest = z.looseObject({
  ImportToken: z.string(),
  EncryptedKeyMaterial: z.base64(),
  ImportType: z.enum(["NEW_KEY_MATERIAL", "EXISTING_KEY_MATERIAL"]).optional(),
  ExpirationModel: z
    .enum(["KEY_MATERIAL_EXPIRES", "KEY_MATERIAL_DOES_NOT_EXPIRE"])
    .default("KEY_MATERIAL_EXPIRES"),
  ValidTo: z.number().optional(),
});

/** Imported key material expires, can be deleted, and comes back only as the same. */
export const importedMaterial = (memory: KeyMemory, tokens: ImportTokens): CallMend => ({
  name: "imported key material",
  service: "kms",
  operations: ["ImportKeyMaterial", "DeleteImportedKeyMaterial", "DescribeKey", "EnableKey", "DisableKey"],
  aws: "imported key material has a date when it expires; deleted or expired, the key is `PendingImport` until the same material is imported again; each replica needs its own import of the primary's material",
  docs: "https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html",
  localEmu:
    "forgets the date, takes other material, cannot use a key again after its material was deleted, and copies the material to replicas",
  answer: async (call, next) => {
    switch (call.operation) {
      case "ImportKeyMaterial":
        return importMaterial(call, next, memory, tokens);
      case "DeleteImportedKeyMaterial":
        return deleteMaterial(call, memory);
      case "DescribeKey":
        return { KeyMetadata: withMaterial(parseKeyMetadata((await next()).KeyMetadata), memory) };
      default:
        assertNotPendingImport(withMaterial(await describeKey(call, call.input.KeyId), memory));
        return next();
    }
  },
});

/** Throws KMSInvalidStateException where imported key material is missing. */
export function assertNotPendingImport({ Arn, KeyState }: KeyMetadata): void {
  if (KeyState === "PendingImport")
    throw new AwsError("KMSInvalidStateException", `${Arn} is pending import.`);
}

/** Whether the key material of a key is gone: deleted, expired or never imported. */
export function lacksMaterial({ material }: { readonly material?: ImportedMaterial | undefined }): boolean {
  if (material === undefined) return false;
  return !material.isPresent || (material.validTo !== undefined && material.validTo * 1000 <= Date.now());
}

function withMaterial(key: KeyMetadata, memory: KeyMemory): KeyMetadata {
  const record = memory.key(key.Arn);
  if (key.Origin !== "EXTERNAL" || record.material === undefined) return key;
  const { expirationModel: ExpirationModel, validTo: ValidTo } = record.material;
  if (!lacksMaterial(record)) return { ...key, ExpirationModel, ValidTo };
  const state = key.KeyState === "PendingDeletion" ? {} : { KeyState: "PendingImport", Enabled: false };
  return { ...key, ...state, ExpirationModel: undefined, ValidTo: undefined };
}

async function importMaterial(
  call: Call,
  next: Next,
  memory: KeyMemory,
  tokens: ImportTokens,
): Promise<JsonObject> {
  const key = await describeImportable(call);
  const request = parseImportRequest(call.input);
  const parameters = tokens.get(request.ImportToken);
  assertToken(parameters, key);
  const wrapped = Buffer.from(request.EncryptedKeyMaterial, "base64");
  const material = unwrapKeyMaterial(parameters.algorithm, parameters.privateKey, wrapped);
  const fingerprint = createHash("sha256").update(material).digest("hex");
  const { materials } = memory.shared(key.Arn);
  const isKnown = materials.has(fingerprint);
  const isRotation = request.ImportType === "NEW_KEY_MATERIAL" && key.KeySpec === "SYMMETRIC_DEFAULT";
  if (materials.size > 0 && !isKnown && !isRotation) {
    throw new AwsError(
      "IncorrectKeyMaterialException",
      `${key.Arn} takes only the key material that it had before.`,
    );
  }
  let KeyMaterialId = key.CurrentKeyMaterialId;
  // LocalEmu still has material that AWS would have deleted: it must not be given it a second time.
  if (key.KeyState === "PendingImport" || !isKnown) {
    const EncryptedKeyMaterial = wrapKeyMaterial(parameters.localEmuPublicKey, material).toString("base64");
    ({ KeyMaterialId } = await next({ ...call.input, EncryptedKeyMaterial }));
  }
  materials.add(fingerprint);
  const { ExpirationModel: expirationModel, ValidTo: validTo } = request;
  memory.key(key.Arn).material = { isPresent: true, expirationModel, validTo };
  return { KeyId: key.Arn, KeyMaterialId };
}

async function deleteMaterial(call: Call, memory: KeyMemory): Promise<JsonObject> {
  const key = await describeImportable(call);
  memory.key(key.Arn).material = { isPresent: false };
  return { KeyId: key.Arn, KeyMaterialId: key.CurrentKeyMaterialId };
}

async function describeImportable(call: Call): Promise<KeyMetadata> {
  const key = await describeKey(call, call.input.KeyId);
  if (key.Origin !== "EXTERNAL") {
    throw new AwsError(
      "UnsupportedOperationException",
      `${key.Arn} origin is ${key.Origin} which is not valid for this operation.`,
    );
  }
  if (key.KeyState === "PendingDeletion") {
    throw new AwsError("KMSInvalidStateException", `${key.Arn} is pending deletion.`);
  }
  return key;
}

function parseImportRequest(input: JsonObject): z.infer<typeof importRequest> {
  const parsed = importRequest.safeParse(input);
  if (!parsed.success) throw new AwsError("ValidationException", z.prettifyError(parsed.error));
  const { ExpirationModel, ValidTo } = parsed.data;
  if ((ExpirationModel === "KEY_MATERIAL_EXPIRES") !== (ValidTo !== undefined)) {
    throw new AwsError(
      "ValidationException",
      "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES, and only then",
    );
  }
  if (ValidTo !== undefined && ValidTo * 1000 <= Date.now()) {
    throw new AwsError("ValidationException", "The validTo date must be in the future");
  }
  return parsed.data;
}

function assertToken(
  parameters: ImportParameters | undefined,
  { Arn }: KeyMetadata,
): asserts parameters is ImportParameters {
  if (parameters?.keyArn !== Arn) {
    throw new AwsError("InvalidImportTokenException", `the import token is not one for ${Arn}`);
  }
  if (parameters.validTo < Date.now()) {
    throw new AwsError("ExpiredImportTokenException", "an import token is valid for 24 hours");
  }
}
