import type { CallMend } from "../mend";
import { parseKeyMetadata } from "./key";
import type { KeyMemory } from "./keyMemory";
import { findRelatedKeys } from "./relatedKeys";

/** Every related key shows the same primary and the same replicas. */
export const multiRegionConfiguration = (memory: KeyMemory): CallMend => ({
  name: "related keys",
  service: "kms",
  operations: ["DescribeKey"],
  aws: "`DescribeKey` of any related key shows the present primary and every replica, and a replica's own creation date",
  docs: "https://docs.aws.amazon.com/kms/latest/APIReference/API_MultiRegionConfiguration.html",
  localEmu: "a replica shows only the replicas that were made before it, and the primary's creation date",
  answer: async (call, next) => {
    const key = parseKeyMetadata((await next()).KeyMetadata);
    const related = await findRelatedKeys(call, key, memory);
    if (related === undefined) return { KeyMetadata: key };
    const { primary, replicas } = related;
    return {
      KeyMetadata: {
        ...key,
        CreationDate: memory.key(key.Arn).creationDate ?? key.CreationDate,
        MultiRegionConfiguration: {
          MultiRegionKeyType: primary.Arn === key.Arn ? "PRIMARY" : "REPLICA",
          PrimaryKey: primary,
          ReplicaKeys: replicas,
        },
      },
    };
  },
});
