import { AwsError, type JsonObject } from "../awsError";
import type { CallMend } from "../mend";
import { describeKey, parseKeyMetadata, type KeyMetadata } from "./key";

/** Asymmetric keys name their algorithms and refuse those of other keys. */
export const asymmetricKeys: CallMend = {
  name: "algorithms of asymmetric keys",
  service: "kms",
  operations: ["CreateKey", "DescribeKey", "GetPublicKey", "Sign", "Verify", "DeriveSharedSecret"],
  aws: "key agreement keys show `KeyAgreementAlgorithms`; only asymmetric keys have a public key; an algorithm of another key spec is `InvalidKeyUsageException`; a disabled key derives nothing",
  docs: "https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html",
  localEmu:
    "shows no key agreement algorithms, gives symmetric keys an empty public key, signs with another key's algorithm or fails with HTTP 500, and derives with disabled keys",
  answer: async (call, next) => {
    switch (call.operation) {
      case "CreateKey":
      case "DescribeKey":
        return { KeyMetadata: withAgreement(parseKeyMetadata((await next()).KeyMetadata)) };
      case "GetPublicKey":
        return publicKey(await next());
      case "DeriveSharedSecret":
        assertEnabled(await describeKey(call, call.input.KeyId));
        return next();
      default:
        assertAlgorithm(await describeKey(call, call.input.KeyId), call.input.SigningAlgorithm);
        return next();
    }
  },
};

function withAgreement<Key extends JsonObject>(key: Key): Key {
  return key.KeyUsage === "KEY_AGREEMENT" ? { ...key, KeyAgreementAlgorithms: ["ECDH"] } : key;
}

function publicKey(output: JsonObject): JsonObject {
  if (output.PublicKey === undefined || output.PublicKey === null) {
    throw new AwsError(
      "UnsupportedOperationException",
      `${String(output.KeyId)} key spec is ${String(output.KeySpec)} which is not valid for GetPublicKey.`,
    );
  }
  return withAgreement({ ...output, CustomerMasterKeySpec: output.KeySpec });
}

function assertEnabled({ Arn, KeyState }: KeyMetadata): void {
  if (KeyState === "Disabled") throw new AwsError("DisabledException", `${Arn} is disabled.`);
}

function assertAlgorithm({ KeySpec, SigningAlgorithms }: KeyMetadata, algorithm: unknown): void {
  // A key that is not for signing is LocalEmu's to refuse.
  if (Array.isArray(SigningAlgorithms) && !SigningAlgorithms.includes(algorithm)) {
    throw new AwsError(
      "InvalidKeyUsageException",
      `Algorithm ${String(algorithm)} and key spec ${KeySpec} are incompatible.`,
    );
  }
}
