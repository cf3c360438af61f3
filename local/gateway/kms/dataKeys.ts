import { randomBytes } from "node:crypto";
import { AwsError, type JsonObject } from "../awsError";
import type { CallMend } from "../mend";

const bytesOf: Readonly<Record<string, number>> = { AES_128: 16, AES_256: 32 };
/** LocalEmu makes data keys of 32 bytes, whatever is asked. */
const localEmuBytes = 32;
const maxBytes = 1024;

/** A data key has the length that was asked for. */
export const dataKeys: CallMend = {
  name: "length of data keys",
  service: "kms",
  operations: ["GenerateDataKey", "GenerateDataKeyWithoutPlaintext"],
  aws: "a data key has 1 to 1024 bytes, by `NumberOfBytes` or `KeySpec`, one of which must be given",
  docs: "https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html",
  localEmu: "always makes 32 bytes",
  answer: async (call, next) => {
    const bytes = requestedBytes(call.input, call.operation);
    if (bytes === localEmuBytes) return next();
    const { KeyId, EncryptionContext, GrantTokens, DryRun } = call.input;
    const Plaintext = randomBytes(bytes).toString("base64");
    const encrypted = await call.aws("Encrypt", { KeyId, EncryptionContext, GrantTokens, DryRun, Plaintext });
    const output = { CiphertextBlob: encrypted.CiphertextBlob, KeyId: encrypted.KeyId };
    return call.operation === "GenerateDataKey" ? { ...output, Plaintext } : output;
  },
};

function requestedBytes({ KeySpec, NumberOfBytes }: JsonObject, operation: string): number {
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    if (KeySpec === undefined && operation === "GenerateDataKeyWithoutPlaintext") return localEmuBytes;
    throw new AwsError("ValidationException", "Please specify either number of bytes or key spec.");
  }
  const bytes = KeySpec === undefined ? NumberOfBytes : bytesOf[KeySpec as string];
  if (typeof bytes === "number" && bytes >= 1 && bytes <= maxBytes) return bytes;
  throw new AwsError(
    "ValidationException",
    `A data key is AES_128, AES_256 or 1 to ${maxBytes} bytes long, not ${JSON.stringify({ KeySpec, NumberOfBytes })}.`,
  );
}
