import { partitionOf } from "../../../kms/partitions";
import { AwsError, type JsonObject } from "../awsError";
import type { Call, CallMend, Next } from "../mend";
import { describeKey } from "./key";
import type { KeyMemory } from "./keyMemory";
import { findRelatedKeys } from "./relatedKeys";

/** LocalEmu begins a ciphertext with the key id: 36 characters, a UUID or `mrk-` and 32 hexadecimal digits. */
const keyIdBytes = 36;

/** A ciphertext finds its key. */
export const ciphertexts = (memory: KeyMemory): CallMend => ({
  name: "finding the key of a ciphertext",
  service: "kms",
  operations: ["Decrypt", "ReEncrypt"],
  aws: "a ciphertext names its key, also one of another account; related keys decrypt each other's ciphertexts after rotations too; a key that is not in the Region is `AccessDeniedException`, what is no ciphertext `InvalidCiphertextException`",
  docs: "https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html",
  localEmu:
    "looks for the key in the caller's account only, rotates one Region's copy of a multi-Region key, and answers `NotFoundException`",
  answer: (call, next) => (call.operation === "Decrypt" ? decrypt(call, next, memory) : reEncrypt(call)),
});

async function decrypt(call: Call, next: Next, memory: KeyMemory): Promise<JsonObject> {
  try {
    return await next();
  } catch (error) {
    const keyId = keyIdOfCiphertext(call.input.CiphertextBlob);
    if (!(error instanceof AwsError)) throw error;
    if (error.code === "InvalidCiphertextException" && keyId !== undefined) {
      return decryptByRelatedKey(call, call.input.KeyId ?? keyId, memory, error);
    }
    if (error.code !== "NotFoundException" || call.input.KeyId !== undefined) throw error;
    if (keyId === undefined) throw new AwsError("InvalidCiphertextException", "");
    const owner = memory.ownerOf(keyId);
    if (owner === undefined) throw notInRegion();
    const arn = `arn:${partitionOf(call.region) ?? "aws"}:kms:${call.region}:${owner}:key/${keyId}`;
    return next({ ...call.input, KeyId: arn }).catch((refused: unknown) => {
      throw refused instanceof AwsError && refused.code === "NotFoundException" ? notInRegion() : refused;
    });
  }
}

/** After a rotation LocalEmu has the new key material in one Region only: the others ask there. */
async function decryptByRelatedKey(
  call: Call,
  keyId: unknown,
  memory: KeyMemory,
  error: AwsError,
): Promise<JsonObject> {
  const key = await describeKey(call, keyId);
  const related = await findRelatedKeys(call, key, memory);
  if (related === undefined || memory.shared(key.Arn).rotations.length === 0) throw error;
  for (const other of [related.primary, ...related.replicas]) {
    if (other.Arn === key.Arn) continue;
    const input = { ...call.input, KeyId: other.Arn };
    const output = await call.localEmu("Decrypt", input, other.Region).catch((refused: unknown) => {
      if (refused instanceof AwsError && refused.status < 500) return undefined;
      throw refused;
    });
    if (output !== undefined) return { ...output, KeyId: key.Arn };
  }
  throw error;
}

async function reEncrypt(call: Call): Promise<JsonObject> {
  const { input } = call;
  const source = await call.aws("Decrypt", {
    CiphertextBlob: input.CiphertextBlob,
    EncryptionContext: input.SourceEncryptionContext,
    KeyId: input.SourceKeyId,
    EncryptionAlgorithm: input.SourceEncryptionAlgorithm,
  });
  const destination = await call.aws("Encrypt", {
    Plaintext: source.Plaintext,
    EncryptionContext: input.DestinationEncryptionContext,
    KeyId: input.DestinationKeyId,
    EncryptionAlgorithm: input.DestinationEncryptionAlgorithm,
  });
  return {
    CiphertextBlob: destination.CiphertextBlob,
    SourceKeyId: source.KeyId,
    KeyId: destination.KeyId,
    SourceEncryptionAlgorithm: source.EncryptionAlgorithm,
    DestinationEncryptionAlgorithm: destination.EncryptionAlgorithm,
  };
}

/** The id of the key that a ciphertext (base64) was made with; undefined where it is none of LocalEmu's. */
export function keyIdOfCiphertext(ciphertext: unknown): string | undefined {
  const id = Buffer.from(String(ciphertext), "base64").subarray(0, keyIdBytes).toString("latin1");
  return /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(id) ? id : undefined;
}

function notInRegion(): AwsError {
  return new AwsError(
    "AccessDeniedException",
    "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.",
  );
}
