import { randomUUID } from "node:crypto";
import { requiredText, text, textMap } from "../../read";
import type { Resource } from "../../resource";

/** A text encrypted once and kept in the state. https://www.pulumi.com/registry/packages/aws/api-docs/kms/ciphertext/ */
export const ciphertext: Resource = {
  properties: {
    ciphertextBlob: { type: "string", output: true },
    context: { type: "map", forceNew: true },
    keyId: { type: "string", required: true, forceNew: true },
    plaintext: { type: "string", forceNew: true, secret: true, conflictsWith: ["plaintextWo"] },
    plaintextWo: { type: "string", writeOnly: true, secret: true },
    plaintextWoVersion: { type: "string", forceNew: true, requiredWith: ["plaintextWo"] },
  },

  check(inputs) {
    const hasText = inputs.plaintext !== undefined || inputs.plaintextWo !== undefined;
    return hasText ? [] : [{ property: "plaintext", reason: "set one of plaintext and plaintextWo" }];
  },

  async create(context, inputs) {
    const kms = await context.client("kms");
    const encryptionContext = textMap(inputs, "context");
    const { CiphertextBlob = new Uint8Array() } = await kms.encrypt({
      KeyId: requiredText(inputs, "keyId"),
      Plaintext: Buffer.from(text(inputs, "plaintext") ?? requiredText(inputs, "plaintextWo")),
      ...(encryptionContext !== undefined && { EncryptionContext: encryptionContext }),
    });
    const ciphertextBlob = Buffer.from(CiphertextBlob).toString("base64");
    return { id: randomUUID(), outputs: { ciphertextBlob } };
  },

  // AWS keeps no ciphertext: what was made is in the state alone.
  read(_context, _id, state) {
    return Promise.resolve(state.ciphertextBlob === undefined ? undefined : {});
  },

  delete: () => Promise.resolve(),
};
