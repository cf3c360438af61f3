/** What watches keys, as AWS tells it -> facts. */
import type {
  GetEventSelectorsCommandOutput,
  GetTrailStatusCommandOutput,
  Trail,
} from "@aws-sdk/client-cloudtrail";
import type { GetDashboardCommandOutput, MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { MetricFilter } from "@aws-sdk/client-cloudwatch-logs";
import type { Rule, Target } from "@aws-sdk/client-eventbridge";
import { type ResourceFacts, UNKNOWN } from "../../../rulebook/facts";
import { kmsEventsOf, metricsOf, parsed } from "../../../rulebook/planned/monitoring";
import type { Account, Place } from "../collect/place";
import { located, textReference } from "./located";

type Where = Pick<Place, "account" | "region">;

/** A trail; what could not be read of it is unknown. */
export function trailFacts(
  trail: Trail,
  status: GetTrailStatusCommandOutput | undefined,
  selectors: GetEventSelectorsCommandOutput | undefined,
  account: Account,
): ResourceFacts {
  const { TrailARN = "", Name = "", HomeRegion = "", IsMultiRegionTrail, LogFileValidationEnabled } = trail;
  return {
    trail: {
      ...located({ id: TrailARN, type: "AWS::CloudTrail::Trail", name: Name }, account.id, HomeRegion),
      multiRegion: IsMultiRegionTrail === true,
      logging: status === undefined ? UNKNOWN : status.IsLogging === true,
      validated: LogFileValidationEnabled === true,
      kmsEvents: selectors === undefined ? UNKNOWN : kmsEventsOf({ props: propertiesOf(selectors) }),
      key: textReference(trail.KmsKeyId),
      bucket: textReference(trail.S3BucketName),
    },
  };
}

/** A metric filter; of several metrics that it counts, the first: AWS allows one. */
export function metricFilterFacts(filter: MetricFilter, where: Where): ResourceFacts {
  const { filterName = "", filterPattern = "", logGroupName = "", metricTransformations } = filter;
  const [transformation] = metricTransformations ?? [];
  const id = arnOf("logs", `log-group:${logGroupName}:metric-filter:${filterName}`, where);
  return {
    metricFilter: {
      ...at({ id, type: "AWS::Logs::MetricFilter", name: filterName }, where),
      pattern: filterPattern,
      namespace: transformation?.metricNamespace ?? "",
      metric: transformation?.metricName ?? "",
    },
  };
}

/** An alarm. */
export function alarmFacts(alarm: MetricAlarm, where: Where): ResourceFacts {
  const { AlarmArn = "", AlarmName = "", Namespace, MetricName, ActionsEnabled, AlarmActions = [] } = alarm;
  const ofKey = alarm.Dimensions?.find(({ Name }) => Name === "KeyId");
  return {
    alarm: {
      ...at({ id: AlarmArn, type: "AWS::CloudWatch::Alarm", name: AlarmName }, where),
      namespace: Namespace,
      metric: MetricName,
      actionsEnabled: ActionsEnabled !== false,
      key: textReference(ofKey?.Value),
      actions: AlarmActions.map((text) => ({ to: "text", text })),
    },
  };
}

/** An event rule. */
export function eventRuleFacts(rule: Rule, where: Where): ResourceFacts {
  const { Arn = "", Name = "", EventPattern, State = "ENABLED", EventBusName = "default" } = rule;
  return {
    eventRule: {
      ...at({ id: Arn, type: "AWS::Events::Rule", name: Name }, where),
      pattern: EventPattern === undefined ? undefined : parsed(EventPattern),
      state: State,
      bus: EventBusName,
    },
  };
}

/** A target of an event rule. */
export function eventTargetFacts(rule: Rule, target: Target, where: Where): ResourceFacts {
  const { Arn: ruleArn = "", Name = "" } = rule;
  const { Id = "", Arn } = target;
  return {
    eventTarget: {
      ...at({ id: `${ruleArn}/target/${Id}`, type: "AWS::Events::Rule", name: `${Name}/${Id}` }, where),
      rule: textReference(ruleArn),
      target: textReference(Arn),
    },
  };
}

/** A topic. */
export function topicFacts(arn: string, key: string | undefined, where: Where): ResourceFacts {
  const name = arn.slice(arn.lastIndexOf(":") + 1);
  return { topic: { ...at({ id: arn, type: "AWS::SNS::Topic", name }, where), key: textReference(key) } };
}

/** A subscription; one that waits for its confirmation has no ARN of its own. */
export function subscriptionFacts(arn: string, topic: string, where: Where): ResourceFacts {
  return {
    subscription: {
      ...at({ id: arn, type: "AWS::SNS::Subscription", name: arn }, where),
      topic: textReference(topic),
    },
  };
}

/** A dashboard. */
export function dashboardFacts(dashboard: GetDashboardCommandOutput, where: Where): ResourceFacts {
  const { DashboardArn = "", DashboardName = "", DashboardBody } = dashboard;
  return {
    dashboard: {
      ...at({ id: DashboardArn, type: "AWS::CloudWatch::Dashboard", name: DashboardName }, where),
      metrics: metricsOf(DashboardBody),
    },
  };
}

function at(resource: { id: string; type: string; name: string }, { account, region }: Where) {
  return located(resource, account.id, region);
}

function arnOf(service: string, resource: string, { account, region }: Where): string {
  return `arn:${account.partition}:${service}:${region}:${account.id}:${resource}`;
}

/** Event selectors are written alike in the API and in Pulumi, but for the case of the first letter. */
function propertiesOf({ EventSelectors, AdvancedEventSelectors }: GetEventSelectorsCommandOutput) {
  return {
    eventSelectors: lowerFirst(EventSelectors),
    advancedEventSelectors: lowerFirst(AdvancedEventSelectors),
  };
}

function lowerFirst(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerFirst);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      lowerFirst(item),
    ]),
  );
}
