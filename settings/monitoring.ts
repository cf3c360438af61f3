/** The settings of monitoring, with their defaults, and what does not go together. */
import { MAX_FILTER_LENGTH } from "../components/monitoring/filterPatterns";
import { topicKeyAlias } from "../components/monitoring/regionalTopics";
import { defaultThresholds } from "../components/monitoring/watch";
import { allWatches } from "../components/monitoring/watches";
import { partitionOf } from "../kms/partitions";
import type { EnvironmentSettings } from "./environment";
import type { SettingsProblem } from "./problems";
import type { EnvironmentSetting } from "./schema";

/**
 * The settings with their defaults; undefined where nobody is to hear of anything. The keys of the topics have the administrators and the
 * tags of the environment's keys.
 */
export function resolveMonitoring({
  environment,
  accountId,
  protect = false,
  monitoring: setting,
  defaults = {},
  tags = {},
}: EnvironmentSetting): EnvironmentSettings["monitoring"] {
  if (setting === undefined) return undefined;
  const { rootAccess, administrators, primaryRegion } = defaults;
  return {
    environment,
    accountId,
    protectKeys: protect,
    homeRegion: setting.homeRegion ?? primaryRegion ?? setting.logGroup?.region ?? "",
    watch: setting.watch ?? "all",
    watches: setting.watches ?? {},
    subscriptions: setting.subscriptions,
    deployers: setting.deployers ?? [],
    thresholds: { ...defaultThresholds, ...setting.thresholds },
    dashboard: setting.dashboard ?? true,
    ...(setting.logGroup !== undefined && { logGroup: setting.logGroup }),
    keyPolicy: {
      ...(rootAccess !== undefined && { rootAccess }),
      ...(administrators !== undefined && { administrators }),
    },
    tags: { ...tags, ...defaults.tags },
  };
}

/** What of the settings does not go together. */
export function monitoringProblems(
  monitoring: EnvironmentSettings["monitoring"],
  environment: Pick<EnvironmentSettings, "environment" | "accountId" | "keys">,
): SettingsProblem[] {
  if (monitoring === undefined) return [];
  const { homeRegion, deployers, subscriptions } = monitoring;
  const at = (path: string, message: string): SettingsProblem => ({ path: `monitoring.${path}`, message });
  const { accountId, keys } = environment;
  const partition = partitionOf(homeRegion);
  if (partition === undefined)
    return [at("homeRegion", "is required where defaults has no primaryRegion: the dashboard is kept there")];
  const alias = topicKeyAlias(environment);
  const tooLong = allWatches({ accountId, partition, deployers }).filter(
    ({ log }) => (log?.pattern.length ?? 0) > MAX_FILTER_LENGTH,
  );
  return [
    ...Object.entries(keys).flatMap(([name, key]) =>
      key.alias === alias
        ? [
            {
              path: `keys.${name}.alias`,
              message: `"${alias}" is the alias of the key of monitoring's topics`,
            },
          ]
        : [],
    ),
    ...(tooLong.length === 0
      ? []
      : [
          at(
            "deployers",
            `are too many for a metric filter of ${MAX_FILTER_LENGTH} characters: name fewer roles`,
          ),
        ]),
    ...Object.entries(subscriptions).flatMap(([severity, list]) => {
      const told = list.map((one) => JSON.stringify(one));
      return told.flatMap((text, index) =>
        told.indexOf(text) < index ? [at(`subscriptions.${severity}[${index}]`, "is named twice")] : [],
      );
    }),
  ];
}
