import {
  type Fact,
  type KeyFacts,
  type Reference,
  type ResourceFacts,
  UNKNOWN,
} from "../../../rulebook/facts";
import type { Cases } from "../case";
import {
  aKey,
  allow,
  aReplica,
  estate,
  live,
  OWNER,
  place,
  policyOf,
  rootStatement,
  soundKey,
} from "../soundKey";

const to = (id: string): Reference => ({ to: "resource", id });
const key = to(soundKey.resource.id);

const aTrail = (changes: object = {}) => ({
  trail: {
    ...place("aws:cloudtrail/trail:Trail", "trail"),
    multiRegion: true,
    logging: true,
    validated: true,
    kmsEvents: "all" as const,
    key,
    ...changes,
  },
});

const owned = { StringEquals: { "aws:SourceAccount": OWNER } };
const keyFor = (service: string, ...actions: string[]): Partial<KeyFacts> => ({
  policy: policyOf(rootStatement, allow({ Service: service }, actions, owned)),
});
const aLogGroup = {
  consumer: {
    ...place("aws:cloudwatch/logGroup:LogGroup", "logs"),
    kind: "log group",
    property: "kmsKeyId",
    key,
    bucketKey: undefined,
  },
};

const named = (text: string): Reference => ({ to: "text", text });
const bucketUnder = (of: Fact<Reference | undefined>, bucket = to("urn:bucket")): ResourceFacts => ({
  consumer: {
    ...place(
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "records",
    ),
    kind: "bucket",
    property: "kmsMasterKeyId",
    key: of,
    bucket,
    bucketKey: true,
  },
});

const topicPlace = place("aws:sns/topic:Topic", "alarms");
const topic = (changes: object = {}) => ({ topic: { ...topicPlace, key, ...changes } });
const subscription = {
  subscription: {
    ...place("aws:sns/topicSubscription:TopicSubscription", "mail"),
    topic: to(topicPlace.resource.id),
  },
};
const filter = (pattern: string, region = "us-east-1") => ({
  metricFilter: {
    ...place("aws:cloudwatch/logMetricFilter:LogMetricFilter", "deleted", region),
    pattern,
    namespace: "Keys",
    metric: "Deleted",
  },
});
const alarm = (changes: object = {}) => ({
  alarm: {
    ...place("aws:cloudwatch/metricAlarm:MetricAlarm", "deleted"),
    namespace: "Keys",
    metric: "Deleted",
    actionsEnabled: true,
    actions: [to(topicPlace.resource.id)],
    ...changes,
  },
});
const eventRule = (names: unknown, changes: object = {}) => {
  const rule = {
    ...place("aws:cloudwatch/eventRule:EventRule", "keys"),
    pattern: {
      source: ["aws.kms"],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: { eventSource: ["kms.amazonaws.com"], eventName: names },
    },
    state: "ENABLED",
    bus: "default",
    ...changes,
  };
  const target = {
    eventTarget: {
      ...place("aws:cloudwatch/eventTarget:EventTarget", "keys"),
      rule: to(rule.resource.id),
      target: to(topicPlace.resource.id),
    },
  };
  return [{ eventRule: rule }, target];
};
const bothDeletions =
  '{ ($.eventSource = "kms.amazonaws.com") && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }';
const deletions = ["DisableKey", "ScheduleKeyDeletion"];
const changes = [
  "PutKeyPolicy",
  "CreateGrant",
  "DisableKeyRotation",
  "DeleteImportedKeyMaterial",
  "ReplicateKey",
  "UpdatePrimaryRegion",
];
const heard = [topic(), subscription];

const dashboard = (...names: string[]) => ({
  dashboard: {
    ...place("aws:cloudwatch/dashboard:Dashboard", "keys"),
    metrics: names.map((name) => ({ namespace: "AWS/KMS", name })),
  },
});

export const monitoring: Cases = {
  "kms-trail": [
    { name: "no trail", estate: estate(), expect: "notApplicable" },
    { name: "a stack of keys without a trail", estate: estate(aKey()), expect: "notApplicable" },
    {
      name: "an account that lives without a trail",
      estate: estate(aKey({ live })),
      expect: "violation",
      message: /no trail/,
    },
    {
      name: "an account that does not let its trails be read",
      estate: estate(aKey({ live }), {
        gap: {
          ...place("AWS::IAM::Account", "account"),
          calls: [{ action: "cloudtrail:DescribeTrails", problem: "AccessDenied" }],
        },
      }),
      expect: "unknown",
    },
    {
      name: "no trail where one is required",
      estate: estate(),
      options: { required: true },
      expect: "violation",
    },
    { name: "a trail of everything", estate: estate(aTrail()), expect: "pass" },
    {
      name: "a trail of one Region",
      estate: estate(aTrail({ multiRegion: false })),
      expect: "violation",
      message: /one Region alone/,
    },
    {
      name: "a trail that is off",
      estate: estate(aTrail({ logging: false })),
      expect: "violation",
      message: /does not log/,
    },
    {
      name: "a trail without validation",
      estate: estate(aTrail({ validated: false })),
      expect: "violation",
      message: /validate/,
    },
    {
      name: "a trail without KMS",
      estate: estate(aTrail({ kmsEvents: "none" })),
      expect: "violation",
      message: /leaves out the calls to KMS/,
    },
    {
      name: "a trail without reads",
      estate: estate(aTrail({ kmsEvents: "writes" })),
      expect: "violation",
      message: /Decrypt/,
    },
    {
      name: "a trail without writes",
      estate: estate(aTrail({ kmsEvents: "reads" })),
      expect: "violation",
      message: /change keys/,
    },
    {
      name: "a narrow trail beside a whole one",
      estate: estate(aTrail({ kmsEvents: "none" }), aTrail()),
      expect: "pass",
    },
    {
      name: "selectors that are not known",
      estate: estate(aTrail({ kmsEvents: UNKNOWN })),
      expect: "unknown",
    },
  ],
  "kms-trail-encrypted": [
    { name: "no trail", estate: estate(aKey()), expect: "notApplicable" },
    { name: "a trail without a key", estate: estate(aTrail({ key: undefined })), expect: "violation" },
    {
      name: "a key that lets CloudTrail in",
      estate: estate(aKey(keyFor("cloudtrail.amazonaws.com", "kms:GenerateDataKey*")), aTrail()),
      expect: "pass",
    },
    {
      name: "a key that does not",
      estate: estate(aKey(), aTrail()),
      expect: "violation",
      message: /does not let cloudtrail.amazonaws.com call kms:GenerateDataKey/,
    },
    {
      name: "AWS's default policy",
      estate: estate(aKey({ policy: { kind: "default" } }), aTrail()),
      expect: "violation",
    },
    {
      name: "a policy that is not known",
      estate: estate(aKey({ policy: UNKNOWN }), aTrail()),
      expect: "unknown",
    },
    { name: "a key elsewhere", estate: estate(aTrail()), expect: "notApplicable" },
    { name: "a key that is not known", estate: estate(aTrail({ key: UNKNOWN })), expect: "unknown" },
    {
      name: "a log group whose key lets its service in",
      estate: estate(
        aKey(keyFor("logs.us-east-1.amazonaws.com", "kms:Decrypt", "kms:GenerateDataKey*")),
        aLogGroup,
      ),
      expect: "pass",
    },
    {
      name: "the trail's bucket under a key that lets CloudTrail in",
      estate: estate(
        aKey(keyFor("cloudtrail.amazonaws.com", "kms:GenerateDataKey*")),
        aTrail({ bucket: to("urn:bucket") }),
        bucketUnder(key),
      ),
      on: "records",
      expect: "pass",
    },
    {
      name: "the trail's bucket under a key that does not",
      estate: estate(aKey(), aTrail({ bucket: to("urn:bucket") }), bucketUnder(key)),
      on: "records",
      expect: "violation",
      message: /does not let cloudtrail/,
    },
    {
      name: "the trail's bucket under no customer key",
      estate: estate(aKey(), aTrail({ bucket: to("urn:bucket") }), bucketUnder(undefined)),
      on: "records",
      expect: "violation",
      message: /no customer key/,
    },
    {
      name: "the trail's bucket, by its name",
      estate: estate(aTrail({ bucket: named("records") }), bucketUnder(undefined, named("records"))),
      on: "records",
      expect: "violation",
    },
    {
      name: "another bucket, by its name",
      estate: estate(aTrail({ bucket: named("records") }), bucketUnder(undefined, named("others"))),
      on: "records",
      expect: "notApplicable",
    },
    {
      name: "a bucket of another",
      estate: estate(aTrail({ bucket: to("urn:other") }), bucketUnder(undefined)),
      on: "records",
      expect: "notApplicable",
    },
    {
      name: "a bucket whose key is not known",
      estate: estate(aTrail({ bucket: to("urn:bucket") }), bucketUnder(UNKNOWN)),
      on: "records",
      expect: "unknown",
    },
    {
      name: "a log group whose key lets another Region's in",
      estate: estate(
        aKey(keyFor("logs.us-west-2.amazonaws.com", "kms:Decrypt", "kms:GenerateDataKey*")),
        aLogGroup,
      ),
      expect: "violation",
      message: /logs.us-east-1/,
    },
  ],
  "kms-alarm-deletion": [
    { name: "no key", estate: estate(), expect: "notApplicable" },
    {
      name: "nothing",
      estate: estate(aKey()),
      expect: "violation",
      message: /DisableKey, ScheduleKeyDeletion in us-east-1/,
    },
    {
      name: "a metric filter with an alarm",
      estate: estate(aKey(), ...heard, filter(bothDeletions), alarm()),
      expect: "pass",
    },
    {
      name: "a filter of one call",
      estate: estate(aKey(), ...heard, filter("{ $.eventName = DisableKey }"), alarm()),
      expect: "violation",
      message: /hears of ScheduleKeyDeletion in/,
    },
    {
      name: "a filter without an alarm",
      estate: estate(aKey(), ...heard, filter(bothDeletions)),
      expect: "violation",
    },
    {
      name: "an alarm on another metric",
      estate: estate(aKey(), ...heard, filter(bothDeletions), alarm({ metric: "Other" })),
      expect: "violation",
    },
    {
      name: "an alarm that does nothing",
      estate: estate(aKey(), ...heard, filter(bothDeletions), alarm({ actions: [] })),
      expect: "violation",
    },
    {
      name: "an alarm that is off",
      estate: estate(aKey(), ...heard, filter(bothDeletions), alarm({ actionsEnabled: false })),
      expect: "violation",
    },
    {
      name: "a topic without a subscriber",
      estate: estate(aKey(), topic(), filter(bothDeletions), alarm()),
      expect: "violation",
    },
    {
      name: "a topic elsewhere",
      estate: estate(
        aKey(),
        filter(bothDeletions),
        alarm({ actions: [{ to: "text", text: "arn:aws:sns:us-east-1:111111111111:alarms" }] }),
      ),
      expect: "pass",
    },
    { name: "an event rule", estate: estate(aKey(), ...heard, ...eventRule(deletions)), expect: "pass" },
    {
      name: "an event rule that is off",
      estate: estate(aKey(), ...heard, ...eventRule(deletions, { state: "DISABLED" })),
      expect: "violation",
    },
    {
      name: "an event rule on another bus",
      estate: estate(aKey(), ...heard, ...eventRule(deletions, { bus: "own" })),
      expect: "violation",
    },
    {
      name: "an event rule for all calls but one",
      estate: estate(aKey(), ...heard, ...eventRule([{ "anything-but": "ScheduleKeyDeletion" }])),
      expect: "violation",
    },
    {
      name: "an event rule in another Region",
      estate: estate(aKey(), aReplica(), ...heard, ...eventRule(deletions)),
      expect: "pass",
    },
    { name: "a Region that is not known", estate: estate(aKey({ region: UNKNOWN })), expect: "unknown" },
  ],
  "kms-alarm-policy-change": [
    { name: "no key", estate: estate(), expect: "notApplicable" },
    { name: "nothing", estate: estate(aKey()), expect: "violation", message: /PutKeyPolicy/ },
    {
      name: "an event rule for all of them",
      estate: estate(aKey(), ...heard, ...eventRule(changes)),
      expect: "pass",
    },
    {
      name: "an event rule for some",
      estate: estate(aKey(), ...heard, ...eventRule([{ prefix: "Put" }])),
      expect: "violation",
      message: /hears of CreateGrant/,
    },
  ],
  "kms-alarm-failures": [
    { name: "no key", estate: estate(), expect: "notApplicable" },
    { name: "nothing", estate: estate(aKey()), expect: "violation" },
    {
      name: "a metric filter of errors",
      estate: estate(
        aKey(),
        ...heard,
        filter('{ ($.eventSource = kms.amazonaws.com) && ($.errorCode = "AccessDenied*") }'),
        alarm(),
      ),
      expect: "pass",
    },
    {
      name: "a metric filter of any error",
      estate: estate(aKey(), ...heard, filter("{ $.errorCode EXISTS }"), alarm()),
      expect: "pass",
    },
    {
      name: "an event rule that hears no reads",
      estate: estate(aKey(), ...heard, ...eventRule([{ exists: true }])),
      expect: "violation",
    },
    {
      name: "an event rule that hears reads",
      estate: estate(
        aKey(),
        ...heard,
        ...eventRule([{ exists: true }], { state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" }),
      ),
      expect: "pass",
    },
  ],
  "kms-alarm-topic-deliverable": [
    { name: "no topic", estate: estate(aKey()), expect: "notApplicable" },
    { name: "a topic that no alarm uses", estate: estate(aKey(), topic()), expect: "notApplicable" },
    {
      name: "a key that lets CloudWatch in",
      estate: estate(
        aKey(keyFor("cloudwatch.amazonaws.com", "kms:Decrypt", "kms:GenerateDataKey*")),
        topic(),
        alarm(),
      ),
      expect: "pass",
    },
    {
      name: "a key that does not",
      estate: estate(aKey(), topic(), alarm()),
      expect: "violation",
      message: /cloudwatch.amazonaws.com call kms:Decrypt, kms:GenerateDataKey/,
    },
    {
      name: "a key that lets CloudWatch in and not EventBridge",
      estate: estate(
        aKey(keyFor("cloudwatch.amazonaws.com", "kms:Decrypt", "kms:GenerateDataKey*")),
        topic(),
        alarm(),
        ...eventRule(deletions),
      ),
      expect: "violation",
      message: /events.amazonaws.com/,
    },
    {
      name: "AWS's own key",
      estate: estate(topic({ key: { to: "text", text: "alias/aws/sns" } }), alarm()),
      expect: "violation",
      message: /alias\/aws\/sns/,
    },
    {
      name: "no key, with an alarm about keys",
      estate: estate(topic({ key: undefined }), filter(bothDeletions), alarm()),
      expect: "violation",
      message: /not encrypted/,
    },
    {
      name: "no key, with an event rule about keys",
      estate: estate(topic({ key: undefined }), ...eventRule(deletions)),
      expect: "violation",
    },
    {
      name: "no key, with another alarm",
      estate: estate(topic({ key: undefined }), alarm()),
      expect: "pass",
    },
    { name: "a key elsewhere", estate: estate(topic(), alarm()), expect: "notApplicable" },
    { name: "a key that is not known", estate: estate(topic({ key: UNKNOWN }), alarm()), expect: "unknown" },
  ],
  "kms-metric-exists": [
    { name: "an alarm on something else", estate: estate(alarm()), expect: "notApplicable" },
    {
      name: "an alarm on a metric of KMS",
      estate: estate(alarm({ namespace: "AWS/KMS", metric: "SecondsUntilKeyMaterialExpiration" })),
      expect: "pass",
    },
    {
      name: "an alarm on one that KMS does not have",
      estate: estate(alarm({ namespace: "AWS/KMS", metric: "NumberOfRequestsFailed" })),
      expect: "violation",
      message: /NumberOfRequestsFailed/,
    },
    {
      name: "a dashboard of both",
      estate: estate(dashboard("SuccessfulRequest", "NumberOfRequestsSucceeded")),
      expect: "violation",
      message: /metric NumberOfRequestsSucceeded/,
    },
    { name: "a dashboard of real ones", estate: estate(dashboard("SuccessfulRequest")), expect: "pass" },
    { name: "a metric that is not known", estate: estate(alarm({ metric: UNKNOWN })), expect: "unknown" },
  ],
};
