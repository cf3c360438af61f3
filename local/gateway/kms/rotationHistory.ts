import { AwsError, type JsonObject } from "../awsError";
import type { Call, CallMend, Next } from "../mend";
import { describeKey } from "./key";
import type { KeyMemory } from "./keyMemory";
import { findRelatedKeys } from "./relatedKeys";

/** Rotations on demand are made on the primary and remembered. */
export const rotationHistory = (memory: KeyMemory): CallMend => ({
  name: "rotations",
  service: "kms",
  operations: ["RotateKeyOnDemand", "ListKeyRotations"],
  aws: "`ListKeyRotations` lists the rotations of a key, on every related key alike; a multi-Region key is rotated on demand by its primary only",
  docs: "https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyRotations.html",
  localEmu: "does not know `ListKeyRotations`, and rotates a replica alone",
  answer: (call, next) =>
    call.operation === "ListKeyRotations" ? list(call, memory) : rotate(call, next, memory),
});

async function rotate(call: Call, next: Next, memory: KeyMemory): Promise<JsonObject> {
  const key = await describeKey(call, call.input.KeyId);
  const related = await findRelatedKeys(call, key, memory);
  if (related !== undefined && related.primary.Arn !== key.Arn) {
    throw new AwsError("UnsupportedOperationException", `${key.Arn} is not a multi-Region primary key.`);
  }
  const output = await next();
  memory.shared(key.Arn).rotations.push(Date.now() / 1000);
  return output;
}

async function list(call: Call, memory: KeyMemory): Promise<JsonObject> {
  const { KeyId, Limit = 100, Marker = "0" } = call.input;
  const { Arn, KeySpec } = await describeKey(call, KeyId);
  if (KeySpec !== "SYMMETRIC_DEFAULT") {
    throw new AwsError(
      "UnsupportedOperationException",
      `${Arn} key spec is ${KeySpec} which is not valid for ListKeyRotations.`,
    );
  }
  const { rotations } = memory.shared(Arn);
  const start = Number(Marker);
  const end = start + Number(Limit);
  const page = rotations.slice(start, end);
  return {
    Rotations: page.map((RotationDate) => ({ KeyId: Arn, RotationDate, RotationType: "ON_DEMAND" })),
    Truncated: end < rotations.length,
    ...(end < rotations.length ? { NextMarker: String(end) } : {}),
  };
}
