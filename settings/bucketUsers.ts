/** What the roles of shared buckets may do with the buckets' keys: derived, so that it cannot be forgotten or too much. */
import type { MultiRegionKeyArgs } from "../components/keyArgs";
import { bucketShare, useOf } from "../components/sharing/bucketShare";
import { accountOf } from "../kms/arn";
import type { KeyPolicyIntent, KeyUsers } from "../kms/policy/build/intent";
import type { SharedBucket } from "./environment";

/**
 * The keys, with the use by the readers and writers of their buckets: through S3 and for these buckets alone. Roles of other
 * accounts become shares, roles of the own account users. A key with a whole policy stays as it is.
 */
export function withBucketUsers(
  keys: Readonly<Record<string, MultiRegionKeyArgs>>,
  buckets: Readonly<Record<string, SharedBucket>>,
): Record<string, MultiRegionKeyArgs> {
  return Object.fromEntries(
    Object.entries(keys).map(([name, key]) => {
      const own = Object.entries(buckets).filter(([, bucket]) => bucket.key === name);
      if (own.length === 0 || typeof key.policy === "string") return [name, key];
      return [name, { ...key, policy: { ...key.policy, ...addedTo(key.policy, own) } }];
    }),
  );
}

function addedTo(
  policy: KeyPolicyIntent,
  buckets: readonly (readonly [string, SharedBucket])[],
): Pick<KeyPolicyIntent, "shares" | "users"> {
  const kinds = buckets.flatMap(([name, bucket]) =>
    (["readers", "writers"] as const).map((kind) => ({ name, bucket, kind })),
  );
  const shares = kinds.flatMap(({ name, bucket, kind }) => bucketShare(name, bucket, kind) ?? []);
  const users = kinds.flatMap(({ name, bucket, kind }): KeyUsers[] => {
    const principals = bucket[kind].filter((role) => accountOf(role) === bucket.accountId);
    return principals.length === 0 ? [] : [{ ...useOf(name, bucket, kind), principals }];
  });
  return {
    ...(shares.length > 0 && { shares: [...(policy.shares ?? []), ...shares] }),
    ...(users.length > 0 && { users: [...(policy.users ?? []), ...users] }),
  };
}
