/** Shared buckets: their settings with the gaps filled, and what they demand of their keys. */
import type { MultiRegionKeyArgs } from "../components/keyArgs";
import { resolveKind } from "../components/keyKind";
import { logBucketIn, MAX_BUCKET_NAME_LENGTH, regionsOf } from "../components/sharing/bucketPlace";
import { nearest } from "../kms/nearest";
import type { SharedBucket } from "./environment";
import type { SettingsProblem } from "./problems";
import type { EnvironmentSetting } from "./schema";

type Keys = Readonly<Record<string, MultiRegionKeyArgs>>;
type Buckets = Readonly<Record<string, SharedBucket>>;

/**
 * The shared buckets by name. A bucket is in its key's primary Region unless it says otherwise, and called after environment,
 * name and account, so that nobody else has the name.
 */
export function resolveSharedBuckets(environment: EnvironmentSetting, keys: Keys): Buckets {
  return Object.fromEntries(
    Object.entries(environment.sharedBuckets ?? {}).map(([name, bucket]) => [
      name,
      {
        ...bucket,
        accountId: environment.accountId,
        bucketName: bucket.bucketName ?? `${environment.environment}-${name}-${environment.accountId}`,
        region: bucket.region ?? keys[bucket.key]?.primaryRegion ?? "",
        readers: bucket.readers ?? [],
        writers: bucket.writers ?? [],
        tags: { ...environment.tags, ...bucket.tags },
      },
    ]),
  );
}

/** What cannot be about the shared buckets. */
export function sharedBucketProblems(buckets: Buckets, keys: Keys): SettingsProblem[] {
  return Object.entries(buckets).flatMap(([name, bucket]) => {
    const key = keys[bucket.key];
    const problems = [
      ...(key === undefined ? [noKey(bucket.key, keys)] : keyProblems(bucket, key)),
      ...ownProblems(bucket),
      ...nameProblems(name, bucket, buckets),
    ];
    return problems.map(({ path, message }) => ({ path: `sharedBuckets.${name}.${path}`, message }));
  });
}

function noKey(wanted: string, keys: Keys): SettingsProblem {
  const near = nearest(wanted, Object.keys(keys));
  const hint =
    near === undefined ? `the keys are ${Object.keys(keys).join(", ")}` : `did you mean "${near}"?`;
  return { path: "key", message: `there is no key "${wanted}"; ${hint}` };
}

function keyProblems(bucket: SharedBucket, key: MultiRegionKeyArgs): SettingsProblem[] {
  const keyRegions = [key.primaryRegion, ...(key.replicaRegions ?? [])];
  const places = [
    { path: "region", region: bucket.region },
    ...(bucket.replicaRegion === undefined ? [] : [{ path: "replicaRegion", region: bucket.replicaRegion }]),
  ];
  const { spec } = resolveKind(key);
  return [
    ...places
      .filter(({ region }) => !keyRegions.includes(region))
      .map(({ path, region }) => ({
        path,
        message: `key ${bucket.key} is in ${keyRegions.join(", ")}, not in ${region}: take one of these, or add it to keys.${bucket.key}.replicaRegions`,
      })),
    ...(spec === "SYMMETRIC_DEFAULT"
      ? []
      : [{ path: "key", message: `S3 uses symmetric encryption keys, and ${bucket.key} is ${spec}` }]),
    ...accessProblems(bucket, key),
  ];
}

/** The roles' use of the key is written into its policy, which settings alone can describe. */
function accessProblems(
  { key: name, replicaRegion }: SharedBucket,
  key: MultiRegionKeyArgs,
): SettingsProblem[] {
  if (typeof key.policy === "string") {
    const message = `the roles must use key ${name}, whose access is a whole policy: describe it by settings, such as users and shares`;
    return [{ path: "key", message }];
  }
  return key.policy.rootAccess === "none" && replicaRegion !== undefined
    ? [
        {
          path: "replicaRegion",
          message: `S3 copies with a role that uses key ${name} by an IAM policy, which rootAccess: none rules out`,
        },
      ]
    : [];
}

function ownProblems({ readers, writers, region, replicaRegion }: SharedBucket): SettingsProblem[] {
  return [
    ...(readers.length + writers.length === 0
      ? [{ path: "readers", message: "name a role that reads or one that writes: nobody uses the bucket" }]
      : []),
    ...(replicaRegion === region
      ? [{ path: "replicaRegion", message: `the bucket is in ${region} already: name another Region` }]
      : []),
  ];
}

function nameProblems(name: string, bucket: SharedBucket, buckets: Buckets): SettingsProblem[] {
  const longest = Math.max(...regionsOf(bucket).map((region) => logBucketIn(bucket, region).length));
  const other = Object.entries(buckets).find(([, { bucketName }]) => bucketName === bucket.bucketName)?.[0];
  return [
    ...(longest > MAX_BUCKET_NAME_LENGTH
      ? [
          {
            path: "bucketName",
            message: `with Region and -logs the name "${bucket.bucketName}" has ${longest} characters, and S3 takes ${MAX_BUCKET_NAME_LENGTH}: set a shorter one`,
          },
        ]
      : []),
    ...(other === name
      ? []
      : [{ path: "bucketName", message: `"${bucket.bucketName}" is the name of ${String(other)} already` }]),
  ];
}
