import { AwsError } from "../awsError";
import type { CallMend } from "../mend";
import { DEFAULT_ROTATION_PERIOD_IN_DAYS, ROTATION_PERIOD_IN_DAYS } from "../../../kms/keySpecs";
import { describeKey } from "./key";
import type { KeyMemory } from "./keyMemory";
import { findRelatedKeys } from "./relatedKeys";

/** Rotation is set on the primary, and only for keys that can rotate. */
export const rotationSettings = (memory: KeyMemory): CallMend => ({
  name: "who can rotate",
  service: "kms",
  operations: ["EnableKeyRotation", "DisableKeyRotation"],
  aws: "only symmetric encryption keys with material from AWS KMS rotate, every 90 to 2560 days (365 if left out), and multi-Region keys by their primary only",
  docs: "https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html",
  localEmu:
    "turns rotation on for every key, replica and period, and keeps an earlier period where none is given",
  answer: async (call, next) => {
    const key = await describeKey(call, call.input.KeyId);
    if (key.KeySpec !== "SYMMETRIC_DEFAULT" || key.Origin !== "AWS_KMS") {
      const kind = `key spec is ${key.KeySpec} and origin is ${key.Origin}`;
      throw new AwsError(
        "UnsupportedOperationException",
        `${key.Arn} ${kind} which is not valid for ${call.operation}.`,
      );
    }
    const related = await findRelatedKeys(call, key, memory);
    if (related !== undefined && related.primary.Arn !== key.Arn) {
      throw new AwsError("UnsupportedOperationException", `${key.Arn} is not a multi-Region primary key.`);
    }
    if (call.operation === "DisableKeyRotation") return next();
    const { RotationPeriodInDays: days = DEFAULT_ROTATION_PERIOD_IN_DAYS } = call.input;
    const { min, max } = ROTATION_PERIOD_IN_DAYS;
    if (typeof days !== "number" || days < min || days > max) {
      throw new AwsError(
        "ValidationException",
        `1 validation error detected: Value '${String(days)}' at 'rotationPeriodInDays' failed to satisfy constraint: Member must have value between ${min} and ${max}`,
      );
    }
    return next({ ...call.input, RotationPeriodInDays: days });
  },
});
