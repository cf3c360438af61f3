import type {
  ComparisonOperator,
  MetricAlarm,
  MetricDataQuery,
  StandardUnit,
  Statistic,
} from "@aws-sdk/client-cloudwatch";
import type { Context } from "../../context";
import { oneOf } from "../../problems";
import { flag, number, object, objects, requiredText, text, textMap } from "../../read";
import type { Resource } from "../../resource";
import type { PropertyTable } from "../../property";
import { tagList } from "../../tags";
import type { Properties, Value } from "../../values";
import { common, deleteAlarm, fromCommon, type GivenTags, tagging, tagsOf, toCommon } from "./alarm";

const dimensions = { type: "map" } as const;

const query: PropertyTable = {
  accountId: { type: "string" },
  expression: { type: "string" },
  id: { type: "string", required: true },
  label: { type: "string" },
  metric: {
    type: "object",
    fields: {
      dimensions,
      metricName: { type: "string", required: true },
      namespace: { type: "string" },
      period: { type: "integer", required: true },
      stat: { type: "string", required: true },
      unit: { type: "string" },
    },
  },
  period: { type: "integer" },
  returnData: { type: "boolean" },
};

/** An alarm on a metric or on an expression; its id is its name. https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/metricalarm/ */
export const metricAlarm: Resource = {
  properties: {
    ...common,
    comparisonOperator: {
      type: "string",
      problem: oneOf([
        ...["GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold"],
        ...["LessThanOrEqualToThreshold", "LessThanLowerOrGreaterThanUpperThreshold"],
        ...["LessThanLowerThreshold", "GreaterThanUpperThreshold"],
      ]),
    },
    datapointsToAlarm: { type: "integer" },
    dimensions,
    evaluateLowSampleCountPercentiles: {
      type: "string",
      computed: true,
      problem: oneOf(["evaluate", "ignore"]),
    },
    evaluationPeriods: { type: "integer" },
    extendedStatistic: { type: "string", conflictsWith: ["statistic", "metricQueries"] },
    metricName: { type: "string", conflictsWith: ["metricQueries"] },
    metricQueries: { type: "set", elements: { type: "object", fields: query } },
    name: { type: "string", computed: true, forceNew: true, autoName: { maxLength: 255 } },
    namespace: { type: "string", conflictsWith: ["metricQueries"] },
    period: { type: "integer", conflictsWith: ["metricQueries"] },
    statistic: {
      type: "string",
      conflictsWith: ["extendedStatistic", "metricQueries"],
      problem: oneOf(["SampleCount", "Average", "Sum", "Minimum", "Maximum"]),
    },
    threshold: { type: "number", conflictsWith: ["thresholdMetricId"] },
    thresholdMetricId: { type: "string", conflictsWith: ["threshold"] },
    treatMissingData: {
      type: "string",
      default: "missing",
      problem: oneOf(["breaching", "notBreaching", "ignore", "missing"]),
    },
    unit: { type: "string" },
  },
  unserved: {
    evaluationCriteria: "metricQueries",
    evaluationInterval: "evaluationPeriods",
    warmUpConfiguration: "treatMissingData",
  },
  tagging,

  check(inputs) {
    const hasMetric = inputs.metricName !== undefined || inputs.metricQueries !== undefined;
    return [
      ...(hasMetric ? [] : [{ property: "metricName", reason: "set one of metricName and metricQueries" }]),
      ...["comparisonOperator", "evaluationPeriods"]
        .filter((name) => inputs[name] === undefined)
        .map((property) => ({ property, reason: "needed with metricName and with metricQueries" })),
    ];
  },

  async create(context, inputs) {
    const tags = tagList(inputs);
    await putAlarm(context, requiredText(inputs, "name"), inputs, tags.length > 0 ? { Tags: tags } : {});
    return requiredText(inputs, "name");
  },

  async read(context, id) {
    const cloudwatch = await context.client("cloudwatch");
    const { MetricAlarms = [] } = await cloudwatch.describeAlarms({
      AlarmNames: [id],
      AlarmTypes: ["MetricAlarm"],
    });
    const [alarm] = MetricAlarms;
    if (alarm === undefined) return undefined;
    return { ...fromAlarm(alarm), name: id, tagsAll: await tagsOf(context, alarm.AlarmArn) };
  },

  async update(context, id, { inputs }) {
    await putAlarm(context, id, inputs);
  },

  delete: deleteAlarm,
  findMade: (_context, inputs) => Promise.resolve(text(inputs, "name")),
};

async function putAlarm(context: Context, AlarmName: string, inputs: Properties, tags: GivenTags = {}) {
  const cloudwatch = await context.client("cloudwatch");
  const queries = objects(inputs, "metricQueries");
  await cloudwatch.putMetricAlarm({
    AlarmName,
    ...toCommon(inputs),
    ComparisonOperator: requiredText(inputs, "comparisonOperator") as ComparisonOperator,
    DatapointsToAlarm: number(inputs, "datapointsToAlarm"),
    Dimensions: toDimensions(textMap(inputs, "dimensions")),
    EvaluateLowSampleCountPercentile: text(inputs, "evaluateLowSampleCountPercentiles"),
    EvaluationPeriods: number(inputs, "evaluationPeriods"),
    ExtendedStatistic: text(inputs, "extendedStatistic"),
    MetricName: text(inputs, "metricName"),
    Metrics: queries.length === 0 ? undefined : queries.map(toQuery),
    Namespace: text(inputs, "namespace"),
    Period: number(inputs, "period"),
    Statistic: text(inputs, "statistic") as Statistic | undefined,
    Threshold: number(inputs, "threshold"),
    ThresholdMetricId: text(inputs, "thresholdMetricId"),
    TreatMissingData: text(inputs, "treatMissingData"),
    Unit: text(inputs, "unit") as StandardUnit | undefined,
    ...tags,
  });
}

function fromAlarm(alarm: MetricAlarm): Properties {
  return {
    ...fromCommon(alarm),
    comparisonOperator: alarm.ComparisonOperator ?? null,
    datapointsToAlarm: alarm.DatapointsToAlarm ?? null,
    dimensions: fromDimensions(alarm.Dimensions),
    evaluateLowSampleCountPercentiles: alarm.EvaluateLowSampleCountPercentile ?? null,
    evaluationPeriods: alarm.EvaluationPeriods ?? null,
    extendedStatistic: alarm.ExtendedStatistic ?? null,
    metricName: alarm.MetricName ?? null,
    metricQueries: (alarm.Metrics ?? []).map(fromQuery),
    namespace: alarm.Namespace ?? null,
    period: alarm.Period ?? null,
    statistic: alarm.Statistic ?? null,
    threshold: alarm.Threshold ?? null,
    thresholdMetricId: alarm.ThresholdMetricId ?? null,
    treatMissingData: alarm.TreatMissingData ?? "missing",
    unit: alarm.Unit ?? null,
  };
}

function toQuery(properties: Properties): MetricDataQuery {
  const metric = object(properties, "metric");
  return {
    Id: requiredText(properties, "id"),
    AccountId: text(properties, "accountId"),
    Expression: text(properties, "expression"),
    Label: text(properties, "label"),
    Period: number(properties, "period"),
    ReturnData: flag(properties, "returnData") ?? false,
    ...(metric !== undefined && {
      MetricStat: {
        Metric: {
          MetricName: requiredText(metric, "metricName"),
          Namespace: text(metric, "namespace"),
          Dimensions: toDimensions(textMap(metric, "dimensions")),
        },
        Period: number(metric, "period"),
        Stat: requiredText(metric, "stat"),
        Unit: text(metric, "unit") as StandardUnit | undefined,
      },
    }),
  };
}

function fromQuery({ MetricStat: stat, ...query }: MetricDataQuery): Properties {
  return known({
    id: query.Id,
    accountId: query.AccountId,
    expression: query.Expression,
    label: query.Label,
    period: query.Period,
    returnData: query.ReturnData ?? false,
    metric:
      stat === undefined
        ? undefined
        : known({
            dimensions: fromDimensions(stat.Metric?.Dimensions),
            metricName: stat.Metric?.MetricName,
            namespace: stat.Metric?.Namespace,
            period: stat.Period,
            stat: stat.Stat,
            unit: stat.Unit,
          }),
  });
}

function known(values: Record<string, Value | undefined>): Properties {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function toDimensions(map: Record<string, string> | undefined) {
  return Object.entries(map ?? {}).map(([Name, Value]) => ({ Name, Value }));
}

function fromDimensions(
  list: readonly { Name?: string | undefined; Value?: string | undefined }[] = [],
): Properties {
  return Object.fromEntries(list.map(({ Name = "", Value = "" }) => [Name, Value]));
}
