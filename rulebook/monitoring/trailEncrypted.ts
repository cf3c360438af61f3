import {
  isReference,
  type ConsumerFacts,
  type Estate,
  type Fact,
  type Reference,
  resolve,
  type Resource,
  UNKNOWN,
} from "../facts";
import {
  type EstateVerdict,
  estateRule,
  notApplicable,
  pass,
  unknown,
  type Verdict,
  violation,
} from "../rule";
import { missingFor } from "./services";

/** What the services call. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html */
const ofTrail = ["kms:GenerateDataKey"];
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
const ofLogGroup = ["kms:Decrypt", "kms:GenerateDataKey"];

/** The record itself is encrypted, by a key that the services can use. */
export const trailEncrypted = estateRule({
  id: "kms-trail-encrypted",
  title: "Trails, their buckets and log groups are under a key that their service can use",
  area: "Monitoring",
  severity: "medium",
  level: "advisory",
  rationale:
    "A trail tells who did what with every key; under a customer key its readers are named. A key that CloudTrail or CloudWatch Logs may not use stops the record, or the update.",
  remedy: {
    setting: "services: cloudtrail and cloudwatchLogs on the key",
    property:
      "kmsKeyId of the Trail or LogGroup, kmsMasterKeyId of the bucket's encryption, and a key policy that lets the service generate data keys",
  },
  awsPage:
    "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html",
  standards: { cis: ["3.5"], fsbp: ["CloudTrail.2"], nist: ["AU-9", "SC-28"], pci: ["10.3.2"] },
  check: (estate) => [
    ...estate.trail.map(({ resource, key, region }): EstateVerdict => ({
      resource,
      verdict: verdictOn({ resource, key, region }, () => "cloudtrail.amazonaws.com", ofTrail, estate),
    })),
    ...estate.consumer.filter((one) => isBucketOfTrail(one, estate)).map((one) => onBucket(one, estate)),
    ...estate.consumer.filter(isKeyedLogGroup).map(({ resource, key, region }): EstateVerdict => ({
      resource,
      verdict: verdictOn(
        { resource, key, region },
        (place) => `logs.${place}.amazonaws.com`,
        ofLogGroup,
        estate,
      ),
    })),
  ],
});

function isBucketOfTrail({ bucket }: ConsumerFacts, { trail: trails }: Estate): boolean {
  return (
    isReference(bucket) && trails.some((trail) => isReference(trail.bucket) && isSame(trail.bucket, bucket))
  );
}

function isSame(one: Reference, other: Reference): boolean {
  return one.to === "resource"
    ? other.to === "resource" && one.id === other.id
    : other.to === "text" && one.text === other.text;
}

/** What a trail writes without its own key, its digests among it, is under the key of the bucket. */
function onBucket({ resource, key, region }: ConsumerFacts, estate: Estate): EstateVerdict {
  const service = () => "cloudtrail.amazonaws.com";
  return { resource, verdict: verdictOn({ resource, key, region }, service, ofTrail, estate) };
}

function isKeyedLogGroup({ kind, key }: ConsumerFacts): boolean {
  return kind === "log group" && key !== undefined;
}

interface Encrypted {
  readonly resource: Resource;
  readonly key: Fact<Reference | undefined>;
  readonly region: Fact<string>;
}

function verdictOn(
  { key: reference, region }: Encrypted,
  serviceIn: (region: string) => string,
  actions: readonly string[],
  estate: Estate,
): Verdict {
  if (reference === UNKNOWN) return unknown("key of the trail, its bucket or the log group");
  if (reference === undefined) return violation("no customer key encrypts it");
  const key = resolve(reference, estate.key);
  if (key === undefined) return notApplicable("its key is elsewhere");
  const place = region === UNKNOWN ? key.region : region;
  if (place === UNKNOWN) return unknown("Region of the trail or log group");
  const service = serviceIn(place);
  const missing = missingFor(service, actions, key, estate);
  if ("verdict" in missing) return missing.verdict;
  return missing.length === 0
    ? pass
    : violation(`the key ${key.resource.name} does not let ${service} call ${missing.join(", ")}`);
}
