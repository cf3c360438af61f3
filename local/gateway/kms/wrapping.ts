import {
  constants,
  createCipheriv,
  createDecipheriv,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  type KeyObject,
} from "node:crypto";
import { AwsError } from "../awsError";

const padding = constants.RSA_PKCS1_OAEP_PADDING;
/** https://www.rfc-editor.org/rfc/rfc5649#section-3 */
const keyWrapIv = Buffer.from("a65959a6", "hex");
const keyWrapCipher = "id-aes256-wrap-pad";

/** How LocalEmu is given key material: the one way that it knows for material of every length. */
export const localEmuWrapping = "RSA_AES_KEY_WRAP_SHA_256";

/**
 * Takes key material out of what a client wrapped for ImportKeyMaterial.
 * https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-encrypt-key-material.html
 * @param algorithm such as `RSAES_OAEP_SHA_256`
 * @throws AwsError InvalidCiphertextException where it was not wrapped with the algorithm and key
 */
export function unwrapKeyMaterial(algorithm: string, privateKey: KeyObject, wrapped: Buffer): Buffer {
  const oaepHash = algorithm.endsWith("SHA_1") ? "sha1" : "sha256";
  const unwrapRsa = (bytes: Buffer) => privateDecrypt({ key: privateKey, padding, oaepHash }, bytes);
  try {
    if (!algorithm.startsWith("RSA_AES_KEY_WRAP")) return unwrapRsa(wrapped);
    const rsaBytes = (privateKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
    const aesKey = unwrapRsa(wrapped.subarray(0, rsaBytes));
    const decipher = createDecipheriv(keyWrapCipher, aesKey, keyWrapIv);
    return Buffer.concat([decipher.update(wrapped.subarray(rsaBytes)), decipher.final()]);
  } catch (error) {
    throw new AwsError(
      "InvalidCiphertextException",
      `the key material cannot be unwrapped: ${String(error)}`,
    );
  }
}

/** Wraps key material for LocalEmu, with `localEmuWrapping`. */
export function wrapKeyMaterial(publicKey: KeyObject, material: Buffer): Buffer {
  const aesKey = randomBytes(32);
  const cipher = createCipheriv(keyWrapCipher, aesKey, keyWrapIv);
  const wrappedKey = publicEncrypt({ key: publicKey, padding, oaepHash: "sha256" }, aesKey);
  return Buffer.concat([wrappedKey, cipher.update(material), cipher.final()]);
}
