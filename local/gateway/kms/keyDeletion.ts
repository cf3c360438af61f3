import { AwsError, type JsonObject } from "../awsError";
import type { Call, CallMend } from "../mend";
import { describeKey, parseKeyMetadata, type KeyMetadata } from "./key";
import type { KeyMemory } from "./keyMemory";
import { findRelatedKeys } from "./relatedKeys";

const dayInMilliseconds = 86_400_000;

/** A primary waits for its replicas. */
export const keyDeletion = (memory: KeyMemory): CallMend => ({
  name: "deletion of a primary with replicas",
  service: "kms",
  operations: ["ScheduleKeyDeletion", "CancelKeyDeletion", "DescribeKey"],
  aws: "a primary with replicas goes to `PendingReplicaDeletion`, without a date, and its window begins when the last replica is gone; `ScheduleKeyDeletion` answers with the key's ARN",
  docs: "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-delete.html",
  localEmu:
    "puts every key in `PendingDeletion` with a date at once, answers with the key id, and never deletes it",
  answer: (call, next) => {
    switch (call.operation) {
      case "ScheduleKeyDeletion":
        return schedule(call, next, memory);
      case "CancelKeyDeletion":
        return cancel(call, next, memory);
      default:
        return describe(call, next, memory);
    }
  },
});

async function schedule(call: Call, next: () => Promise<JsonObject>, memory: KeyMemory): Promise<JsonObject> {
  const { PendingWindowInDays } = await next();
  const key = await describeKey(call, call.input.KeyId);
  memory.key(key.Arn).deletion = { at: Date.now(), windowInDays: Number(PendingWindowInDays) };
  const { KeyState, DeletionDate } = await withDeletion(call, key, memory);
  return {
    KeyId: key.Arn,
    KeyState,
    PendingWindowInDays,
    ...(DeletionDate === undefined ? {} : { DeletionDate }),
  };
}

async function cancel(call: Call, next: () => Promise<JsonObject>, memory: KeyMemory): Promise<JsonObject> {
  const key = await describeKey(call, call.input.KeyId);
  if (key.KeyState !== "PendingDeletion") {
    throw new AwsError("KMSInvalidStateException", `${key.Arn} is not pending deletion.`);
  }
  const output = await next();
  memory.key(key.Arn).deletion = undefined;
  return output;
}

async function describe(call: Call, next: () => Promise<JsonObject>, memory: KeyMemory): Promise<JsonObject> {
  const key = parseKeyMetadata((await next()).KeyMetadata);
  return { KeyMetadata: await withDeletion(call, key, memory) };
}

async function withDeletion(call: Call, key: KeyMetadata, memory: KeyMemory): Promise<KeyMetadata> {
  const { deletion } = memory.key(key.Arn);
  if (key.KeyState !== "PendingDeletion" || deletion === undefined) return key;
  const related = await findRelatedKeys(call, key, memory);
  if (related?.primary.Arn !== key.Arn || related.replicas.length === 0) return key;
  const ends = related.replicas.map(({ Arn }) => endOf(memory, Arn));
  const lastEnd = Math.max(...ends);
  if (lastEnd > Date.now()) {
    return {
      ...key,
      DeletionDate: undefined,
      KeyState: "PendingReplicaDeletion",
      PendingDeletionWindowInDays: deletion.windowInDays,
    };
  }
  const from = Math.max(lastEnd, deletion.at);
  return { ...key, DeletionDate: (from + deletion.windowInDays * dayInMilliseconds) / 1000 };
}

/** When a key is gone, in milliseconds since 1970. */
function endOf(memory: KeyMemory, arn: string): number {
  const { deletion } = memory.key(arn);
  return deletion === undefined ? Infinity : deletion.at + deletion.windowInDays * dayInMilliseconds;
}
