/** The dashboard of an environment: all Regions on one page, what burns first. */
import { groupBy } from "../../../kms/policy/analyse/groupBy";
import type { AlarmPlan, Quota } from "../alarmPlan";
import { alarmArn, type Owner } from "../names";
import { severities, type Watch } from "../watch";
import { layOut, type Row, type Widget } from "./layout";
import { regionWidgets } from "./regionWidgets";
import { heading, introduction, notice, whatToDo, withoutLogGroup } from "./texts";
import { type TrailLog, trailRows } from "./trailWidgets";

/** What the dashboard shows. */
export interface DashboardPlan extends Owner {
  /** Alias by the key's name. */
  readonly aliases: Readonly<Record<string, string>>;
  /** The Regions that have keys, with the quotas that these use up. */
  readonly regions: readonly { readonly region: string; readonly quotas: readonly Quota[] }[];
  readonly watches: readonly Watch[];
  readonly alarms: readonly AlarmPlan[];
  readonly log: TrailLog | undefined;
  readonly quotaPercent: number;
}

/**
 * The body of the dashboard as JSON.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function dashboardBody(plan: DashboardPlan): string {
  const { log, environment, watches } = plan;
  const rows: Row[] = [
    { height: 3, widgets: [introduction(environment, plan.aliases)] },
    { height: 5, widgets: alarmWidgets(plan) },
    { height: 1, widgets: [heading("Failures and deletions")] },
    ...(log === undefined
      ? [{ height: 2, widgets: [notice(withoutLogGroup)] }]
      : trailRows(log, environment, watches)),
    { height: 1, widgets: [heading("Use of the keys")] },
    ...plan.regions.map(({ region, quotas }) => ({
      height: 6,
      widgets: regionWidgets(region, quotas, plan.quotaPercent),
    })),
    ...severities.flatMap((severity) => {
      const those = watches.filter((watch) => watch.severity === severity);
      const title = severity === "critical" ? "Critical: what to do" : "Normal: what to do";
      return those.length === 0 ? [] : [{ height: 3 + 2 * those.length, widgets: [whatToDo(title, those)] }];
    }),
  ];
  return JSON.stringify({ start: "-PT24H", periodOverride: "inherit", widgets: layOut(rows) });
}

/** At most 100 alarms a widget. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const MAX_ALARMS_SHOWN = 100;

function alarmWidgets(plan: DashboardPlan): readonly Widget[] {
  const byRegion = groupBy(plan.alarms, ({ region }) => region);
  return [...byRegion].map(([region, alarms]) => ({
    type: "alarm",
    properties: {
      title: `Alarms, ${region}`,
      alarms: alarms.slice(0, MAX_ALARMS_SHOWN).map(({ name }) => alarmArn(plan, region, name)),
      sortBy: "stateUpdatedTimestamp",
    },
  }));
}
