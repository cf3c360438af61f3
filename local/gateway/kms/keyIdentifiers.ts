import { AwsError } from "../awsError";
import type { CallMend } from "../mend";

/** An ARN that is none of a key is told so. */
export const keyIdentifiers: CallMend = {
  name: "key ARNs",
  service: "kms",
  operations: [
    "DescribeKey",
    "Encrypt",
    "GenerateDataKey",
    "GetKeyPolicy",
    "GetKeyRotationStatus",
    "ListResourceTags",
  ],
  aws: "an ARN that names neither a key nor an alias is `InvalidArnException`",
  docs: "https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html",
  localEmu: "fails with `InternalError` (HTTP 500), which SDKs try again and again",
  answer: async ({ input: { KeyId: id } }, next) => {
    if (
      typeof id === "string" &&
      id.startsWith("arn:") &&
      !/^arn:[^:]+:kms:[^:]+:\d{12}:(key|alias)\/.+$/.test(id)
    ) {
      throw new AwsError("InvalidArnException", `Invalid arn ${id}`);
    }
    return next();
  },
};
