import { randomUUID } from "node:crypto";
import { AwsError } from "../awsError";
import type { CallMend } from "../mend";
import { describeKey } from "./key";
import type { KeyMemory } from "./keyMemory";
import { lacksMaterial } from "./importedMaterial";

/** https://docs.aws.amazon.com/kms/latest/developerguide/kms-cryptography.html#cryptographic-operations */
const cryptographicOperations = [
  ...["Encrypt", "Decrypt", "ReEncrypt", "Sign", "Verify", "GenerateMac", "VerifyMac", "DeriveSharedSecret"],
  ...["GenerateDataKey", "GenerateDataKeyWithoutPlaintext"],
  ...["GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"],
];

/** Every cryptographic operation names the key by its ARN, needs its material, and counts as its last use. */
export const useOfKeys = (memory: KeyMemory): CallMend => ({
  name: "use of keys",
  service: "kms",
  operations: cryptographicOperations,
  aws: "a key whose imported material is gone or whose key store is disconnected cannot be used (`KMSInvalidStateException`); answers name the key by its ARN and the encryption algorithm that was used",
  docs: "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html",
  localEmu: "answers of `Encrypt` name no algorithm, of `DeriveSharedSecret` no ARN; knows no expiry",
  answer: async (call, next) => {
    const answered = await next();
    const isArn = typeof answered.KeyId === "string" && answered.KeyId.startsWith("arn:");
    const arn = isArn ? String(answered.KeyId) : (await describeKey(call, call.input.KeyId)).Arn;
    const arns = [arn, answered.SourceKeyId].filter((id) => typeof id === "string");
    for (const used of arns) {
      const record = memory.key(used);
      if (lacksMaterial(record)) throw new AwsError("KMSInvalidStateException", `${used} is pending import.`);
      if (record.inCustomKeyStore?.store.isConnected === false) {
        throw new AwsError("KMSInvalidStateException", `${used} is unavailable.`);
      }
    }
    for (const used of arns) {
      memory.key(used).lastUse = { operation: call.operation, at: Date.now() / 1000, id: randomUUID() };
    }
    return {
      ...answered,
      KeyId: arn,
      ...(call.operation === "Encrypt" ? encryptionAlgorithm(answered) : {}),
    };
  },
});

function encryptionAlgorithm({ EncryptionAlgorithm }: Readonly<Record<string, unknown>>) {
  return { EncryptionAlgorithm: EncryptionAlgorithm ?? "SYMMETRIC_DEFAULT" };
}
