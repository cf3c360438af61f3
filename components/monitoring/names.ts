/** Names and ARNs of what monitoring makes: they depend on settings alone, so policies and dashboards are known at preview. */
import { formatArn } from "../../kms/arn";
import { partitionOf } from "../../kms/partitions";
import type { Severity, WatchId } from "./watch";

/** Whose monitoring it is. */
export interface Owner {
  /** `prod` */
  readonly environment: string;
  /** 12 digits. */
  readonly accountId: string;
}

/** What every name of an environment's monitoring begins with: `prod-kms`; also the names of its dashboard and of its composite alarms. */
export function prefixOf({ environment }: Pick<Owner, "environment">): string {
  return `${environment}-kms`;
}

/** `prod-kms-critical` */
export function topicName(owner: Pick<Owner, "environment">, severity: Severity): string {
  return `${prefixOf(owner)}-${severity}`;
}

/** The name of an event rule or an alarm; `about` says of what, where there are several: `prod-kms-decrypt-volume-orders`. */
export function watchName(owner: Pick<Owner, "environment">, id: WatchId, about?: string): string {
  return [prefixOf(owner), id, ...(about === undefined ? [] : [about])].join("-");
}

/** The namespace of the metrics that come from metric filters; a metric has its watch's id as its name. */
export function metricNamespace({ environment }: Pick<Owner, "environment">): string {
  return `kms-foundation/${environment}`;
}

/** The ARN of a topic. */
export function topicArn(owner: Owner, region: string, severity: Severity): string {
  return arn(owner, region, "sns", topicName(owner, severity));
}

/** The ARN of an alarm, or a pattern of such ARNs. */
export function alarmArn(owner: Owner, region: string, name: string): string {
  return arn(owner, region, "cloudwatch", `alarm:${name}`);
}

function arn({ accountId: account }: Owner, region: string, service: string, resource: string): string {
  return formatArn({ partition: partitionOf(region) ?? "aws", service, region, account, resource });
}
