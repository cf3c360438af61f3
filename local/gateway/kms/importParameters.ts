import { createPublicKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { AwsError } from "../awsError";
import { describeKey } from "./key";
import { localEmuWrapping } from "./wrapping";
import type { Call, CallMend } from "../mend";

/** What one answer of GetParametersForImport promised. */
export interface ImportParameters {
  readonly keyArn: string;
  readonly algorithm: string;
  readonly privateKey: KeyObject;
  readonly localEmuPublicKey: KeyObject;
  /** In milliseconds since 1970. */
  readonly validTo: number;
}

/** Answers of GetParametersForImport by import token. */
export type ImportTokens = Map<string, ImportParameters>;

const algorithms = [
  "RSAES_OAEP_SHA_1",
  "RSAES_OAEP_SHA_256",
  "RSA_AES_KEY_WRAP_SHA_1",
  "RSA_AES_KEY_WRAP_SHA_256",
];
const modulusLengths: Readonly<Record<string, number>> = { RSA_2048: 2048, RSA_3072: 3072, RSA_4096: 4096 };
const dayInMilliseconds = 86_400_000;

/** The gateway's own wrapping key stands before LocalEmu's, so that it sees which key material comes. */
export const importParameters = (tokens: ImportTokens): CallMend => ({
  name: "wrapping keys for import",
  service: "kms",
  operations: ["GetParametersForImport"],
  aws: "key material can be wrapped with RSAES-OAEP or RSA-AES key wrap, each with SHA-1 or SHA-256",
  docs: "https://docs.aws.amazon.com/kms/latest/APIReference/API_GetParametersForImport.html",
  localEmu: "does not know RSA-AES key wrap with SHA-1",
  answer: async (call) => {
    const { KeyId, WrappingAlgorithm, WrappingKeySpec } = call.input;
    const algorithm = String(WrappingAlgorithm);
    const modulusLength = modulusLengths[String(WrappingKeySpec)];
    if (!algorithms.includes(algorithm) || modulusLength === undefined) {
      throw new AwsError(
        "ValidationException",
        `WrappingAlgorithm is one of ${algorithms.join(", ")} and WrappingKeySpec one of ${Object.keys(modulusLengths).join(", ")} here`,
      );
    }
    const key = await describeKey(call, KeyId);
    const { ImportToken, ParametersValidTo, localEmuPublicKey } = await localEmuParameters(call, key.Arn);
    const { publicKey, privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength });
    const validTo = Date.now() + dayInMilliseconds;
    tokens.set(ImportToken, { keyArn: key.Arn, algorithm, privateKey, localEmuPublicKey, validTo });
    const PublicKey = publicKey.export({ type: "spki", format: "der" }).toString("base64");
    return { KeyId: key.Arn, ImportToken, PublicKey, ParametersValidTo };
  },
});

async function localEmuParameters(call: Call, arn: string) {
  const { ImportToken, PublicKey, ParametersValidTo } = await call.localEmu("GetParametersForImport", {
    KeyId: arn,
    WrappingAlgorithm: localEmuWrapping,
    WrappingKeySpec: "RSA_2048",
  });
  const der = Buffer.from(String(PublicKey), "base64");
  const localEmuPublicKey = createPublicKey({ key: der, format: "der", type: "spki" });
  return { ImportToken: String(ImportToken), ParametersValidTo, localEmuPublicKey };
}
