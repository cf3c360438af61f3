import type { CallMend } from "../mend";
import { parseKeyMetadata } from "./key";
import type { KeyMemory } from "./keyMemory";

/** When a key was used last. */
export const lastUsage = (memory: KeyMemory): CallMend => ({
  name: "last use of a key",
  service: "kms",
  operations: ["GetKeyLastUsage"],
  aws: "`GetKeyLastUsage` tells the last cryptographic operation with a key that went well",
  docs: "https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyLastUsage.html",
  localEmu: "does not know the operation",
  answer: async (call) => {
    const described = await call.aws("DescribeKey", { KeyId: call.input.KeyId });
    const { Arn, CreationDate } = parseKeyMetadata(described.KeyMetadata);
    const { lastUse } = memory.key(Arn);
    return {
      KeyId: Arn,
      KeyLastUsage:
        lastUse === undefined
          ? {}
          : {
              Operation: lastUse.operation,
              Timestamp: lastUse.at,
              CloudTrailEventId: lastUse.id,
              KmsRequestId: lastUse.id,
            },
      TrackingStartDate: CreationDate,
      KeyCreationDate: CreationDate,
    };
  },
});
