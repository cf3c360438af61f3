import { AwsError, type JsonObject } from "../awsError";
import type { Call, CallMend, Next } from "../mend";
import { describeKey, parseKeyMetadata, type KeyMetadata } from "./key";
import type { KeyMemory } from "./keyMemory";
import { findRelatedKeys } from "./relatedKeys";

/** A primary waits for its replicas. */
export const keyDeletion = (memory: KeyMemory): CallMend => ({
  name: "deletion of a primary with replicas",
  service: "kms",
  operations: ["ScheduleKeyDeletion", "CancelKeyDeletion", "DescribeKey"],
  aws: "a primary with replicas goes to `PendingReplicaDeletion`, without a date, and its window begins when the last replica is gone; `ScheduleKeyDeletion` answers with the key's ARN",
  docs: "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-delete.html",
  localEmu: "puts every key in `PendingDeletion` with a date at once, and answers with the key id",
  answer: async (call, next) => {
    switch (call.operation) {
      case "ScheduleKeyDeletion":
        return schedule(call, next, memory);
      case "CancelKeyDeletion":
        return cancel(call, next, memory);
      default:
        return { KeyMetadata: withDeletion(parseKeyMetadata((await next()).KeyMetadata), memory) };
    }
  },
});

async function schedule(call: Call, next: Next, memory: KeyMemory): Promise<JsonObject> {
  const described = await describeKey(call, call.input.KeyId);
  const related = await findRelatedKeys(call, described, memory);
  const { PendingWindowInDays } = await next();
  const replicas = related?.primary.Arn === described.Arn ? related.replicas : [];
  memory.key(described.Arn).deletion = {
    at: Date.now(),
    windowInDays: Number(PendingWindowInDays),
    waitsFor: replicas.map(({ Arn }) => Arn),
  };
  const key = withDeletion(await describeKey(call, described.Arn), memory);
  const { KeyState, DeletionDate } = key;
  return { KeyId: key.Arn, KeyState, PendingWindowInDays, DeletionDate };
}

async function cancel(call: Call, next: Next, memory: KeyMemory): Promise<JsonObject> {
  const key = await describeKey(call, call.input.KeyId);
  if (key.KeyState !== "PendingDeletion") {
    throw new AwsError("KMSInvalidStateException", `${key.Arn} is not pending deletion.`);
  }
  const output = await next();
  memory.key(key.Arn).deletion = undefined;
  return output;
}

function withDeletion(key: KeyMetadata, memory: KeyMemory): KeyMetadata {
  const { deletion } = memory.key(key.Arn);
  if (key.KeyState !== "PendingDeletion" || deletion === undefined) return key;
  const end = memory.endOf(key.Arn);
  const isWaiting = deletion.waitsFor.some((replica) => !memory.isGone(replica));
  if (!isWaiting) return { ...key, DeletionDate: end / 1000 };
  return {
    ...key,
    DeletionDate: undefined,
    KeyState: "PendingReplicaDeletion",
    PendingDeletionWindowInDays: deletion.windowInDays,
  };
}
