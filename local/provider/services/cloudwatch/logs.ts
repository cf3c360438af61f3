/** https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/loggroup/ and logmetricfilter/ */
import type { LogGroup, LogGroupClass, StandardUnit } from "@aws-sdk/client-cloudwatch-logs";
import { isAwsError, unlessAwsError } from "../../awsErrors";
import type { Context } from "../../context";
import { arnProblem, lengthBetween, matching, oneOf } from "../../problems";
import { flag, number, object, requiredText, text, textMap } from "../../read";
import type { Resource } from "../../resource";
import type { Properties, Value } from "../../values";

const GONE = "ResourceNotFoundException";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTIONS = [
  ...[
    0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
    3653,
  ],
];

/** A log group; its id is its name. */
export const logGroup: Resource = {
  properties: {
    arn: { type: "string", output: true },
    deletionProtectionEnabled: { type: "boolean", computed: true },
    kmsKeyId: { type: "string", problem: arnProblem },
    logGroupClass: {
      type: "string",
      computed: true,
      forceNew: true,
      problem: oneOf(["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]),
    },
    name: {
      type: "string",
      computed: true,
      forceNew: true,
      conflictsWith: ["namePrefix"],
      autoName: { maxLength: 512 },
      problem: matching(/^[\w./#-]{1,512}$/, 'at most 512 letters, digits and "._/#-"'),
    },
    namePrefix: { type: "string", computed: true, forceNew: true },
    retentionInDays: { type: "integer", default: 0, problem: retentionProblem },
    skipDestroy: { type: "boolean", default: false },
  },
  tagging: {
    async set(context, _id, tags, state) {
      const logs = await context.client("cloudwatchlogs");
      await logs.tagResource({ resourceArn: requiredText(state, "arn"), tags });
    },
    async remove(context, _id, keys, state) {
      const logs = await context.client("cloudwatchlogs");
      await logs.untagResource({ resourceArn: requiredText(state, "arn"), tagKeys: keys });
    },
  },

  async create(context, inputs) {
    const logs = await context.client("cloudwatchlogs");
    const name = text(inputs, "name") ?? `${requiredText(inputs, "namePrefix")}${Date.now()}`;
    const tags = textMap(inputs, "tagsAll") ?? {};
    await logs.createLogGroup({
      logGroupName: name,
      kmsKeyId: text(inputs, "kmsKeyId"),
      logGroupClass: text(inputs, "logGroupClass") as LogGroupClass | undefined,
      ...(Object.keys(tags).length > 0 && { tags }),
    });
    return name;
  },

  async finish(context, id, inputs) {
    if ((number(inputs, "retentionInDays") ?? 0) > 0) await setRetention(context, id, inputs);
    if (flag(inputs, "deletionProtectionEnabled") === true) await setProtection(context, id, true);
  },

  async read(context, id) {
    const found = await findLogGroup(context, id);
    if (found === undefined) return undefined;
    const logs = await context.client("cloudwatchlogs");
    const arn = (found.logGroupArn ?? found.arn ?? "").replace(/:\*$/, "");
    const { tags = {} } = await logs.listTagsForResource({ resourceArn: arn });
    return {
      arn,
      deletionProtectionEnabled: found.deletionProtectionEnabled ?? false,
      kmsKeyId: found.kmsKeyId ?? null,
      logGroupClass: found.logGroupClass ?? "STANDARD",
      name: id,
      retentionInDays: found.retentionInDays ?? 0,
      tagsAll: tags,
    };
  },

  async update(context, id, { inputs, changed }) {
    const logs = await context.client("cloudwatchlogs");
    if (changed("retentionInDays")) await setRetention(context, id, inputs);
    if (changed("deletionProtectionEnabled")) {
      await setProtection(context, id, flag(inputs, "deletionProtectionEnabled") ?? false);
    }
    if (changed("kmsKeyId")) {
      const kmsKeyId = text(inputs, "kmsKeyId");
      if (kmsKeyId === undefined) await logs.disassociateKmsKey({ logGroupName: id });
      else await logs.associateKmsKey({ logGroupName: id, kmsKeyId });
    }
  },

  async delete(context, id, state) {
    if (flag(state, "skipDestroy") === true) return;
    const logs = await context.client("cloudwatchlogs");
    await logs.deleteLogGroup({ logGroupName: id }).catch(unlessAwsError(GONE));
  },

  findMade: (_context, inputs) => Promise.resolve(text(inputs, "name")),
};

/** A metric filter on a log group; its id is its name, imported as `<log group>:<name>`. */
export const logMetricFilter: Resource = {
  properties: {
    applyOnTransformedLogs: { type: "boolean", default: false },
    logGroupName: { type: "string", required: true, forceNew: true },
    metricTransformation: {
      type: "object",
      required: true,
      fields: {
        defaultValue: { type: "string" },
        dimensions: { type: "map" },
        name: { type: "string", required: true },
        namespace: { type: "string", required: true },
        unit: { type: "string", default: "None" },
        value: { type: "string", required: true },
      },
    },
    name: { type: "string", computed: true, forceNew: true, autoName: { maxLength: 255 } },
    pattern: { type: "string", required: true, problem: lengthBetween(0, 1024) },
  },

  async create(context, inputs) {
    await putFilter(context, inputs);
    return requiredText(inputs, "name");
  },

  async read(context, id, state) {
    const at = id.lastIndexOf(":");
    const logGroupName = text(state, "logGroupName") ?? id.slice(0, at);
    const name = text(state, "logGroupName") === undefined ? id.slice(at + 1) : id;
    const logs = await context.client("cloudwatchlogs");
    try {
      const { metricFilters = [] } = await logs.describeMetricFilters({
        logGroupName,
        filterNamePrefix: name,
      });
      const found = metricFilters.find(({ filterName }) => filterName === name);
      const [metric] = found?.metricTransformations ?? [];
      if (found === undefined) return undefined;
      return {
        id: name,
        applyOnTransformedLogs: found.applyOnTransformedLogs ?? false,
        logGroupName,
        metricTransformation: {
          ...(metric?.defaultValue !== undefined && { defaultValue: String(metric.defaultValue) }),
          ...(metric?.dimensions !== undefined && { dimensions: metric.dimensions }),
          name: metric?.metricName ?? "",
          namespace: metric?.metricNamespace ?? "",
          unit: metric?.unit ?? "None",
          value: metric?.metricValue ?? "",
        },
        name,
        pattern: found.filterPattern ?? "",
      };
    } catch (error) {
      if (isAwsError(error, GONE)) return undefined;
      throw error;
    }
  },

  async update(context, _id, { inputs }) {
    await putFilter(context, inputs);
  },

  async delete(context, _id, state) {
    const logs = await context.client("cloudwatchlogs");
    const [logGroupName, filterName] = [requiredText(state, "logGroupName"), requiredText(state, "name")];
    await logs.deleteMetricFilter({ logGroupName, filterName }).catch(unlessAwsError(GONE));
  },
};

async function findLogGroup(context: Context, name: string): Promise<LogGroup | undefined> {
  const logs = await context.client("cloudwatchlogs");
  let nextToken: string | undefined;
  do {
    const page = await logs.describeLogGroups({ logGroupNamePrefix: name, nextToken });
    const found = page.logGroups?.find(({ logGroupName }) => logGroupName === name);
    if (found !== undefined) return found;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return undefined;
}

async function setRetention(context: Context, logGroupName: string, inputs: Properties): Promise<void> {
  const logs = await context.client("cloudwatchlogs");
  const retentionInDays = number(inputs, "retentionInDays") ?? 0;
  if (retentionInDays === 0) await logs.deleteRetentionPolicy({ logGroupName });
  else await logs.putRetentionPolicy({ logGroupName, retentionInDays });
}

async function setProtection(context: Context, logGroupIdentifier: string, enabled: boolean): Promise<void> {
  const logs = await context.client("cloudwatchlogs");
  await logs.putLogGroupDeletionProtection({ logGroupIdentifier, deletionProtectionEnabled: enabled });
}

async function putFilter(context: Context, inputs: Properties): Promise<void> {
  const logs = await context.client("cloudwatchlogs");
  const metric = object(inputs, "metricTransformation") ?? {};
  const defaultValue = text(metric, "defaultValue");
  await logs.putMetricFilter({
    filterName: requiredText(inputs, "name"),
    filterPattern: requiredText(inputs, "pattern").trim(),
    logGroupName: requiredText(inputs, "logGroupName"),
    ...(flag(inputs, "applyOnTransformedLogs") === true && { applyOnTransformedLogs: true }),
    metricTransformations: [
      {
        metricName: requiredText(metric, "name"),
        metricNamespace: requiredText(metric, "namespace"),
        metricValue: requiredText(metric, "value"),
        ...(defaultValue !== undefined && { defaultValue: Number(defaultValue) }),
        dimensions: textMap(metric, "dimensions"),
        unit: (text(metric, "unit") ?? "None") as StandardUnit,
      },
    ],
  });
}

function retentionProblem(value: Value): string | undefined {
  return typeof value === "number" && !RETENTIONS.includes(value)
    ? `expected one of ${RETENTIONS.join(", ")} days (0: for ever), got ${value}`
    : undefined;
}
