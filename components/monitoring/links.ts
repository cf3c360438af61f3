/** Addresses in the AWS Management Console, in the partition's own. */
import { type Partition, partitionOf } from "../../kms/partitions";
import { type Owner, prefixOf } from "./names";

/** What one opens first. Undefined in partitions whose console is not on the internet. */
export interface MonitoringLinks {
  readonly dashboard?: string;
  /** The environment's alarms by Region. */
  readonly alarms: Readonly<Record<string, string>>;
  /** The event rules by Region. */
  readonly rules: Readonly<Record<string, string>>;
}

/** https://docs.aws.amazon.com/awsconsolehelpdocs/latest/gsg/select-region.html */
const domains: Readonly<Partial<Record<Partition, string>>> = {
  aws: "console.aws.amazon.com",
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};

/** The links of an environment. */
export function linksOf(
  owner: Owner,
  { homeRegion, regions, dashboard }: { homeRegion: string; regions: readonly string[]; dashboard: boolean },
): MonitoringLinks {
  const link = (region: string, path: string) => {
    const domain = domains[partitionOf(region) ?? "aws"];
    return domain === undefined ? [] : [`https://${region}.${domain}/${path}`];
  };
  const byRegion = (path: (region: string) => string) =>
    Object.fromEntries(
      regions.flatMap((region) => link(region, path(region)).map((url) => [region, url] as const)),
    );
  const prefix = prefixOf(owner);
  const [url] = link(homeRegion, `cloudwatch/home?region=${homeRegion}#dashboards/dashboard/${prefix}`);
  return {
    ...(dashboard && url !== undefined && { dashboard: url }),
    alarms: byRegion((region) => `cloudwatch/home?region=${region}#alarmsV2:?search=${prefix}`),
    rules: byRegion((region) => `events/home?region=${region}#/rules`),
  };
}
