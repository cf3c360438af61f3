/** Properties that several KMS resource types share, as the official provider declares them. */
import { policyProblem, samePolicy } from "../../policies";
import { atMost, between, lengthBetween, oneOf } from "../../problems";
import type { Property, PropertyTable } from "../../property";

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html#KMS-CreateKey-request-KeySpec */
export const keySpecs = [
  ...["RSA_2048", "RSA_3072", "RSA_4096"],
  ...["ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1", "ECC_NIST_EDWARDS25519"],
  ...["SYMMETRIC_DEFAULT", "HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512", "SM2"],
  ...["ML_DSA_44", "ML_DSA_65", "ML_DSA_87", "ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"],
];

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html#KMS-CreateKey-request-KeyUsage */
export const keyUsages = [
  ...["SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT", "ENCAPSULATE_DECAPSULATE"],
];

/** A key's policy; the default one of AWS where the program gives none. */
export const policy = {
  type: "string",
  computed: true,
  same: samePolicy,
  keepsForm: true,
  problem: (value) => policyProblem(value) ?? atMost(32_768)(value),
} satisfies Property;

/** What every kind of key has. */
export const commonKeyProperties = {
  arn: { type: "string", output: true },
  bypassPolicyLockoutSafetyCheck: { type: "boolean", default: false },
  description: { type: "string", problem: lengthBetween(0, 8192) },
  policy,
} satisfies PropertyTable;

/** Days until a key that is deleted is gone. https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html */
export const deletionWindow = { type: "integer", problem: between(7, 30) } satisfies Property;

/** Whether a key's spec is one that AWS knows. */
export const keySpecProblem = oneOf(keySpecs);
/** Whether a key's usage is one that AWS knows. */
export const keyUsageProblem = oneOf(keyUsages);
