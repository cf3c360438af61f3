/** The alarms of an environment, before any is registered. */
import * as pulumi from "@pulumi/pulumi";
import type { MonitoringArgs, WatchedKey } from "./args";
import { metricNamespace, watchName } from "./names";
import type { Watch } from "./watch";

type Dimensions = Readonly<Record<string, pulumi.Input<string>>>;

/** A metric, or an expression over others. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html */
export interface MetricQuery {
  readonly id: string;
  readonly returnData: boolean;
  readonly expression?: string;
  readonly label?: string;
  readonly metric?: {
    readonly namespace: string;
    readonly metricName: string;
    readonly dimensions: Dimensions;
    /** Seconds. */
    readonly period: number;
    readonly stat: string;
  };
}

/** When an alarm goes off: by one metric, or by queries. */
export interface AlarmCondition {
  readonly namespace?: string;
  readonly metricName?: string;
  readonly dimensions?: Dimensions;
  readonly statistic?: string;
  /** Seconds. */
  readonly period?: number;
  readonly metricQueries?: MetricQuery[];
  readonly threshold?: number;
  readonly thresholdMetricId?: string;
  readonly datapointsToAlarm?: number;
  readonly comparisonOperator: string;
  readonly evaluationPeriods: number;
}

/** One alarm. */
export interface AlarmPlan {
  readonly watch: Watch;
  readonly region: string;
  /** `prod-kms-denied-requests` */
  readonly name: string;
  readonly condition: AlarmCondition;
}

/** Every alarm but the composite ones: of the log group first, then Region by Region. */
export function planAlarms(
  args: MonitoringArgs,
  watches: readonly Watch[],
  regions: readonly string[],
): readonly AlarmPlan[] {
  const { logGroup } = args;
  return [
    ...(logGroup === undefined ? [] : watches.flatMap((watch) => logAlarm(watch, args, logGroup.region))),
    ...regions.flatMap((region) => watches.flatMap((watch) => metricAlarms(watch, args, region))),
  ];
}

function logAlarm(watch: Watch, args: MonitoringArgs, region: string): readonly AlarmPlan[] {
  if (watch.log === undefined) return [];
  const { threshold } = watch.log;
  return [
    {
      watch,
      region,
      name: watchName(args, watch.id),
      condition: {
        namespace: metricNamespace(args),
        metricName: watch.id,
        statistic: "Sum",
        period: 300,
        evaluationPeriods: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        threshold: threshold === undefined ? 1 : args.thresholds[threshold],
      },
    },
  ];
}

function metricAlarms(watch: Watch, args: MonitoringArgs, region: string): readonly AlarmPlan[] {
  const keys = Object.entries(args.keys).filter(([, key]) => key.regions.includes(region));
  const plan = (about: string, condition: AlarmCondition): AlarmPlan => ({
    watch,
    region,
    name: watchName(args, watch.id, about),
    condition,
  });
  switch (watch.metric) {
    case "quota":
      return quotasOf(keys.map(([, key]) => key)).map(({ name, resource }) =>
        plan(name, quotaCondition(resource, args.thresholds.quotaPercent)),
      );
    case "decryptVolume":
      return keys
        .filter(([, { usage }]) => usage === "ENCRYPT_DECRYPT")
        .map(([name, key]) => plan(name, decryptCondition(key, region, args.thresholds.decryptBand)));
    case "materialExpiry":
      return keys
        .filter(([, { imported }]) => imported)
        .map(([name, key]) => plan(name, expiryCondition(key, args.thresholds.materialExpiryInDays)));
    default:
      return [];
  }
}

/** A quota that all requests of a kind share in a Region, as `AWS/Usage` names it. */
export interface Quota {
  readonly name: string;
  readonly resource: string;
}

/**
 * The quotas that keys of these kinds use up; AWS services use the symmetric one everywhere.
 * https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html
 */
export function quotasOf(keys: readonly Pick<WatchedKey, "spec">[]): readonly Quota[] {
  if (keys.length === 0) return [];
  const some = (family: RegExp) => keys.some(({ spec }) => family.test(spec));
  return [
    { name: "symmetric", resource: "CryptographicOperationsSymmetric" },
    ...(some(/^RSA_/) ? [{ name: "rsa", resource: "CryptographicOperationsRsa" }] : []),
    ...(some(/^ECC_/) ? [{ name: "ecc", resource: "CryptographicOperationsEcc" }] : []),
  ];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Quotas-Visualize-Alarms.html */
function quotaCondition(resource: string, percent: number): AlarmCondition {
  return {
    metricQueries: [
      {
        id: "calls",
        returnData: false,
        metric: {
          namespace: "AWS/Usage",
          metricName: "CallCount",
          dimensions: { Type: "API", Service: "KMS", Resource: resource, Class: "None" },
          period: 60,
          stat: "Sum",
        },
      },
      {
        id: "used",
        expression: "calls/SERVICE_QUOTA(calls)*100",
        label: "Percent of the quota",
        returnData: true,
      },
    ],
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    comparisonOperator: "GreaterThanThreshold",
    threshold: percent,
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Anomaly_Detection_Alarm.html */
function decryptCondition({ arns }: WatchedKey, region: string, band: number): AlarmCondition {
  const arn = pulumi.output(arns).apply((all) => all[region] ?? "");
  return {
    metricQueries: [
      {
        id: "decrypted",
        returnData: true,
        metric: {
          namespace: "AWS/KMS",
          metricName: "SuccessfulRequest",
          dimensions: { KeyArn: arn, Operation: "Decrypt" },
          period: 300,
          stat: "Sum",
        },
      },
      {
        id: "expected",
        expression: `ANOMALY_DETECTION_BAND(decrypted, ${band})`,
        label: "Expected",
        returnData: true,
      },
    ],
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    comparisonOperator: "GreaterThanUpperThreshold",
    thresholdMetricId: "expected",
  };
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/imported-key-material-expiration-alarm.html */
function expiryCondition({ keyId }: WatchedKey, days: number): AlarmCondition {
  return {
    namespace: "AWS/KMS",
    metricName: "SecondsUntilKeyMaterialExpiration",
    dimensions: { KeyId: keyId },
    statistic: "Minimum",
    period: 300,
    evaluationPeriods: 1,
    comparisonOperator: "LessThanThreshold",
    threshold: days * 24 * 60 * 60,
  };
}
