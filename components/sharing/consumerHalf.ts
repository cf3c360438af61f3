/** The other account's half of what is shared: identity policies that it attaches to its own roles, one a Region. */
import type * as pulumi from "@pulumi/pulumi";
import { consumerIdentityPolicy } from "../../kms/policy/build/consumerIdentityPolicy";
import type { KeyShare } from "../../kms/policy/build/intent";
import { shareNames } from "../../kms/policy/build/shareGrants";
import type { JsonPolicy } from "../../kms/policy/document";
import type { MultiRegionKeyArgs } from "../keyArgs";
import { resolveKind } from "../keyKind";
import { type BucketUsers, consumerBucketStatements } from "./bucketAccess";
import { bucketArn, bucketIn, type BucketPlace, regionsOf } from "./bucketPlace";

type KeyArns = pulumi.Output<Readonly<Record<string, string>>>;

/** An IAM policy document as JSON by Region. */
export type IdentityPolicies = Readonly<Record<string, string>>;

/** A share, as its consumer needs to know it. */
export interface ShareHalf {
  /** Whom the key's owner lets use the key. */
  readonly principals: readonly string[];
  /** What the consumer's IAM must allow beside; by a grant no more is needed in the key's own account. */
  readonly identityPolicies: IdentityPolicies;
}

/** The consumers' halves of a key's shares by the share's name; undefined where it has none. */
export function shareHalves(
  args: MultiRegionKeyArgs,
  arns: KeyArns,
): pulumi.Output<Readonly<Record<string, ShareHalf>>> | undefined {
  const shares = typeof args.policy === "string" ? [] : (args.policy.shares ?? []);
  if (shares.length === 0) return undefined;
  const names = shareNames(shares);
  const key = resolveKind(args);
  return arns.apply((known) =>
    Object.fromEntries(
      shares.map((share, index) => [
        names[index] ?? "",
        {
          principals: share.principalArns ?? share.principals,
          identityPolicies: Object.fromEntries(
            Object.entries(known).map(([region, arn]) => [
              region,
              JSON.stringify(consumerIdentityPolicy(share, { [region]: arn }, key)),
            ]),
          ),
        },
      ]),
    ),
  );
}

/**
 * What a bucket's readers or writers of another account need: the bucket and, through S3, its key.
 * @param share by which they use the key
 */
export function bucketHalf(
  kind: keyof BucketUsers,
  place: BucketPlace,
  share: KeyShare,
  arns: KeyArns,
): pulumi.Output<IdentityPolicies> {
  return arns.apply((known) =>
    Object.fromEntries(
      regionsOf(place).map((region) => {
        const { Version, Statement } = consumerIdentityPolicy(share, { [region]: known[region] ?? "" });
        const bucket = bucketArn(bucketIn(place, region), region);
        const policy: JsonPolicy = {
          Version,
          Statement: [...consumerBucketStatements(kind, bucket), ...Statement],
        };
        return [region, JSON.stringify(policy)];
      }),
    ),
  );
}
