/** Reads what watches the keys of a Region: trails, metric filters, alarms, event rules, topics, dashboards. */
import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail,
} from "@aws-sdk/client-cloudtrail";
import {
  GetDashboardCommand,
  type MetricAlarm,
  paginateDescribeAlarms,
  paginateListDashboards,
} from "@aws-sdk/client-cloudwatch";
import { type MetricFilter, paginateDescribeMetricFilters } from "@aws-sdk/client-cloudwatch-logs";
import {
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type Rule,
  type Target,
} from "@aws-sdk/client-eventbridge";
import { GetTopicAttributesCommand, paginateListSubscriptionsByTopic } from "@aws-sdk/client-sns";
import { parseArn } from "../../../kms/arn";
import type { ResourceFacts } from "../../../rulebook/facts";
import {
  alarmFacts,
  dashboardFacts,
  eventRuleFacts,
  eventTargetFacts,
  metricFilterFacts,
  subscriptionFacts,
  topicFacts,
  trailFacts,
} from "../facts/watch";
import type { Attempts } from "./attempt";
import type { Place } from "./place";

/** Reads them; what cannot be read is a gap. */
export async function readWatch(place: Place, attempts: Attempts): Promise<readonly ResourceFacts[]> {
  const [trails, filters, dashboards, rules] = await Promise.all([
    readTrails(place, attempts),
    readMetricFilters(place, attempts),
    readDashboards(place, attempts),
    readEventRules(place, attempts),
  ]);
  const alarms = await readAlarms(place, attempts, filters);
  const targets = rules.flatMap(({ targets: ofRule }) => ofRule.map(({ Arn }) => Arn ?? ""));
  const actions = alarms.flatMap(({ AlarmActions = [] }) => AlarmActions);
  const topics = await readTopics(place, attempts, [...targets, ...actions].filter(isTopic));
  return [
    ...trails,
    ...filters.map((filter) => metricFilterFacts(filter, place)),
    ...alarms.map((alarm) => alarmFacts(alarm, place)),
    ...dashboards,
    ...rules.flatMap(({ rule, targets: ofRule }) => [
      eventRuleFacts(rule, place),
      ...ofRule.map((target) => eventTargetFacts(rule, target, place)),
    ]),
    ...topics,
  ];
}

/**
 * Trails of all Regions are seen in each of them, and those of the organization in each account; each is read once, where it is
 * at home.
 */
async function readTrails(place: Place, attempts: Attempts): Promise<ResourceFacts[]> {
  const trails = await attempts.read("cloudtrail:DescribeTrails", async () => {
    const { trailList = [] } = await place.cloudtrail.send(
      new DescribeTrailsCommand({ includeShadowTrails: true }),
    );
    return trailList;
  });
  const { seenTrails } = place.account;
  const own = (trails ?? []).filter(({ TrailARN = "" }) => !seenTrails.has(TrailARN));
  for (const { TrailARN = "" } of own) seenTrails.add(TrailARN);
  return Promise.all(own.map((trail) => readTrail(trail, place, attempts)));
}

async function readTrail(trail: Trail, place: Place, attempts: Attempts): Promise<ResourceFacts> {
  const { TrailARN, HomeRegion = place.region } = trail;
  const cloudtrail = place.cloudtrailIn(HomeRegion);
  const [status, selectors] = await Promise.all([
    attempts.read("cloudtrail:GetTrailStatus", () =>
      cloudtrail.send(new GetTrailStatusCommand({ Name: TrailARN })),
    ),
    attempts.read("cloudtrail:GetEventSelectors", () =>
      cloudtrail.send(new GetEventSelectorsCommand({ TrailName: TrailARN })),
    ),
  ]);
  return trailFacts(trail, status, selectors, place.account);
}

async function readMetricFilters({ logs }: Place, attempts: Attempts): Promise<readonly MetricFilter[]> {
  const filters = await attempts.read("logs:DescribeMetricFilters", async () => {
    const all: MetricFilter[] = [];
    for await (const { metricFilters = [] } of paginateDescribeMetricFilters(
      { client: logs, pageSize: 50 },
      {},
    ))
      all.push(...metricFilters);
    return all;
  });
  return filters ?? [];
}

/** Alarms on metrics of KMS, and on the metric filters, for an account can have thousands of others. */
async function readAlarms(
  { cloudwatch }: Place,
  attempts: Attempts,
  filters: readonly MetricFilter[],
): Promise<MetricAlarm[]> {
  const counted = new Set(
    filters.flatMap(({ metricTransformations = [] }) =>
      metricTransformations.map(
        ({ metricNamespace = "", metricName = "" }) => `${metricNamespace}/${metricName}`,
      ),
    ),
  );
  const alarms = await attempts.read("cloudwatch:DescribeAlarms", async () => {
    const all: MetricAlarm[] = [];
    const pages = paginateDescribeAlarms(
      { client: cloudwatch, pageSize: 100 },
      { AlarmTypes: ["MetricAlarm"] },
    );
    for await (const { MetricAlarms = [] } of pages)
      all.push(
        ...MetricAlarms.filter(
          ({ Namespace = "", MetricName = "" }) =>
            Namespace === "AWS/KMS" || counted.has(`${Namespace}/${MetricName}`),
        ),
      );
    return all;
  });
  return alarms ?? [];
}

async function readDashboards(place: Place, attempts: Attempts): Promise<ResourceFacts[]> {
  const { cloudwatch } = place;
  const names = await attempts.read("cloudwatch:ListDashboards", async () => {
    const all: string[] = [];
    for await (const { DashboardEntries = [] } of paginateListDashboards({ client: cloudwatch }, {}))
      all.push(...DashboardEntries.flatMap(({ DashboardName }) => DashboardName ?? []));
    return all;
  });
  const read = await Promise.all(
    (names ?? []).map((DashboardName) =>
      attempts.read("cloudwatch:GetDashboard", () =>
        cloudwatch.send(new GetDashboardCommand({ DashboardName })),
      ),
    ),
  );
  return read.flatMap((dashboard) => (dashboard === undefined ? [] : [dashboardFacts(dashboard, place)]));
}

/** Rules on the default bus that can be about keys: AWS's own events come to no other bus. */
async function readEventRules(
  { events }: Place,
  attempts: Attempts,
): Promise<{ rule: Rule; targets: readonly Target[] }[]> {
  const rules = await attempts.read("events:ListRules", async () => {
    const all: Rule[] = [];
    let NextToken: string | undefined;
    do {
      const page = await events.send(new ListRulesCommand({ Limit: 100, NextToken }));
      all.push(...(page.Rules ?? []).filter(mayBeAboutKeys));
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    return all;
  });
  return Promise.all(
    (rules ?? []).map(async (rule) => {
      const targets = await attempts.read("events:ListTargetsByRule", async () => {
        const { Targets = [] } = await events.send(
          new ListTargetsByRuleCommand({ Rule: rule.Name, Limit: 100 }),
        );
        return Targets;
      });
      return { rule, targets: targets ?? [] };
    }),
  );
}

function mayBeAboutKeys({ EventPattern = "", ManagedBy }: Rule): boolean {
  return (
    ManagedBy === undefined &&
    EventPattern !== "" &&
    (/kms/i.test(EventPattern) || !EventPattern.includes('"source"'))
  );
}

/** The topics that alarms and rules act on, with their subscribers. A topic of another account or Region is taken to be in order. */
async function readTopics(
  place: Place,
  attempts: Attempts,
  arns: readonly string[],
): Promise<ResourceFacts[]> {
  const { sns, account, region } = place;
  const own = [...new Set(arns)].filter((arn) => {
    const parts = parseArn(arn);
    return parts?.account === account.id && parts.region === region;
  });
  const read = await Promise.all(
    own.map(async (TopicArn) => {
      const [attributes, subscriptions] = await Promise.all([
        attempts.read("sns:GetTopicAttributes", async () => {
          const { Attributes = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
          return Attributes;
        }),
        attempts.read("sns:ListSubscriptionsByTopic", async () => {
          const all: string[] = [];
          for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic(
            { client: sns },
            { TopicArn },
          ))
            all.push(...Subscriptions.flatMap(({ SubscriptionArn }) => SubscriptionArn ?? []));
          return all;
        }),
      ]);
      if (attributes === undefined) return [];
      return [
        topicFacts(TopicArn, attributes.KmsMasterKeyId, place),
        ...(subscriptions ?? []).map((subscription) => subscriptionFacts(subscription, TopicArn, place)),
      ];
    }),
  );
  return read.flat();
}

function isTopic(arn: string): boolean {
  return parseArn(arn)?.service === "sns";
}
