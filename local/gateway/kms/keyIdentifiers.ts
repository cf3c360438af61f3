import { partitionOf } from "../../../kms/partitions";
import { AwsError } from "../awsError";
import type { CallMend } from "../mend";
import { isJsonObject } from "../protocol";
import type { KeyMemory } from "./keyMemory";

/** An id leads to a key, as long as there is one. */
export const keyIdentifiers = (memory: KeyMemory): CallMend => ({
  name: "key ids and ARNs",
  service: "kms",
  operations: [
    ...[
      "DescribeKey",
      "ListKeys",
      "GetKeyPolicy",
      "GetKeyRotationStatus",
      "ListResourceTags",
      "GetPublicKey",
    ],
    ...[
      "CancelKeyDeletion",
      "ScheduleKeyDeletion",
      "Encrypt",
      "Decrypt",
      "GenerateDataKey",
      "Sign",
      "Verify",
    ],
  ],
  aws: "a key is gone once its date of deletion has passed; an ARN that names neither a key nor an alias is `InvalidArnException`",
  docs: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
  localEmu:
    "never deletes a key, and fails on such an ARN with `InternalError` (HTTP 500), which SDKs try again and again",
  answer: async (call, next) => {
    if (call.operation === "ListKeys") {
      const output = await next();
      const listed = Array.isArray(output.Keys) ? output.Keys.filter(isJsonObject) : [];
      return { ...output, Keys: listed.filter(({ KeyArn }) => !memory.isGone(String(KeyArn))) };
    }
    const { KeyId: id } = call.input;
    if (typeof id !== "string") return next();
    const isArn = id.startsWith("arn:");
    if (isArn && !/^arn:[^:]+:kms:[^:]+:\d{12}:(key|alias)\/.+$/.test(id)) {
      throw new AwsError("InvalidArnException", `Invalid arn ${id}`);
    }
    const partition = partitionOf(call.region) ?? "aws";
    const arn = isArn ? id : `arn:${partition}:kms:${call.region}:${call.account}:key/${id}`;
    if (memory.isGone(arn)) throw new AwsError("NotFoundException", `Key '${arn}' does not exist`);
    return next();
  },
});
