// One resource of each type that the foundation's components and its examples use beside keys, with the settings that they
// use. `config types:revision` 2 changes what can be changed in place.
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const second = new pulumi.Config().getNumber("revision") === 2;
const account = "111111111111";
const tags = { Owner: second ? "audit" : "platform", Environment: "types" };
const key = new aws.kms.Key("key", {
  description: "Everything of this stack at rest",
  enableKeyRotation: true,
});
const allow = (principal, action, resource, condition) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: principal,
      Action: action,
      Resource: resource,
      ...(condition && { Condition: condition }),
    },
  ],
});
const own = { StringEquals: { "aws:SourceAccount": account } };

// Buckets
const bucketOf = (name, args, versioned) => {
  const bucket = new aws.s3.Bucket(name, { bucket: `types-${name}`, forceDestroy: true, tags, ...args });
  const versioning = new aws.s3.BucketVersioning(name, {
    bucket: bucket.id,
    versioningConfiguration: { status: "Enabled" },
    ...(args.region && { region: args.region }),
  });
  return { bucket, versioning };
};
const source = bucketOf("source", {});
const target = bucketOf("target", { region: "eu-west-1" });
const locked = bucketOf("locked", { objectLockEnabled: true });
new aws.s3.BucketLifecycleConfiguration("source", {
  bucket: source.bucket.id,
  rules: [
    {
      id: "archive",
      status: "Enabled",
      filter: { prefix: "AWSLogs/" },
      transitions: [
        { days: second ? 60 : 30, storageClass: "STANDARD_IA" },
        { days: 90, storageClass: "GLACIER_IR" },
      ],
      expiration: { days: 2557 },
      noncurrentVersionExpiration: { noncurrentDays: 30 },
    },
    { id: "uploads", status: "Enabled", abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } },
  ],
});
new aws.s3.BucketObjectLockConfiguration(
  "locked",
  {
    bucket: locked.bucket.id,
    rule: { defaultRetention: { mode: "GOVERNANCE", days: second ? 2 : 1 } },
  },
  { dependsOn: locked.versioning },
);
const replicator = new aws.iam.Role("replicator", {
  name: "types-replicator",
  assumeRolePolicy: JSON.stringify(allow({ Service: "s3.amazonaws.com" }, "sts:AssumeRole", undefined, own)),
});
new aws.s3.BucketReplicationConfig(
  "source",
  {
    bucket: source.bucket.id,
    role: replicator.arn,
    rules: [
      {
        id: "everything",
        status: second ? "Disabled" : "Enabled",
        priority: 0,
        filter: { prefix: "" },
        deleteMarkerReplication: { status: "Disabled" },
        sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
        destination: {
          bucket: target.bucket.arn,
          encryptionConfiguration: { replicaKmsKeyId: `arn:aws:kms:eu-west-1:${account}:alias/types` },
        },
      },
    ],
  },
  { dependsOn: [source.versioning, target.versioning] },
);
const queue = new aws.sqs.Queue("queue", { name: "types", sqsManagedSseEnabled: true, tags });
new aws.sqs.QueuePolicy("queue", {
  queueUrl: queue.url,
  policy: queue.arn.apply((arn) =>
    JSON.stringify(
      allow({ Service: ["s3.amazonaws.com", "sns.amazonaws.com"] }, "sqs:SendMessage", arn, own),
    ),
  ),
});
new aws.s3.BucketNotification("locked", {
  bucket: locked.bucket.id,
  eventbridge: second,
  queues: [{ id: "new", queueArn: queue.arn, events: ["s3:ObjectCreated:*"], filterPrefix: "AWSLogs/" }],
});
new aws.s3.BucketObjectv2("object", {
  bucket: source.bucket.id,
  key: "settings/first.json",
  content: JSON.stringify({ second }),
  contentType: "application/json",
  kmsKeyId: key.arn,
  serverSideEncryption: "aws:kms",
  tags,
});
new aws.s3.BucketObject("plain", {
  bucket: target.bucket.id,
  key: "plain.txt",
  content: "plain",
  region: "eu-west-1",
});

// A secret and its value
const secret = new aws.secretsmanager.Secret("secret", {
  name: "types/secret",
  kmsKeyId: key.arn,
  recoveryWindowInDays: 0,
  tags,
});
new aws.secretsmanager.SecretVersion("secret", {
  secretId: secret.id,
  secretString: second ? "new password" : "password",
});

// Queries over the trail
const database = new aws.glue.CatalogDatabase("database", {
  name: "types_audit",
  description: second ? "Audit records, of two revisions" : "Audit records",
  tags,
});
new aws.glue.CatalogTable("table", {
  databaseName: database.name,
  name: "cloudtrail",
  tableType: "EXTERNAL_TABLE",
  parameters: { EXTERNAL: "TRUE", "projection.enabled": second ? "false" : "true" },
  partitionKeys: [{ name: "region", type: "string" }],
  storageDescriptor: {
    location: "s3://types-source/AWSLogs/",
    inputFormat: "com.amazon.emr.cloudtrail.CloudTrailInputFormat",
    outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
    columns: [
      { name: "eventname", type: "string", comment: "the operation" },
      { name: "eventtime", type: "string" },
    ],
    serDeInfo: {
      name: "records",
      serializationLibrary: "org.apache.hive.hcatalog.data.JsonSerDe",
      parameters: { "serialization.format": "1" },
    },
  },
});
new aws.athena.Workgroup("workgroup", {
  name: "types",
  description: "Queries of the audit records",
  forceDestroy: true,
  tags,
  configuration: {
    bytesScannedCutoffPerQuery: second ? 20_000_000_000 : 10_000_000_000,
    enforceWorkgroupConfiguration: true,
    publishCloudwatchMetricsEnabled: true,
    resultConfiguration: {
      outputLocation: "s3://types-source/results/",
      encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn: key.arn },
    },
  },
});

// A trail to a log group
const logGroup = new aws.cloudwatch.LogGroup("log", {
  name: "/types/cloudtrail",
  retentionInDays: second ? 365 : 90,
  kmsKeyId: key.arn,
  tags,
});
const delivery = new aws.iam.Role("delivery", {
  name: "types-delivery",
  assumeRolePolicy: JSON.stringify(
    allow({ Service: "cloudtrail.amazonaws.com" }, "sts:AssumeRole", undefined, own),
  ),
  tags,
});
new aws.iam.RolePolicy("delivery", {
  role: delivery.id,
  name: "deliver",
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: `arn:aws:logs:us-east-1:${account}:log-group:/types/cloudtrail:log-stream:*`,
      },
    ],
  }),
});
const bucketPolicy = new aws.s3.BucketPolicy("source", {
  bucket: source.bucket.id,
  policy: allow({ Service: "cloudtrail.amazonaws.com" }, "s3:PutObject", "arn:aws:s3:::types-source/*", own),
});
new aws.cloudtrail.Trail(
  "trail",
  {
    name: "types",
    s3BucketName: source.bucket.id,
    isMultiRegionTrail: true,
    includeGlobalServiceEvents: true,
    enableLogFileValidation: true,
    kmsKeyId: key.arn,
    cloudWatchLogsGroupArn: logGroup.arn.apply((arn) => `${arn}:*`),
    cloudWatchLogsRoleArn: delivery.arn,
    advancedEventSelectors: [
      { name: "Management events", fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] },
      ...(second
        ? [
            {
              name: "Objects of one bucket",
              fieldSelectors: [
                { field: "eventCategory", equals: ["Data"] },
                { field: "resources.type", equals: ["AWS::S3::Object"] },
                { field: "resources.ARN", startsWiths: ["arn:aws:s3:::types-target/"] },
              ],
            },
          ]
        : []),
    ],
    tags,
  },
  { dependsOn: [bucketPolicy] },
);

// Alarms of the kinds that monitoring uses
const topic = new aws.sns.Topic("topic", { name: "types", kmsMasterKeyId: key.arn, tags });
new aws.sns.TopicPolicy("topic", {
  arn: topic.arn,
  policy: topic.arn.apply((arn) =>
    JSON.stringify(allow({ Service: "cloudwatch.amazonaws.com" }, "sns:Publish", arn, own)),
  ),
});
new aws.sns.TopicSubscription("topic", {
  topic: topic.arn,
  protocol: "sqs",
  endpoint: queue.arn,
  rawMessageDelivery: second,
});
const filter = new aws.cloudwatch.LogMetricFilter("filter", {
  name: "types-deletions",
  logGroupName: logGroup.name,
  pattern: '{ ($.eventSource = "kms.amazonaws.com") && ($.eventName = "ScheduleKeyDeletion") }',
  metricTransformation: {
    name: "Deletions",
    namespace: "Types",
    value: "1",
    defaultValue: "0",
    unit: "Count",
  },
});
const shared = { evaluationPeriods: 1, treatMissingData: "notBreaching", alarmActions: [topic.arn], tags };
const deletions = new aws.cloudwatch.MetricAlarm("deletions", {
  ...shared,
  name: "types-deletions",
  namespace: "Types",
  metricName: filter.metricTransformation.name,
  statistic: "Sum",
  period: 300,
  threshold: second ? 2 : 1,
  comparisonOperator: "GreaterThanOrEqualToThreshold",
});
const quota = new aws.cloudwatch.MetricAlarm("quota", {
  ...shared,
  name: "types-quota",
  comparisonOperator: "GreaterThanThreshold",
  threshold: 80,
  metricQueries: [
    {
      id: "share",
      expression: "calls / SERVICE_QUOTA(calls) * 100",
      label: "Quota used (%)",
      returnData: true,
    },
    {
      id: "calls",
      metric: {
        namespace: "AWS/Usage",
        metricName: "CallCount",
        period: 60,
        stat: "Sum",
        dimensions: {
          Type: "API",
          Service: "KMS",
          Resource: "CryptographicOperationsSymmetric",
          Class: "None",
        },
      },
    },
  ],
});
new aws.cloudwatch.MetricAlarm("anomaly", {
  ...shared,
  name: "types-anomaly",
  comparisonOperator: "GreaterThanUpperThreshold",
  thresholdMetricId: "band",
  metricQueries: [
    {
      id: "band",
      expression: `ANOMALY_DETECTION_BAND(decrypts, ${second ? 3 : 2})`,
      label: "Expected",
      returnData: true,
    },
    {
      id: "decrypts",
      returnData: true,
      metric: {
        namespace: "AWS/Usage",
        metricName: "CallCount",
        period: 300,
        stat: "Sum",
        dimensions: { Type: "API", Service: "KMS", Resource: "Decrypt", Class: "None" },
      },
    },
  ],
});
new aws.cloudwatch.CompositeAlarm("any", {
  alarmName: "types-any",
  alarmRule: pulumi.interpolate`ALARM("${deletions.name}") OR ALARM("${quota.name}")`,
  alarmActions: [topic.arn],
  tags,
});
new aws.cloudwatch.Dashboard("dashboard", {
  dashboardName: "types",
  dashboardBody: JSON.stringify({
    widgets: [
      {
        type: "text",
        x: 0,
        y: 0,
        width: 24,
        height: 2,
        properties: { markdown: second ? "# Two" : "# One" },
      },
    ],
  }),
});
const rule = new aws.cloudwatch.EventRule("rule", {
  name: "types-reads",
  state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
  eventPattern: JSON.stringify({
    source: ["aws.kms"],
    detail: { eventName: [second ? "Encrypt" : "Decrypt"] },
  }),
  tags,
});
new aws.cloudwatch.EventTarget("rule", {
  rule: rule.name,
  targetId: "topic",
  arn: topic.arn,
  inputTransformer: {
    inputPaths: { who: "$.detail.userIdentity.arn", what: "$.detail.eventName" },
    inputTemplate: '"<who> called <what>"',
  },
  retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: second ? 10 : 5 },
});
