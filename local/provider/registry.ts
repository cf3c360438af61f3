/** Every resource type and function that this provider serves, by its Pulumi token. */
import type { ProviderFunction, Resource } from "./resource";
import { workgroup } from "./services/athena";
import { trail } from "./services/cloudtrail";
import { compositeAlarm } from "./services/cloudwatch/compositeAlarm";
import { metricAlarm } from "./services/cloudwatch/metricAlarm";
import { dashboard } from "./services/cloudwatch/dashboard";
import { eventRule, eventTarget } from "./services/cloudwatch/events";
import { logGroup, logMetricFilter } from "./services/cloudwatch/logs";
import { policy, rolePolicy, rolePolicyAttachment } from "./services/iam/policies";
import { role } from "./services/iam/role";
import { catalogDatabase } from "./services/glue/catalogDatabase";
import { catalogTable } from "./services/glue/catalogTable";
import { getPolicyDocument } from "./services/iam/policyDocument";
import { alias } from "./services/kms/alias";
import { ciphertext } from "./services/kms/ciphertext";
import { customKeyStore } from "./services/kms/customKeyStore";
import { externalKey } from "./services/kms/externalKey";
import { getAlias, getCipherText, getCustomKeyStore, getKey, getPublicKey } from "./services/kms/functions";
import { grant } from "./services/kms/grant";
import { key } from "./services/kms/key";
import { keyPolicy } from "./services/kms/keyPolicy";
import { replicaExternalKey } from "./services/kms/replicaExternalKey";
import { replicaKey } from "./services/kms/replicaKey";
import { bucket, bucketV2 } from "./services/s3/bucket";
import {
  bucketEncryption,
  bucketOwnershipControls,
  bucketPolicy,
  bucketPublicAccessBlock,
  bucketVersioning,
} from "./services/s3/bucketConfigurations";
import { bucketLifecycle } from "./services/s3/bucketLifecycle";
import { bucketLogging } from "./services/s3/bucketLogging";
import { bucketNotification } from "./services/s3/bucketNotification";
import { bucketObject, bucketObjectv2 } from "./services/s3/bucketObject";
import { bucketObjectLock } from "./services/s3/bucketObjectLock";
import { bucketReplication } from "./services/s3/bucketReplication";
import { secret } from "./services/secretsmanager/secret";
import { secretVersion } from "./services/secretsmanager/secretVersion";
import { topic, topicPolicy } from "./services/sns/topic";
import { topicSubscription } from "./services/sns/topicSubscription";
import { queue, queuePolicy } from "./services/sqs";
import { getCallerIdentity, getPartition, getRegion } from "./services/sts";

const resources: Readonly<Record<string, Resource>> = {
  "aws:athena/workgroup:Workgroup": workgroup,
  "aws:cloudtrail/trail:Trail": trail,
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": compositeAlarm,
  "aws:cloudwatch/dashboard:Dashboard": dashboard,
  "aws:cloudwatch/eventRule:EventRule": eventRule,
  "aws:cloudwatch/eventTarget:EventTarget": eventTarget,
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": logMetricFilter,
  "aws:cloudwatch/metricAlarm:MetricAlarm": metricAlarm,
  "aws:glue/catalogDatabase:CatalogDatabase": catalogDatabase,
  "aws:glue/catalogTable:CatalogTable": catalogTable,
  "aws:iam/policy:Policy": policy,
  "aws:iam/role:Role": role,
  "aws:iam/rolePolicy:RolePolicy": rolePolicy,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": rolePolicyAttachment,
  "aws:kms/alias:Alias": alias,
  "aws:kms/ciphertext:Ciphertext": ciphertext,
  "aws:kms/customKeyStore:CustomKeyStore": customKeyStore,
  "aws:kms/externalKey:ExternalKey": externalKey,
  "aws:kms/grant:Grant": grant,
  "aws:kms/key:Key": key,
  "aws:kms/keyPolicy:KeyPolicy": keyPolicy,
  "aws:kms/replicaExternalKey:ReplicaExternalKey": replicaExternalKey,
  "aws:kms/replicaKey:ReplicaKey": replicaKey,
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucketLifecycle,
  "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2": bucketLifecycle,
  "aws:s3/bucketLogging:BucketLogging": bucketLogging,
  "aws:s3/bucketLoggingV2:BucketLoggingV2": bucketLogging,
  "aws:s3/bucketNotification:BucketNotification": bucketNotification,
  "aws:s3/bucketObject:BucketObject": bucketObject,
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": bucketObjectLock,
  "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2": bucketObjectLock,
  "aws:s3/bucketObjectv2:BucketObjectv2": bucketObjectv2,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": bucketOwnershipControls,
  "aws:s3/bucketPolicy:BucketPolicy": bucketPolicy,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucketPublicAccessBlock,
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": bucketReplication,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": bucketEncryption,
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2":
    bucketEncryption,
  "aws:s3/bucketV2:BucketV2": bucketV2,
  "aws:s3/bucketVersioning:BucketVersioning": bucketVersioning,
  "aws:s3/bucketVersioningV2:BucketVersioningV2": bucketVersioning,
  "aws:secretsmanager/secret:Secret": secret,
  "aws:secretsmanager/secretVersion:SecretVersion": secretVersion,
  "aws:sns/topic:Topic": topic,
  "aws:sns/topicPolicy:TopicPolicy": topicPolicy,
  "aws:sns/topicSubscription:TopicSubscription": topicSubscription,
  "aws:sqs/queue:Queue": queue,
  "aws:sqs/queuePolicy:QueuePolicy": queuePolicy,
};

const functions: Readonly<Record<string, ProviderFunction>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": getCallerIdentity,
  "aws:index/getPartition:getPartition": getPartition,
  "aws:index/getRegion:getRegion": getRegion,
  "aws:iam/getPolicyDocument:getPolicyDocument": getPolicyDocument,
  "aws:kms/getAlias:getAlias": getAlias,
  "aws:kms/getCipherText:getCipherText": getCipherText,
  "aws:kms/getCustomKeyStore:getCustomKeyStore": getCustomKeyStore,
  "aws:kms/getKey:getKey": getKey,
  "aws:kms/getPublicKey:getPublicKey": getPublicKey,
};

/** Something that this provider does not serve, though the official one may. */
export class NotServed extends Error {
  constructor(kind: string, token: string) {
    super(
      `the stand-in aws provider does not serve the ${kind} ${token}: use the official plugin, ` +
        "or add it to local/provider/registry.ts (docs/local-provider.md says how)",
    );
  }
}

/** @throws NotServed */
export function resourceOf(type: string): Resource {
  const resource = resources[type];
  if (resource === undefined) throw new NotServed("resource type", type);
  return resource;
}

/** @throws NotServed */
export function functionOf(token: string): ProviderFunction {
  const definition = functions[token];
  if (definition === undefined) throw new NotServed("function", token);
  return definition;
}

/** The tokens of all that is served. */
export const served = { resources: Object.keys(resources), functions: Object.keys(functions) };
