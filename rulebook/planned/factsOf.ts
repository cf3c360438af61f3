/** What Pulumi resources are, in the rulebook's terms. */
import type { ResourceFacts } from "../facts";
import { alias, grant, identityPolicy, inlinePolicies } from "./access";
import { bucket, bucketEncryptionRules, consumer, consumerTypes } from "./consumers";
import { attachedPolicy, externalKey, key, replicaExternalKey, replicaKey } from "./keys";
import {
  alarm,
  dashboard,
  eventRule,
  eventTarget,
  metricFilter,
  subscription,
  topic,
  trail,
} from "./monitoring";
import type { PulumiResource } from "./properties";

export type { PulumiResource } from "./properties";

type Reader = (resource: PulumiResource) => ResourceFacts;

const readers: Readonly<Record<string, Reader>> = {
  ...Object.fromEntries(consumerTypes.map((type) => [type, consumer])),
  "aws:kms/key:Key": key,
  "aws:kms/replicaKey:ReplicaKey": replicaKey,
  "aws:kms/externalKey:ExternalKey": externalKey,
  "aws:kms/replicaExternalKey:ReplicaExternalKey": replicaExternalKey,
  "aws:kms/keyPolicy:KeyPolicy": attachedPolicy,
  "aws:kms/grant:Grant": grant,
  "aws:kms/alias:Alias": alias,
  "aws:iam/policy:Policy": identityPolicy,
  "aws:iam/role:Role": inlinePolicies,
  "aws:iam/rolePolicy:RolePolicy": identityPolicy,
  "aws:iam/userPolicy:UserPolicy": identityPolicy,
  "aws:iam/groupPolicy:GroupPolicy": identityPolicy,
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    bucketEncryptionRules,
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2":
    bucketEncryptionRules,
  "aws:cloudtrail/trail:Trail": trail,
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": metricFilter,
  "aws:cloudwatch/metricAlarm:MetricAlarm": alarm,
  "aws:cloudwatch/eventRule:EventRule": eventRule,
  "aws:cloudwatch/eventTarget:EventTarget": eventTarget,
  "aws:cloudwatch/dashboard:Dashboard": dashboard,
  "aws:sns/topic:Topic": topic,
  "aws:sns/topicSubscription:TopicSubscription": subscription,
};

/** The facts of a resource; undefined for one that no rule is about. */
export function factsOf(resource: PulumiResource): ResourceFacts | undefined {
  return readers[resource.type]?.(resource);
}
