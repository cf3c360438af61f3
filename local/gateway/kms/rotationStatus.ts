import type { CallMend } from "../mend";
import { describeKey } from "./key";
import type { KeyMemory } from "./keyMemory";
import { findRelatedKeys } from "./relatedKeys";

/** A replica reports its primary's rotation. */
export const rotationStatus = (memory: KeyMemory): CallMend => ({
  name: "rotation status of a replica",
  service: "kms",
  operations: ["GetKeyRotationStatus"],
  aws: "`GetKeyRotationStatus` of a replica reports its primary's rotation; without rotation there is no next rotation date",
  docs: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html#multi-region-rotate",
  localEmu:
    "reports what was true when the replica was made, and a next rotation date after rotation was turned off",
  answer: async (call, next) => {
    const key = await describeKey(call, call.input.KeyId);
    const primary = (await findRelatedKeys(call, key, memory))?.primary;
    const status =
      primary === undefined || primary.Arn === key.Arn
        ? await next()
        : await call.localEmu("GetKeyRotationStatus", { KeyId: primary.Arn }, primary.Region);
    const { NextRotationDate, RotationPeriodInDays, ...always } = status;
    return {
      ...always,
      KeyId: key.Arn,
      ...(always.KeyRotationEnabled === true ? { NextRotationDate, RotationPeriodInDays } : {}),
    };
  },
});
