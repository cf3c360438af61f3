/**
 * What CloudWatch documents of a dashboard's body, as far as this project writes it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
import { z } from "zod";
import { isKnownRegion } from "../../../kms/regions";

const place = {
  x: z.int().min(0).max(23),
  y: z.int().min(0),
  width: z.int().min(1).max(24),
  height: z.int().min(1).max(1000),
};
const region = z.string().refine(isKnownRegion);
const period = z.int().refine((seconds) => seconds % 60 === 0);
const title = z.string().min(1);

const rendering = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z]\w*$/)
    .optional(),
  label: z.string().optional(),
  visible: z.boolean().optional(),
  stat: z.enum(["SampleCount", "Average", "Sum", "Minimum", "Maximum"]).optional(),
  period: period.optional(),
});
const expression = z.tuple([rendering.extend({ expression: z.string().max(2048) })]);
const metric = z.array(z.union([z.string(), rendering])).refine(
  (parts) => {
    const texts = parts.filter((part) => typeof part === "string");
    const options = parts.length - texts.length;
    // Namespace, name, and pairs of a dimension's name and value; the options come last.
    return texts.length >= 2 && texts.length % 2 === 0 && options <= 1 && typeof parts[0] === "string";
  },
  { error: "a metric is namespace, name, pairs of dimension and value, and options" },
);
const axis = z.strictObject({
  min: z.number().optional(),
  max: z.number().optional(),
  label: z.string().optional(),
  showUnits: z.boolean().optional(),
});

const metricWidget = z.strictObject({
  ...place,
  type: z.literal("metric"),
  properties: z.strictObject({
    title,
    region,
    view: z.enum(["timeSeries", "singleValue", "gauge", "bar", "pie", "table"]),
    stacked: z.boolean().optional(),
    period: period.optional(),
    stat: z.string().optional(),
    metrics: z.array(z.union([expression, metric])).min(1),
    yAxis: z.strictObject({ left: axis.optional(), right: axis.optional() }).optional(),
    annotations: z
      .strictObject({
        horizontal: z.array(z.strictObject({ label: z.string(), value: z.number() })),
      })
      .optional(),
  }),
});
const alarmWidget = z.strictObject({
  ...place,
  type: z.literal("alarm"),
  properties: z.strictObject({
    title,
    alarms: z
      .array(z.string().regex(/^arn:aws[a-z-]*:cloudwatch:[a-z0-9-]+:\d{12}:alarm:.+$/))
      .min(1)
      .max(100),
    sortBy: z.enum(["default", "stateUpdatedTimestamp", "timestamp"]).optional(),
  }),
});
const logWidget = z.strictObject({
  ...place,
  type: z.literal("log"),
  properties: z.strictObject({
    title,
    region,
    query: z.string().regex(/^SOURCE '[^']+' \| /),
    view: z.enum(["table", "timeSeries", "bar", "pie"]),
  }),
});
const textWidget = z.strictObject({
  ...place,
  type: z.literal("text"),
  properties: z.strictObject({ markdown: z.string().min(1) }),
});

/** A dashboard's body. */
export const dashboardSchema = z.strictObject({
  start: z
    .string()
    .regex(/^-P(T\d+[HM]|\d+[DWM])$/)
    .optional(),
  periodOverride: z.enum(["auto", "inherit"]).optional(),
  widgets: z.array(z.discriminatedUnion("type", [metricWidget, alarmWidget, logWidget, textWidget])).max(500),
});

/** A valid dashboard. */
export type Dashboard = z.infer<typeof dashboardSchema>;
