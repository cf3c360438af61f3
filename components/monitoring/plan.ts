/** What the arguments of the monitoring come to. Pure: the same arguments give the same plan. */
import { partitionOf } from "../../kms/partitions";
import { type AlarmPlan, planAlarms, quotasOf } from "./alarmPlan";
import type { MonitoringArgs } from "./args";
import { dashboardBody } from "./dashboard/body";
import type { Watch } from "./watch";
import { chosenWatches } from "./watches";

/** What is registered, and where. */
export interface MonitoringPlan {
  /** The Regions that have keys, sorted: they have event rules. */
  readonly keyRegions: readonly string[];
  /** The Regions that have topics: those with keys, and the log group's. */
  readonly regions: readonly string[];
  /** The critical ones first. */
  readonly watches: readonly Watch[];
  readonly alarms: readonly AlarmPlan[];
}

/** Plans the monitoring of an environment. */
export function planMonitoring(args: MonitoringArgs): MonitoringPlan {
  const { accountId, deployers, homeRegion, keys, logGroup } = args;
  const keyRegions = [...new Set(Object.values(keys).flatMap((key) => key.regions))].sort();
  const regions = [...new Set([...keyRegions, ...(logGroup === undefined ? [] : [logGroup.region])])].sort();
  const partition = partitionOf(homeRegion) ?? "aws";
  const watches = chosenWatches({ accountId, partition, deployers }, args.watch, args.watches);
  return { keyRegions, regions, watches, alarms: planAlarms(args, watches, keyRegions) };
}

/**
 * The body of the dashboard as JSON.
 * @param logGroupName the name of the log group, where there is one
 */
export function planDashboard(
  args: MonitoringArgs,
  { keyRegions, watches, alarms }: MonitoringPlan,
  logGroupName: string | undefined,
): string {
  const { accountId, environment, keys, logGroup } = args;
  const keysIn = (region: string) => Object.values(keys).filter((key) => key.regions.includes(region));
  return dashboardBody({
    ...{ accountId, environment, watches, alarms },
    aliases: Object.fromEntries(Object.entries(keys).map(([name, { alias }]) => [name, alias])),
    regions: keyRegions.map((region) => ({ region, quotas: quotasOf(keysIn(region)) })),
    log:
      logGroup === undefined || logGroupName === undefined
        ? undefined
        : { name: logGroupName, region: logGroup.region },
    quotaPercent: args.thresholds.quotaPercent,
  });
}
