import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { AlarmPlan } from "./alarmPlan";
import type { MonitoringArgs } from "./args";
import { compositePlans } from "./compositeRules";
import { withoutLogGroup } from "./dashboard/texts";
import { linksOf, type MonitoringLinks } from "./links";
import { messageOf } from "./message";
import { metricNamespace, prefixOf, watchName } from "./names";
import { type MonitoringPlan, planDashboard, planMonitoring } from "./plan";
import { regionalTopics } from "./regionalTopics";
import type { Severity, Watch } from "./watch";

/** The ARNs of one Region's topics by severity. */
export type Topics = Readonly<Record<Severity, pulumi.Output<string>>>;

/**
 * Tells people what happens to an environment's keys.
 *
 * In each Region with keys: topics under a key of their own, an EventBridge rule a watch, and alarms on the metrics that KMS publishes. On the
 * log group of the account's trail: metric filters with alarms, which see every Region. A composite alarm a Region, and one dashboard for all.
 * What is watched stands in {@link allWatches}; children are named by watch and Region, so each comes and goes without touching the others.
 *
 * https://docs.aws.amazon.com/kms/latest/developerguide/monitoring-overview.html
 */
export class Monitoring extends pulumi.ComponentResource {
  /** Topic ARNs by Region and severity, for further subscriptions. */
  readonly topics: pulumi.Output<Readonly<Record<string, Readonly<Record<Severity, string>>>>>;
  /** Addresses in the console. */
  readonly links: MonitoringLinks;
  /** What is left out for want of a log group; undefined where nothing is. */
  readonly leftOut: string | undefined;

  /** @param name part of the names of all children */
  constructor(
    private readonly name: string,
    private readonly args: MonitoringArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const plan = planMonitoring(args);
    const { alarms, keyRegions, regions, watches } = plan;
    const { logGroup } = args;
    super("kms-foundation:index:Monitoring", name, {}, opts);

    const topics = new Map(regions.map((region) => [region, regionalTopics(name, region, args, this)]));
    for (const [region, regional] of topics) {
      if (keyRegions.includes(region)) for (const watch of watches) this.eventRule(watch, region, regional);
      const here = alarms.filter((alarm) => alarm.region === region);
      const made = here.map((alarm) => this.metricAlarm(alarm, regional));
      this.compositeAlarms(region, here, made, regional);
    }
    if (logGroup !== undefined) for (const watch of watches) this.metricFilter(watch, logGroup);
    if (args.dashboard) this.dashboard(plan);

    this.topics = pulumi.output(Object.fromEntries(topics));
    this.links = linksOf(args, { homeRegion: args.homeRegion, regions, dashboard: args.dashboard });
    this.leftOut = logGroup === undefined ? withoutLogGroup : undefined;
    if (this.leftOut !== undefined) void pulumi.log.info(this.leftOut, this);
    this.registerOutputs({ topics: this.topics, links: this.links, leftOut: this.leftOut });
  }

  private eventRule(watch: Watch, region: string, topics: Topics): void {
    const { args, name } = this;
    if (watch.event === undefined) return;
    const child = `${name}-${watch.id}-${region}`;
    const rule = new cloudwatch.EventRule(
      child,
      {
        region,
        name: watchName(args, watch.id),
        description: watch.title,
        eventPattern: JSON.stringify(watch.event.pattern),
        // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html#eb-service-event-cloudtrail-management
        state: watch.event.readOnlyCalls ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED",
        tags: args.tags,
      },
      { parent: this },
    );
    new cloudwatch.EventTarget(
      child,
      {
        region,
        rule: rule.name,
        targetId: "topic",
        arn: topics[watch.severity],
        inputTransformer: messageOf(watch, args.environment),
      },
      { parent: this },
    );
  }

  private metricFilter(
    watch: Watch,
    { name: logGroupName, region }: NonNullable<MonitoringArgs["logGroup"]>,
  ): void {
    if (watch.log === undefined) return;
    new cloudwatch.LogMetricFilter(
      `${this.name}-${watch.id}`,
      {
        region,
        name: watchName(this.args, watch.id),
        logGroupName,
        pattern: watch.log.pattern,
        metricTransformation: {
          namespace: metricNamespace(this.args),
          name: watch.id,
          value: "1",
          defaultValue: "0",
        },
      },
      { parent: this },
    );
  }

  private metricAlarm({ watch, region, name, condition }: AlarmPlan, topics: Topics): cloudwatch.MetricAlarm {
    return new cloudwatch.MetricAlarm(
      `${this.name}-${name.slice(prefixOf(this.args).length + 1)}-${region}`,
      {
        region,
        name,
        alarmDescription: `${watch.title}. ${watch.whatToDo} ${watch.awsPage}`,
        ...condition,
        treatMissingData: "notBreaching",
        alarmActions: [topics[watch.severity]],
        tags: this.args.tags,
      },
      { parent: this },
    );
  }

  /** The alarms beneath have told what is wrong by then; this one tells when all is well again. */
  private compositeAlarms(
    region: string,
    alarms: readonly AlarmPlan[],
    made: readonly cloudwatch.MetricAlarm[],
    topics: Topics,
  ): void {
    const prefix = prefixOf(this.args);
    const before: pulumi.Resource[] = [...made];
    for (const { name, rule } of compositePlans(this.args, region, alarms)) {
      const composite = new cloudwatch.CompositeAlarm(
        `${this.name}${name.slice(prefix.length)}-${region}`,
        {
          region,
          alarmName: name,
          alarmDescription: `Any alarm about the KMS keys of ${this.args.environment} in ${region}. Goes back to OK, and says so, when the last one does.`,
          alarmRule: rule,
          ...(name === prefix && { okActions: [topics.normal] }),
          tags: this.args.tags,
        },
        { parent: this, dependsOn: [...before] },
      );
      before.push(composite);
    }
  }

  private dashboard(plan: MonitoringPlan): void {
    const { args } = this;
    const { logGroup } = args;
    new cloudwatch.Dashboard(
      this.name,
      {
        region: args.homeRegion,
        dashboardName: prefixOf(args),
        dashboardBody:
          logGroup === undefined
            ? planDashboard(args, plan, undefined)
            : pulumi.output(logGroup.name).apply((name) => planDashboard(args, plan, name)),
      },
      { parent: this },
    );
  }
}
