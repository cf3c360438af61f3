import assert from "node:assert/strict";
import type { KeySpec, KeyUsage } from "../../../../kms/keySpecs";
import {
  actionsOf,
  capabilities,
  type Capability,
  whyImpossible,
} from "../../../../kms/policy/build/capabilities";

const everyKey: readonly Capability[] = ["describe"];

/** Keys of each kind and all that one can do with them. */
const kinds: readonly [spec: KeySpec, usage: KeyUsage, possible: readonly Capability[]][] = [
  [
    "SYMMETRIC_DEFAULT",
    "ENCRYPT_DECRYPT",
    ["encrypt", "decrypt", "generateDataKey", "generateDataKeyPair", "encryptDecrypt"],
  ],
  ["RSA_2048", "ENCRYPT_DECRYPT", ["encrypt", "decrypt", "encryptDecrypt", "getPublicKey"]],
  ["RSA_2048", "SIGN_VERIFY", ["sign", "verify", "getPublicKey"]],
  ["ECC_NIST_P256", "KEY_AGREEMENT", ["deriveSharedSecret", "getPublicKey"]],
  ["HMAC_256", "GENERATE_VERIFY_MAC", ["generateMac", "verifyMac"]],
  ["ML_KEM_768", "ENCAPSULATE_DECAPSULATE", ["encapsulate", "decapsulate", "getPublicKey"]],
];

const whys: readonly [Capability, KeySpec, KeyUsage, RegExp][] = [
  ["sign", "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", /for SIGN_VERIFY, and this one is for ENCRYPT_DECRYPT/],
  ["generateDataKey", "RSA_2048", "ENCRYPT_DECRYPT", /symmetric encryption key, .* is RSA_2048/],
  ["generateDataKeyPair", "RSA_2048", "ENCRYPT_DECRYPT", /symmetric encryption key, .* is RSA_2048/],
  ["getPublicKey", "HMAC_256", "GENERATE_VERIFY_MAC", /an asymmetric key, .* is HMAC_256/],
  ["getPublicKey", "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", /an asymmetric key, .* is SYMMETRIC_DEFAULT/],
];

/** The actions behind each word, on a symmetric key. */
const meanings: Readonly<Partial<Record<Capability, readonly string[]>>> = {
  encrypt: ["kms:Encrypt", "kms:ReEncryptTo"],
  decrypt: ["kms:Decrypt", "kms:ReEncryptFrom"],
  generateDataKey: ["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
  generateDataKeyPair: ["kms:GenerateDataKeyPair", "kms:GenerateDataKeyPairWithoutPlaintext"],
  deriveSharedSecret: ["kms:DeriveSharedSecret"],
  describe: ["kms:DescribeKey"],
};

describe("capabilities", () => {
  for (const [spec, usage, possible] of kinds) {
    it(`of a ${spec} key for ${usage} are ${possible.join(", ")}, and to describe it`, () => {
      const found = capabilities.filter((name) => whyImpossible(name, { spec, usage }) === undefined);
      assert.deepEqual(new Set(found), new Set([...possible, ...everyKey]));
    });
  }

  for (const [capability, spec, usage, why] of whys) {
    it(`tell why a ${spec} key for ${usage} has no ${capability}`, () => {
      assert.match(whyImpossible(capability, { spec, usage }) ?? "", why);
    });
  }

  it("stand for the actions that they are named after", () => {
    for (const [capability, actions] of Object.entries(meanings))
      assert.deepEqual(actionsOf([capability as Capability], "SYMMETRIC_DEFAULT"), actions);
  });

  it("together have each action once, and on asymmetric keys no data keys", () => {
    assert.deepEqual(actionsOf(["describe", "encryptDecrypt", "decrypt"], "RSA_2048"), [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ]);
  });
});
