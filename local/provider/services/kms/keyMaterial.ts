/** Import of key material. https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html */
import type { KeyMetadata } from "@aws-sdk/client-kms";
import {
  constants,
  createCipheriv,
  createPublicKey,
  type KeyObject,
  publicEncrypt,
  randomBytes,
} from "node:crypto";
import type { Context } from "../../context";
import { requiredText, text } from "../../read";
import type { Properties, Value } from "../../values";
import { until } from "../../waiting";
import { findKey } from "./keys";

/** The most bytes that RSAES_OAEP_SHA_256 wraps with a 2048-bit key; more (private keys) takes an AES key between. */
const MAX_DIRECT = 190;

/** Imports the inputs' `keyMaterialBase64` into a key and waits until it can be used. */
export async function importMaterial(context: Context, id: string, inputs: Properties): Promise<void> {
  const material = Buffer.from(requiredText(inputs, "keyMaterialBase64"), "base64");
  const validTo = text(inputs, "validTo");
  const kms = await context.client("kms");
  const isDirect = material.length <= MAX_DIRECT;
  const parameters = await kms.getParametersForImport({
    KeyId: id,
    WrappingAlgorithm: isDirect ? "RSAES_OAEP_SHA_256" : "RSA_AES_KEY_WRAP_SHA_256",
    WrappingKeySpec: "RSA_2048",
  });
  const publicKey = createPublicKey({
    key: Buffer.from(parameters.PublicKey ?? []),
    format: "der",
    type: "spki",
  });
  await kms.importKeyMaterial({
    KeyId: id,
    ImportToken: parameters.ImportToken,
    EncryptedKeyMaterial: isDirect ? wrap(publicKey, material) : wrapWithAes(publicKey, material),
    ...(validTo === undefined
      ? { ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE" }
      : { ExpirationModel: "KEY_MATERIAL_EXPIRES", ValidTo: new Date(validTo) }),
  });
  await until(context.signal, `the key material of ${id} to be imported`, async () => {
    const key = await findKey(context, id);
    return key === undefined || key.KeyState === "PendingImport" ? undefined : true;
  });
}

/** When the material expires, as the state has it: `2027-01-31T00:00:00Z`, or null. */
export function expiryOf({ ValidTo }: KeyMetadata): string | null {
  return ValidTo === undefined ? null : ValidTo.toISOString().replace(/\.\d+Z$/, "Z");
}

/** Whether two times are the same moment. */
export function sameMoment(one: Value, other: Value): boolean {
  return typeof one === "string" && typeof other === "string" && Date.parse(one) === Date.parse(other);
}

/** What is wrong with key material; the material itself is never shown. */
export function materialProblem(value: Value): string | undefined {
  if (typeof value !== "string") return undefined;
  const isBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value);
  return isBase64 && value !== "" ? undefined : "is not base64";
}

function wrap(key: KeyObject, bytes: Buffer): Buffer {
  return publicEncrypt({ key, oaepHash: "sha256", padding: constants.RSA_PKCS1_OAEP_PADDING }, bytes);
}

/** RSA_AES_KEY_WRAP_SHA_256: an AES key under the RSA key, then the material under the AES key (RFC 5649). */
function wrapWithAes(key: KeyObject, material: Buffer): Buffer {
  const aesKey = randomBytes(32);
  const cipher = createCipheriv("id-aes256-wrap-pad", aesKey, Buffer.from("A65959A6", "hex"));
  return Buffer.concat([wrap(key, aesKey), cipher.update(material), cipher.final()]);
}
