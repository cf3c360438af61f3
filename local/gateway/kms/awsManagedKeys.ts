import type { CallMend } from "../mend";
import { isJsonObject } from "../protocol";
import { parseKeyMetadata } from "./key";

/** Keys behind `alias/aws/` are AWS's. */
export const awsManagedKeys: CallMend = {
  name: "AWS managed keys",
  service: "kms",
  operations: ["DescribeKey"],
  aws: "the key of an `alias/aws/` alias has `KeyManager` `AWS`",
  docs: "https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-key",
  localEmu: "makes it as a customer's key where the alias is looked at first",
  answer: async (call, next) => {
    const key = parseKeyMetadata((await next()).KeyMetadata);
    // LocalEmu makes these keys without a description; most others have one, and need no second look.
    const isOwn = key.AWSAccountId === call.account;
    if (!isOwn || key.Description !== "" || key.MultiRegion) return { KeyMetadata: key };
    const { Aliases } = await call.localEmu("ListAliases", { KeyId: key.KeyId });
    const isManaged =
      Array.isArray(Aliases) &&
      Aliases.filter(isJsonObject).some(({ AliasName }) => String(AliasName).startsWith("alias/aws/"));
    return { KeyMetadata: isManaged ? { ...key, KeyManager: "AWS" } : key };
  },
};
