import { kmsActions } from "../../../kms/actions";
import { parseArn } from "../../../kms/arn";
import { AwsError } from "../awsError";
import type { CallMend } from "../mend";

/** Other accounts' keys are used, not managed. */
export const foreignKeys: CallMend = {
  name: "keys of other accounts",
  service: "kms",
  operations: kmsActions
    .filter(({ usesKey, acrossAccounts }) => usesKey && !acrossAccounts)
    .map(({ name }) => name.slice("kms:".length)),
  aws: "an operation that does not work across accounts is `AccessDeniedException` there",
  docs: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html",
  localEmu: "answers `NotFoundException`, or works",
  answer: async ({ operation, input, account }, next) => {
    const arn = String(input.KeyId ?? input.TargetKeyId);
    const owner = parseArn(arn)?.account;
    if (owner !== undefined && /^\d{12}$/.test(owner) && owner !== account) {
      throw new AwsError(
        "AccessDeniedException",
        `User: arn:aws:iam::${account}:root is not authorized to perform: kms:${operation} on resource: ${arn}`,
      );
    }
    return next();
  },
};
