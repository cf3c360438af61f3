/** How the keys of one Region are used. */
import type { Quota } from "../alarmPlan";
import type { Widget } from "./layout";

/**
 * Requests by operation and by key, and how much of the quotas is used. Keys stand by their ARN: metrics know no alias, and series named
 * after keys would be unknown, with the whole dashboard, in the preview that makes a key.
 * https://docs.aws.amazon.com/kms/latest/developerguide/monitoring-cloudwatch.html
 */
export function regionWidgets(
  region: string,
  quotas: readonly Quota[],
  quotaPercent: number,
): readonly Widget[] {
  return [
    byGroup(region, "Requests by operation", "Operation"),
    byGroup(region, "Requests by key, the ten most used", "KeyArn", 10),
    quotaWidget(region, quotas, quotaPercent),
  ];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html */
function byGroup(region: string, title: string, dimension: string, limit?: number): Widget {
  const query =
    `SELECT SUM(SuccessfulRequest) FROM SCHEMA("AWS/KMS", KeyArn, Operation) ` +
    `GROUP BY ${dimension} ORDER BY SUM() DESC${limit === undefined ? "" : ` LIMIT ${limit}`}`;
  return {
    type: "metric",
    properties: {
      title: `${title}, ${region}`,
      region,
      view: "timeSeries",
      stacked: true,
      period: 300,
      metrics: [[{ expression: query, id: "requests" }]],
      yAxis: { left: { min: 0, label: "Requests in 5 minutes", showUnits: false } },
    },
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Quotas-Visualize-Alarms.html */
function quotaWidget(region: string, quotas: readonly Quota[], quotaPercent: number): Widget {
  const metrics = quotas.flatMap(({ name, resource }) => [
    [
      ...["AWS/Usage", "CallCount", "Type", "API", "Resource", resource, "Service", "KMS", "Class", "None"],
      { id: name, visible: false, stat: "Sum", period: 60 },
    ],
    [{ expression: `${name}/SERVICE_QUOTA(${name})*100`, id: `${name}Used`, label: name }],
  ]);
  return {
    type: "metric",
    properties: {
      title: `Use of the request quotas, ${region}`,
      region,
      view: "timeSeries",
      period: 60,
      metrics,
      yAxis: { left: { min: 0, max: 100, label: "Percent", showUnits: false } },
      annotations: { horizontal: [{ label: "Alarm", value: quotaPercent }] },
    },
  };
}
