import { createPublicKey, generateKeyPair, sign, verify, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { AwsError, type JsonObject } from "../awsError";
import type { Call, CallMend, Next } from "../mend";
import { describeKey, parseKeyMetadata, type KeyMetadata } from "./key";

const mlDsa = ["ML_DSA_SHAKE_256"];
/** Key specs that LocalEmu does not know: what they sign with, and how their key pairs are made. */
const specs = new Map([
  ["ML_DSA_44", { algorithms: mlDsa, generate: () => promisify(generateKeyPair)("ml-dsa-44") }],
  ["ML_DSA_65", { algorithms: mlDsa, generate: () => promisify(generateKeyPair)("ml-dsa-65") }],
  ["ML_DSA_87", { algorithms: mlDsa, generate: () => promisify(generateKeyPair)("ml-dsa-87") }],
  [
    "ECC_NIST_EDWARDS25519",
    { algorithms: ["ED25519_SHA_512"], generate: () => promisify(generateKeyPair)("ed25519") },
  ],
]);
/** The key that LocalEmu keeps in place of one that it does not know. */
const standIn = "ECC_NIST_P256";

interface SigningKey {
  readonly spec: string;
  readonly algorithms: readonly string[];
  readonly privateKey: KeyObject;
}

/** Signing keys of newer specs: LocalEmu keeps the key, the gateway signs. */
export const signingSpecs = (): CallMend => {
  // By account and key id, so that related keys sign alike.
  const keys = new Map<string, SigningKey>();
  return {
    name: "ML-DSA and Ed25519",
    service: "kms",
    operations: ["CreateKey", "DescribeKey", "GetPublicKey", "Sign", "Verify"],
    aws: "keys of the specs `ML_DSA_44`, `ML_DSA_65`, `ML_DSA_87` and `ECC_NIST_EDWARDS25519` sign and verify (here: messages, not digests)",
    docs: "https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html",
    localEmu: "does not know the specs",
    answer: async (call, next) => {
      if (call.operation === "CreateKey") return create(call, next, keys);
      if (call.operation === "DescribeKey") return describe(next, keys);
      const key = await describeKey(call, call.input.KeyId);
      const signingKey = keys.get(nameOf(key));
      if (signingKey === undefined) return next();
      return call.operation === "GetPublicKey" ? publicKey(key, signingKey) : use(call, key, signingKey);
    },
  };
};

async function create(call: Call, next: Next, keys: Map<string, SigningKey>): Promise<JsonObject> {
  const { KeySpec = call.input.CustomerMasterKeySpec, Origin = "AWS_KMS" } = call.input;
  const spec = specs.get(KeySpec as string);
  if (spec === undefined || Origin !== "AWS_KMS") return next();
  const { privateKey } = await spec.generate();
  const output = await next({ ...call.input, KeySpec: standIn, CustomerMasterKeySpec: undefined });
  const metadata = parseKeyMetadata(output.KeyMetadata);
  const key = { spec: KeySpec as string, algorithms: spec.algorithms, privateKey };
  keys.set(nameOf(metadata), key);
  return { KeyMetadata: { ...metadata, ...shown(key) } };
}

async function describe(next: Next, keys: ReadonlyMap<string, SigningKey>): Promise<JsonObject> {
  const metadata = parseKeyMetadata((await next()).KeyMetadata);
  const key = keys.get(nameOf(metadata));
  return { KeyMetadata: key === undefined ? metadata : { ...metadata, ...shown(key) } };
}

function publicKey({ Arn, KeyUsage }: KeyMetadata, key: SigningKey): JsonObject {
  const spki = createPublicKey(key.privateKey).export({ type: "spki", format: "der" });
  return { KeyId: Arn, KeyUsage, PublicKey: spki.toString("base64"), ...shown(key) };
}

function use({ operation, input }: Call, { Arn, KeyState }: KeyMetadata, key: SigningKey): JsonObject {
  const { SigningAlgorithm, MessageType = "RAW", Message, Signature } = input;
  if (KeyState === "Disabled") throw new AwsError("DisabledException", `${Arn} is disabled.`);
  if (KeyState !== "Enabled") throw new AwsError("KMSInvalidStateException", `${Arn} is ${KeyState}.`);
  if (!key.algorithms.includes(SigningAlgorithm as string)) {
    const message = `Algorithm ${String(SigningAlgorithm)} and key spec ${key.spec} are incompatible.`;
    throw new AwsError("InvalidKeyUsageException", message);
  }
  if (MessageType !== "RAW") {
    throw new AwsError(
      "UnsupportedOperationException",
      `MessageType ${String(MessageType)} is missing here.`,
    );
  }
  const message = Buffer.from(String(Message), "base64");
  if (operation === "Sign") {
    return {
      KeyId: Arn,
      SigningAlgorithm,
      Signature: sign(null, message, key.privateKey).toString("base64"),
    };
  }
  if (!verify(null, message, createPublicKey(key.privateKey), Buffer.from(String(Signature), "base64"))) {
    throw new AwsError("KMSInvalidSignatureException", "");
  }
  return { KeyId: Arn, SigningAlgorithm, SignatureValid: true };
}

function shown({ spec, algorithms }: SigningKey): JsonObject {
  return { KeySpec: spec, CustomerMasterKeySpec: spec, SigningAlgorithms: algorithms };
}

function nameOf({ AWSAccountId, KeyId }: KeyMetadata): string {
  return `${AWSAccountId}/${KeyId}`;
}
