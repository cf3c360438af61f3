import { isAwsError } from "../../awsErrors";
import type { Context } from "../../context";
import { lengthBetween } from "../../problems";
import { flag, requiredText } from "../../read";
import type { Resource } from "../../resource";
import { sameKey } from "./alias";
import { findKey, putPolicy, readPolicyAndTags } from "./keys";
import { policy } from "./properties";

/** The policy of a key, set apart from the key. https://www.pulumi.com/registry/packages/aws/api-docs/kms/keypolicy/ */
export const keyPolicy: Resource = {
  properties: {
    bypassPolicyLockoutSafetyCheck: { type: "boolean", default: false },
    keyId: { type: "string", required: true, forceNew: true, same: sameKey, problem: lengthBetween(1, 2048) },
    policy: { ...policy, required: true },
  },

  async create(context, inputs) {
    const keyId = requiredText(inputs, "keyId");
    await putPolicy(context, keyId, inputs, requiredText(inputs, "policy"));
    return keyId;
  },

  async read(context, id) {
    const key = await findKey(context, id);
    const found = key === undefined ? undefined : await readPolicyAndTags(context, id);
    if (key === undefined || found === undefined) return undefined;
    return { keyId: key.KeyId ?? id, policy: found.policy ?? null };
  },

  async update(context, id, { inputs, changed }) {
    if (changed("policy")) await putPolicy(context, id, inputs, requiredText(inputs, "policy"));
  },

  /** A key always has a policy, so the default one of AWS comes back; not where the caller had locked itself out. */
  async delete(context, id, state) {
    if (flag(state, "bypassPolicyLockoutSafetyCheck") === true) return;
    try {
      await putPolicy(context, id, state, await defaultPolicy(context));
    } catch (error) {
      if (!isAwsError(error, "NotFoundException", "KMSInvalidStateException")) throw error;
    }
  },
};

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
async function defaultPolicy({ partition, account }: Context): Promise<string> {
  return JSON.stringify({
    Id: "default",
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${await account()}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });
}
