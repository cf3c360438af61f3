import { UNKNOWN } from "../../../rulebook/facts";
import type { Cases } from "../case";
import { aKey, aReplica, estate, live, soundKey } from "../soundKey";

const critical = { tags: { Criticality: "Critical" } };
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
    { name: "a customer key", expect: "pass" },
    {
      name: "no key",
      with: { key: undefined },
      expect: "violation",
      message: /queue names no key \(kmsMasterKeyId\)/,
    },
    { name: "AWS's own key", with: { key: { to: "text", text: "alias/aws/sqs" } }, expect: "violation" },
    {
      name: "AWS's own key by its ARN",
      with: { key: { to: "text", text: "arn:aws:kms:us-east-1:111111111111:alias/aws/sqs" } },
      expect: "violation",
    },
    {
      name: "a customer key's alias",
      with: { key: { to: "text", text: "alias/prod/aws/orders" } },
      expect: "pass",
    },
    {
      name: "a kind that need not",
      with: { key: undefined },
      options: { kinds: ["bucket"] },
      expect: "notApplicable",
    },
    { name: "a key that is not known", with: { key: UNKNOWN }, expect: "unknown" },
  ],
  "kms-bucket-key": [
    { name: "a queue", expect: "notApplicable" },
    { name: "a bucket with a bucket key", with: { kind: "bucket", bucketKey: true }, expect: "pass" },
    { name: "a bucket without one", with: { kind: "bucket", bucketKey: false }, expect: "violation" },
    { name: "one that is not known", with: { kind: "bucket", bucketKey: UNKNOWN }, expect: "unknown" },
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
