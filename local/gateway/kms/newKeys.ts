import { AwsError } from "../awsError";
import type { CallMend } from "../mend";
import {
  allowsOrigin,
  allowsUsage,
  isKeySpec,
  MAX_DESCRIPTION_LENGTH,
  type KeyOrigin,
  type KeyUsage,
} from "../../../kms/keySpecs";
import { assertTags } from "./tags";

/** A new key's spec, usage and origin go together. */
export const newKeys: CallMend = {
  name: "what keys there can be",
  service: "kms",
  operations: ["CreateKey"],
  aws: "every key but a symmetric encryption key needs a `KeyUsage`, and usage and origin must be ones of its spec",
  docs: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html",
  localEmu: "makes RSA keys without a usage, and elliptic curve keys that encrypt",
  answer: async ({ input }, next) => {
    const { KeySpec = input.CustomerMasterKeySpec, KeyUsage, Origin = "AWS_KMS", Description, Tags } = input;
    assertTags(Tags);
    if (typeof Description === "string" && Description.length > MAX_DESCRIPTION_LENGTH) {
      throw invalid(`Description has more than ${MAX_DESCRIPTION_LENGTH} characters.`);
    }
    // What is no spec at all is LocalEmu's to refuse.
    const spec = typeof KeySpec === "string" ? KeySpec : "SYMMETRIC_DEFAULT";
    if (!isKeySpec(spec)) return next();
    if (KeyUsage === undefined && spec !== "SYMMETRIC_DEFAULT") {
      throw invalid(
        "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.",
      );
    }
    if (KeyUsage !== undefined && !allowsUsage(spec, KeyUsage as KeyUsage)) {
      throw invalid(`KeyUsage ${JSON.stringify(KeyUsage)} is not compatible with KeySpec ${spec}`);
    }
    if (!allowsOrigin(spec, Origin as KeyOrigin)) {
      throw new AwsError(
        "UnsupportedOperationException",
        `Origin ${String(Origin)} is not valid for KeySpec ${spec}`,
      );
    }
    return next();
  },
};

function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}
