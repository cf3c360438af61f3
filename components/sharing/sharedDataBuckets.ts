/** The shared buckets of an environment. */
import type * as pulumi from "@pulumi/pulumi";
import type { MultiRegionKey } from "../multiRegionKey";
import { type SharedBucketPlan, SharedDataBucket } from "./sharedDataBucket";

/**
 * Makes each bucket under its key.
 * @param plans the buckets by name, each with the name of its key
 * @throws Error where a bucket's key is none of `keys`, which checked settings rule out
 */
export function sharedDataBuckets(
  plans: Readonly<Record<string, SharedBucketPlan & { readonly key: string }>>,
  keys: Readonly<Record<string, MultiRegionKey>>,
  opts: pulumi.ComponentResourceOptions,
): Record<string, SharedDataBucket> {
  return Object.fromEntries(
    Object.entries(plans).map(([name, { key: keyName, ...plan }]) => {
      const key = keys[keyName];
      if (key === undefined) throw new Error(`shared bucket "${name}" names no key: "${keyName}"`);
      return [name, new SharedDataBucket(name, { ...plan, keyArns: key.arns, keyAlias: key.alias }, opts)];
    }),
  );
}
