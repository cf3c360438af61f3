import { type ConsumerFacts, UNKNOWN } from "../../../rulebook/facts";
import type { Cases } from "../case";
import { aKey, aReplica, estate, live, place, soundConsumer, soundKey } from "../soundKey";

const critical = { tags: { Criticality: "Critical" } };
const holds = (...changes: readonly Partial<ConsumerFacts>[]) =>
  estate(...changes.map((change) => ({ consumer: { ...soundConsumer, ...change } })));
const textOf = (text: string) => ({ to: "text", text }) as const;
const bucket = { ...place("aws:s3/bucket:Bucket", "files"), kind: "bucket", key: undefined };
const encryptionOf = (id: string) => ({ kind: "bucket", bucket: { to: "resource", id } as const });
const planned = { name: "a key that is only planned", expect: "notApplicable" } as const;

export const operations: Cases = {
  "kms-managed-by-code": [
    planned,
    {
      name: "a tag that names the owner",
      with: { live, tags: { ManagedBy: "kms-foundation" } },
      expect: "pass",
    },
    { name: "no tag", with: { live, tags: {} }, expect: "violation" },
    { name: "an empty tag", with: { live, tags: { ManagedBy: "" } }, expect: "violation" },
    { name: "tags that are not known", with: { live, tags: UNKNOWN }, expect: "unknown" },
  ],
  "kms-disaster-recovery": [
    { name: "a key that is not critical", estate: estate(aKey()), expect: "notApplicable" },
    { name: "a critical key", estate: estate(aKey(critical)), expect: "violation" },
    {
      name: "a critical key with a replica",
      estate: estate(aKey(critical), aReplica(critical)),
      on: "orders",
      expect: "pass",
    },
    {
      name: "its replica",
      estate: estate(aKey(critical), aReplica(critical)),
      on: "orders-replica",
      expect: "notApplicable",
    },
    { name: "tags that are not known", estate: estate(aKey({ tags: UNKNOWN })), expect: "unknown" },
  ],
  "kms-owner-documented": [
    { name: "an owner", expect: "pass" },
    { name: "a team", with: { tags: { team: "shop" } }, expect: "pass" },
    { name: "nobody", with: { tags: {} }, expect: "violation", message: /Owner or Team/ },
    {
      name: "no contact where one is demanded",
      options: { contactTags: ["Contact"] },
      expect: "violation",
      message: /no tag Contact/,
    },
    { name: "tags that are not known", with: { tags: UNKNOWN }, expect: "unknown" },
  ],
  "kms-default-key": [
    { name: "a customer key", estate: holds({}), expect: "pass" },
    {
      name: "no key",
      estate: holds({ key: undefined }),
      expect: "violation",
      message: /queue names no key \(kmsMasterKeyId\)/,
    },
    { name: "AWS's own key", estate: holds({ key: textOf("alias/aws/sqs") }), expect: "violation" },
    {
      name: "AWS's own key by its ARN",
      estate: holds({ key: textOf("arn:aws:kms:us-east-1:111111111111:alias/aws/sqs") }),
      expect: "violation",
    },
    {
      name: "a customer key's alias",
      estate: holds({ key: textOf("alias/prod/aws/orders") }),
      expect: "pass",
    },
    {
      name: "a kind that need not",
      estate: holds({ key: undefined }),
      options: { kinds: ["bucket"] },
      expect: "notApplicable",
    },
    { name: "a kind that must", estate: holds({}), options: { kinds: ["queue"] }, expect: "pass" },
    { name: "a key that is not known", estate: holds({ key: UNKNOWN }), expect: "unknown" },
    { name: "a bucket of which nobody says anything", estate: holds(bucket), expect: "violation" },
    {
      name: "a bucket whose encryption stands apart",
      estate: holds(bucket, encryptionOf(bucket.resource.id)),
      on: "files",
      expect: "notApplicable",
    },
    {
      name: "a bucket beside another's encryption",
      estate: holds(bucket, encryptionOf("urn:other")),
      on: "files",
      expect: "violation",
    },
  ],
  "kms-bucket-key": [
    { name: "a queue", estate: holds({}), expect: "notApplicable" },
    {
      name: "a bucket with a bucket key",
      estate: holds({ kind: "bucket", bucketKey: true }),
      expect: "pass",
    },
    {
      name: "a bucket without one",
      estate: holds({ kind: "bucket", bucketKey: false }),
      expect: "violation",
    },
    {
      name: "one that is not known",
      estate: holds({ kind: "bucket", bucketKey: UNKNOWN }),
      expect: "unknown",
    },
  ],
  "kms-direct-encryption": [
    planned,
    { name: "few calls", with: { live }, expect: "pass" },
    {
      name: "many calls",
      with: { live: { ...live, directCallsADay: 2_000_000 } },
      expect: "violation",
      message: /2000000 direct calls/,
    },
    {
      name: "many calls where they are allowed",
      with: { live: { ...live, directCallsADay: 2_000_000 } },
      options: { maximumCallsADay: 3_000_000 },
      expect: "pass",
    },
    {
      name: "CloudTrail that was not read",
      with: { live: { ...live, directCallsADay: UNKNOWN } },
      expect: "unknown",
    },
  ],
  "kms-assessment-error": [
    { name: "keys that were read", estate: estate(aKey({ live })), expect: "pass" },
    { name: "no keys", estate: estate(), expect: "notApplicable" },
    {
      name: "grants that may not be listed",
      estate: estate(aKey({ live }), {
        gap: { ...soundKey, calls: [{ action: "kms:ListGrants", problem: "AccessDeniedException" }] },
      }),
      expect: "violation",
      message: /kms:ListGrants failed: AccessDeniedException/,
    },
  ],
};
