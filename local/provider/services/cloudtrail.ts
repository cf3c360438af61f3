import type {
  AdvancedEventSelector,
  EventSelector,
  InsightType,
  ReadWriteType,
} from "@aws-sdk/client-cloudtrail";
import { isAwsError, unlessAwsError } from "../awsErrors";
import type { Context } from "../context";
import { arnProblem, matching, oneOf } from "../problems";
import { flag, objects, requiredText, text, texts } from "../read";
import type { Resource } from "../resource";
import type { PropertyTable } from "../property";
import { ownTags, tagList } from "../tags";
import type { Properties } from "../values";

const GONE = "TrailNotFoundException";
const list = { type: "list" } as const;

const eventSelector: PropertyTable = {
  dataResources: {
    type: "list",
    elements: {
      type: "object",
      fields: { type: { type: "string", required: true }, values: { ...list, required: true } },
    },
  },
  excludeManagementEventSources: { type: "set" },
  includeManagementEvents: { type: "boolean", default: true },
  readWriteType: { type: "string", default: "All", problem: oneOf(["All", "ReadOnly", "WriteOnly"]) },
};

const fieldSelector: PropertyTable = {
  endsWiths: list,
  equals: list,
  field: { type: "string", required: true },
  notEndsWiths: list,
  notEquals: list,
  notStartsWiths: list,
  startsWiths: list,
};

/** A trail; its id is its ARN. https://www.pulumi.com/registry/packages/aws/api-docs/cloudtrail/trail/ */
export const trail: Resource = {
  properties: {
    advancedEventSelectors: {
      type: "list",
      conflictsWith: ["eventSelectors"],
      elements: {
        type: "object",
        fields: {
          fieldSelectors: {
            type: "set",
            required: true,
            elements: { type: "object", fields: fieldSelector },
          },
          name: { type: "string" },
        },
      },
    },
    arn: { type: "string", output: true },
    cloudWatchLogsGroupArn: { type: "string" },
    cloudWatchLogsRoleArn: { type: "string" },
    enableLogFileValidation: { type: "boolean", default: false },
    enableLogging: { type: "boolean", default: true },
    eventSelectors: {
      type: "list",
      conflictsWith: ["advancedEventSelectors"],
      elements: { type: "object", fields: eventSelector },
    },
    homeRegion: { type: "string", output: true },
    includeGlobalServiceEvents: { type: "boolean", default: true },
    insightSelectors: {
      type: "set",
      elements: { type: "object", fields: { insightType: { type: "string", required: true } } },
    },
    isMultiRegionTrail: { type: "boolean", default: false },
    isOrganizationTrail: { type: "boolean", default: false },
    kmsKeyId: { type: "string", problem: arnProblem },
    name: {
      type: "string",
      computed: true,
      forceNew: true,
      autoName: { maxLength: 128 },
      problem: matching(/^[A-Za-z0-9][\w.-]{1,126}[A-Za-z0-9]$/, 'letters, digits and "._-"'),
    },
    s3BucketName: { type: "string", required: true },
    s3KeyPrefix: { type: "string" },
    snsTopicArn: { type: "string", output: true },
    snsTopicName: { type: "string" },
  },
  tagging: {
    async set(context, id, tags) {
      const cloudtrail = await context.client("cloudtrail");
      const TagsList = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      await cloudtrail.addTags({ ResourceId: id, TagsList });
    },
    async remove(context, id, keys) {
      const cloudtrail = await context.client("cloudtrail");
      await cloudtrail.removeTags({ ResourceId: id, TagsList: keys.map((Key) => ({ Key })) });
    },
  },

  async create(context, inputs) {
    const cloudtrail = await context.client("cloudtrail");
    const TagsList = tagList(inputs);
    const { TrailARN = "" } = await cloudtrail.createTrail({
      ...trailOf(inputs),
      Name: requiredText(inputs, "name"),
      ...(TagsList.length > 0 && { TagsList }),
    });
    return TrailARN;
  },

  async finish(context, id, inputs) {
    if (flag(inputs, "enableLogging") !== false) await setLogging(context, id, true);
    await putSelectors(context, id, inputs);
    await putInsights(context, id, inputs);
  },

  async read(context, id) {
    const cloudtrail = await context.client("cloudtrail");
    try {
      const { Trail: found } = await cloudtrail.getTrail({ Name: id });
      if (found === undefined) return undefined;
      const [status, tags, selectors, insights] = await Promise.all([
        cloudtrail.getTrailStatus({ Name: id }),
        cloudtrail.listTags({ ResourceIdList: [found.TrailARN ?? id] }),
        cloudtrail.getEventSelectors({ TrailName: id }),
        cloudtrail.getInsightSelectors({ TrailName: id }).catch(unlessAwsError("InsightNotEnabledException")),
      ]);
      return {
        ...selectorsFrom(selectors.EventSelectors, selectors.AdvancedEventSelectors),
        arn: found.TrailARN ?? id,
        cloudWatchLogsGroupArn: found.CloudWatchLogsLogGroupArn ?? null,
        cloudWatchLogsRoleArn: found.CloudWatchLogsRoleArn ?? null,
        enableLogFileValidation: found.LogFileValidationEnabled ?? false,
        enableLogging: status.IsLogging ?? false,
        homeRegion: found.HomeRegion ?? null,
        includeGlobalServiceEvents: found.IncludeGlobalServiceEvents ?? true,
        insightSelectors: (insights?.InsightSelectors ?? []).map(({ InsightType = "" }) => ({
          insightType: InsightType,
        })),
        isMultiRegionTrail: found.IsMultiRegionTrail ?? false,
        isOrganizationTrail: found.IsOrganizationTrail ?? false,
        kmsKeyId: found.KmsKeyId ?? null,
        name: found.Name ?? null,
        s3BucketName: found.S3BucketName ?? null,
        s3KeyPrefix: found.S3KeyPrefix ?? null,
        snsTopicArn: found.SnsTopicARN ?? "",
        tagsAll: ownTags(tags.ResourceTagList?.[0]?.TagsList),
      };
    } catch (error) {
      if (isAwsError(error, GONE)) return undefined;
      throw error;
    }
  },

  async update(context, id, { inputs, changed }) {
    const cloudtrail = await context.client("cloudtrail");
    await cloudtrail.updateTrail({ ...trailOf(inputs), Name: id });
    if (changed("enableLogging")) await setLogging(context, id, flag(inputs, "enableLogging") ?? true);
    if (changed("eventSelectors", "advancedEventSelectors")) await putSelectors(context, id, inputs);
    if (changed("insightSelectors")) await putInsights(context, id, inputs);
  },

  async delete(context, id) {
    const cloudtrail = await context.client("cloudtrail");
    await cloudtrail.deleteTrail({ Name: id }).catch(unlessAwsError(GONE));
  },

  findMade: async (context, inputs) =>
    `arn:${context.partition}:cloudtrail:${context.region}:${await context.account()}:trail/${requiredText(inputs, "name")}`,
};

function trailOf(inputs: Properties) {
  return {
    CloudWatchLogsLogGroupArn: text(inputs, "cloudWatchLogsGroupArn"),
    CloudWatchLogsRoleArn: text(inputs, "cloudWatchLogsRoleArn"),
    EnableLogFileValidation: flag(inputs, "enableLogFileValidation"),
    IncludeGlobalServiceEvents: flag(inputs, "includeGlobalServiceEvents"),
    IsMultiRegionTrail: flag(inputs, "isMultiRegionTrail"),
    IsOrganizationTrail: flag(inputs, "isOrganizationTrail"),
    KmsKeyId: text(inputs, "kmsKeyId"),
    S3BucketName: requiredText(inputs, "s3BucketName"),
    S3KeyPrefix: text(inputs, "s3KeyPrefix"),
    SnsTopicName: text(inputs, "snsTopicName"),
  };
}

async function setLogging(context: Context, Name: string, enabled: boolean): Promise<void> {
  const cloudtrail = await context.client("cloudtrail");
  await (enabled ? cloudtrail.startLogging({ Name }) : cloudtrail.stopLogging({ Name }));
}

async function putSelectors(context: Context, TrailName: string, inputs: Properties): Promise<void> {
  const cloudtrail = await context.client("cloudtrail");
  const [basic, advanced] = [objects(inputs, "eventSelectors"), objects(inputs, "advancedEventSelectors")];
  if (basic.length > 0) {
    const EventSelectors = basic.map((selector) => ({
      DataResources: objects(selector, "dataResources").map((resource) => ({
        Type: requiredText(resource, "type"),
        Values: texts(resource, "values"),
      })),
      ExcludeManagementEventSources: texts(selector, "excludeManagementEventSources"),
      IncludeManagementEvents: flag(selector, "includeManagementEvents") ?? true,
      ReadWriteType: (text(selector, "readWriteType") ?? "All") as ReadWriteType,
    }));
    await cloudtrail.putEventSelectors({ TrailName, EventSelectors });
  }
  if (advanced.length > 0) {
    const AdvancedEventSelectors = advanced.map((selector) => ({
      Name: text(selector, "name"),
      FieldSelectors: objects(selector, "fieldSelectors").map((field) => ({
        Field: requiredText(field, "field"),
        EndsWith: texts(field, "endsWiths"),
        Equals: texts(field, "equals"),
        NotEndsWith: texts(field, "notEndsWiths"),
        NotEquals: texts(field, "notEquals"),
        NotStartsWith: texts(field, "notStartsWiths"),
        StartsWith: texts(field, "startsWiths"),
      })),
    }));
    await cloudtrail.putEventSelectors({ TrailName, AdvancedEventSelectors });
  }
}

async function putInsights(context: Context, TrailName: string, inputs: Properties): Promise<void> {
  const selectors = objects(inputs, "insightSelectors");
  if (selectors.length === 0) return;
  const cloudtrail = await context.client("cloudtrail");
  const InsightSelectors = selectors.map((selector) => ({
    InsightType: requiredText(selector, "insightType") as InsightType,
  }));
  await cloudtrail.putInsightSelectors({ TrailName, InsightSelectors });
}

function selectorsFrom(basic: EventSelector[] = [], advanced: AdvancedEventSelector[] = []): Properties {
  return {
    eventSelectors: basic.filter(isGiven).map((selector) => ({
      dataResources: (selector.DataResources ?? []).map(({ Type = "", Values = [] }) => ({
        type: Type,
        values: Values,
      })),
      excludeManagementEventSources: selector.ExcludeManagementEventSources ?? [],
      includeManagementEvents: selector.IncludeManagementEvents ?? true,
      readWriteType: selector.ReadWriteType ?? "All",
    })),
    advancedEventSelectors: advanced.map((selector) => ({
      ...(selector.Name !== undefined && selector.Name !== "" && { name: selector.Name }),
      fieldSelectors: (selector.FieldSelectors ?? []).map((field) => ({
        field: field.Field ?? "",
        endsWiths: field.EndsWith ?? [],
        equals: field.Equals ?? [],
        notEndsWiths: field.NotEndsWith ?? [],
        notEquals: field.NotEquals ?? [],
        notStartsWiths: field.NotStartsWith ?? [],
        startsWiths: field.StartsWith ?? [],
      })),
    })),
  };
}

/** Every trail has one selector for all management events until it is given others. */
function isGiven(selector: EventSelector): boolean {
  const hasResources = (selector.DataResources ?? []).length > 0;
  const excludes = (selector.ExcludeManagementEventSources ?? []).length > 0;
  const isAll = selector.IncludeManagementEvents !== false && (selector.ReadWriteType ?? "All") === "All";
  return hasResources || excludes || !isAll;
}
