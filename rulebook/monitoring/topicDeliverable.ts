import { isReference, type Estate, resolve, type TopicFacts, UNKNOWN } from "../facts";
import {
  type EstateVerdict,
  estateRule,
  notApplicable,
  pass,
  unknown,
  type Verdict,
  violation,
} from "../rule";
import { eventOf, recordOf } from "./calls";
import { matchesEvent } from "./eventPattern";
import { matchesRecord } from "./filterPattern";
import { missingFor } from "./services";

/** https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services */
const publishing = ["kms:Decrypt", "kms:GenerateDataKey"];
const CLOUDWATCH = "cloudwatch.amazonaws.com";
const EVENTBRIDGE = "events.amazonaws.com";

/** An alarm that goes off arrives. */
export const topicDeliverable = estateRule({
  id: "kms-alarm-topic-deliverable",
  title: "Alarms can publish to their topics, and those about keys are encrypted",
  area: "Monitoring",
  severity: "high",
  level: "mandatory",
  rationale:
    "CloudWatch and EventBridge cannot publish to a topic whose key does not let them, as alias/aws/sns never does: the alarm goes off and nobody hears it.",
  remedy: {
    setting: "services: cloudwatchAlarms and eventbridge on the key of the topic",
    property:
      "kmsMasterKeyId with a key whose policy lets cloudwatch.amazonaws.com and events.amazonaws.com call kms:Decrypt and kms:GenerateDataKey*",
  },
  awsPage: "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
  standards: { nist: ["AU-5", "SC-28", "SI-4"] },
  check: (estate) =>
    estate.topic.map((topic): EstateVerdict => ({
      resource: topic.resource,
      verdict: verdictOn(topic, estate),
    })),
});

function verdictOn(topic: TopicFacts, estate: Estate): Verdict {
  const publishers = publishersOf(topic, estate);
  if (publishers.length === 0) return notApplicable("no alarm or event rule publishes to the topic");
  if (topic.key === UNKNOWN) return unknown("key of the topic");
  if (topic.key === undefined)
    return tellsOfKeys(topic, estate) ? violation("the topic of alarms about keys is not encrypted") : pass;
  if (topic.key.to === "text" && /(^|:)alias\/aws\//.test(topic.key.text))
    return violation(
      `${topic.key.text} lets no ${publishers.join(" or ")} publish, and nobody can change its policy`,
    );
  const key = resolve(topic.key, estate.key);
  if (key === undefined) return notApplicable("the topic's key is elsewhere");
  for (const service of publishers) {
    const missing = missingFor(service, publishing, key, estate);
    if ("verdict" in missing) return missing.verdict;
    if (missing.length > 0)
      return violation(
        `the topic's key ${key.resource.name} does not let ${service} call ${missing.join(", ")}: its messages are lost`,
      );
  }
  return pass;
}

function publishersOf(topic: TopicFacts, estate: Estate): string[] {
  const alarms = estate.alarm.some(
    ({ actions }) => actions !== UNKNOWN && actions.some((action) => resolve(action, [topic])),
  );
  const rules = estate.eventTarget.some(
    ({ target }) => isReference(target) && resolve(target, [topic]) !== undefined,
  );
  return [...(alarms ? [CLOUDWATCH] : []), ...(rules ? [EVENTBRIDGE] : [])];
}

/** Whether an alarm or rule that publishes to the topic is about calls to KMS. */
function tellsOfKeys(topic: TopicFacts, estate: Estate): boolean {
  const call = { eventName: "ScheduleKeyDeletion", readOnly: false };
  const metrics = estate.metricFilter.filter(
    ({ pattern }) =>
      pattern !== UNKNOWN && pattern.trim() !== "" && matchesRecord(pattern, recordOf(call, "us-east-1")),
  );
  const byAlarm = estate.alarm.some(
    ({ actions, metric, namespace }) =>
      actions !== UNKNOWN &&
      actions.some((action) => resolve(action, [topic])) &&
      metrics.some((filter) => filter.metric === metric && filter.namespace === namespace),
  );
  const byRule = estate.eventTarget.some(({ rule: of, target }) => {
    const rule = isReference(of) ? resolve(of, estate.eventRule) : undefined;
    return (
      isReference(target) &&
      resolve(target, [topic]) !== undefined &&
      rule !== undefined &&
      matchesEvent(rule.pattern, eventOf(call, rule.region === UNKNOWN ? "us-east-1" : rule.region))
    );
  });
  return byAlarm || byRule;
}
