import { type ConsumerFacts, UNKNOWN } from "../facts";
import {
  type EstateVerdict,
  estateRule,
  notApplicable,
  pass,
  unknown,
  type Verdict,
  violation,
} from "../rule";

/** A bucket does not call KMS for each object. */
export const bucketKey = estateRule({
  id: "kms-bucket-key",
  title: "Buckets under SSE-KMS use S3 Bucket Keys",
  area: "Operations",
  severity: "low",
  level: "advisory",
  rationale:
    "Without a bucket key each object costs a call to KMS: up to a hundred times the cost, and the account's request quota is everybody's.",
  remedy: {
    property: "bucketKeyEnabled: true",
  },
  awsPage: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html",
  check: ({ consumer: consumers }) =>
    consumers.map((one): EstateVerdict => ({ resource: one.resource, verdict: verdictOn(one) })),
});

function verdictOn({ bucketKey: enabled }: ConsumerFacts): Verdict {
  if (enabled === undefined) return notApplicable("no bucket under SSE-KMS");
  if (enabled === UNKNOWN) return unknown("bucketKeyEnabled");
  return enabled ? pass : violation("the bucket calls KMS for each object: its bucket key is off");
}
