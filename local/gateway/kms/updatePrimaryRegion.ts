import { z } from "zod";
import { AwsError } from "../awsError";
import type { Call, CallMend } from "../mend";
import { describeKey, type KeyMetadata } from "./key";
import type { KeyMemory } from "./keyMemory";
import { findRelatedKeys } from "./relatedKeys";

const rotationStatus = z.object({
  KeyRotationEnabled: z.boolean(),
  RotationPeriodInDays: z.number().optional(),
});

/** A replica becomes the primary, and the primary a replica. */
export const updatePrimaryRegion = (memory: KeyMemory): CallMend => ({
  name: "moving the primary",
  service: "kms",
  operations: ["UpdatePrimaryRegion"],
  aws: "`UpdatePrimaryRegion` makes a replica the primary and the primary a replica; rotation goes with the primary",
  docs: "https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdatePrimaryRegion.html",
  localEmu: "does not know the operation",
  answer: async (call) => {
    const key = await describeKey(call, call.input.KeyId);
    const related = await findRelatedKeys(call, key, memory);
    if (related?.primary.Arn !== key.Arn) {
      throw new AwsError("UnsupportedOperationException", `${key.Arn} is not a multi-Region primary key.`);
    }
    const region = String(call.input.PrimaryRegion);
    const target = related.replicas.find((replica) => replica.Region === region);
    if (target === undefined) {
      throw new AwsError("NotFoundException", `${key.Arn} has no replica key in ${region}.`);
    }
    assertUsable(key);
    assertUsable(await describeKey(call, target.Arn, region));
    await moveRotation(call, key.Arn, target.Arn, region);
    memory.shared(key.Arn).primaryRegion = region;
    return {};
  },
});

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html#key-state-table */
function assertUsable({ Arn, KeyState }: KeyMetadata): void {
  if (KeyState === "Disabled") throw new AwsError("DisabledException", `${Arn} is disabled.`);
  if (KeyState !== "Enabled") throw new AwsError("KMSInvalidStateException", `${Arn} is ${KeyState}.`);
}

async function moveRotation(call: Call, from: string, to: string, region: string): Promise<void> {
  const status = rotationStatus.parse(await call.localEmu("GetKeyRotationStatus", { KeyId: from }));
  const operation = status.KeyRotationEnabled ? "EnableKeyRotation" : "DisableKeyRotation";
  await call.localEmu(operation, { ...status, KeyId: to }, region);
}
