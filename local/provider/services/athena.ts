import type { WorkGroupConfiguration, WorkGroupConfigurationUpdates } from "@aws-sdk/client-athena";
import { isAwsError } from "../awsErrors";
import { fromAws, toAws } from "../awsShape";
import { arnProblem, between, matching, oneOf } from "../problems";
import type { PropertyTable } from "../property";
import { flag, object, requiredText, text } from "../read";
import type { Resource } from "../resource";
import { ownTags, tagList } from "../tags";
import type { Properties } from "../values";

/** Results of queries: where they go, and how they are encrypted. */
const resultConfiguration: PropertyTable = {
  aclConfiguration: {
    type: "object",
    fields: {
      s3AclOption: { type: "string", required: true, problem: oneOf(["BUCKET_OWNER_FULL_CONTROL"]) },
    },
  },
  encryptionConfiguration: {
    type: "object",
    fields: {
      encryptionOption: { type: "string", problem: oneOf(["SSE_S3", "SSE_KMS", "CSE_KMS"]) },
      kmsKeyArn: { type: "string", problem: arnProblem },
    },
  },
  expectedBucketOwner: { type: "string" },
  outputLocation: { type: "string", problem: matching(/^$|^s3:\/\//, "s3://<bucket>/<prefix>/") },
};

const configuration: PropertyTable = {
  // https://docs.aws.amazon.com/athena/latest/APIReference/API_WorkGroupConfiguration.html: 10 MB at least
  bytesScannedCutoffPerQuery: { type: "integer", problem: between(10_485_760, Number.MAX_SAFE_INTEGER) },
  enableMinimumEncryptionConfiguration: { type: "boolean", computed: true },
  enforceWorkgroupConfiguration: { type: "boolean", default: true },
  engineVersion: {
    type: "object",
    computed: true,
    fields: {
      effectiveEngineVersion: { type: "string", computed: true },
      selectedEngineVersion: { type: "string", default: "AUTO" },
    },
  },
  executionRole: { type: "string", problem: arnProblem },
  publishCloudwatchMetricsEnabled: { type: "boolean", default: true },
  requesterPaysEnabled: { type: "boolean", default: false },
  resultConfiguration: { type: "object", fields: resultConfiguration },
};

const names = {
  enforceWorkgroupConfiguration: "EnforceWorkGroupConfiguration",
  publishCloudwatchMetricsEnabled: "PublishCloudWatchMetricsEnabled",
  kmsKeyArn: "KmsKey",
};

/** A workgroup of Athena; its id is its name. https://www.pulumi.com/registry/packages/aws/api-docs/athena/workgroup/ */
export const workgroup: Resource = {
  properties: {
    arn: { type: "string", output: true },
    configuration: { type: "object", fields: configuration },
    description: { type: "string" },
    forceDestroy: { type: "boolean", default: false },
    name: {
      type: "string",
      computed: true,
      forceNew: true,
      autoName: { maxLength: 128 },
      problem: matching(/^[\w.-]{1,128}$/, 'at most 128 letters, digits and "._-"'),
    },
    state: { type: "string", default: "ENABLED", problem: oneOf(["ENABLED", "DISABLED"]) },
  },
  tagging: {
    async set(context, _id, tags, state) {
      const athena = await context.client("athena");
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      await athena.tagResource({ ResourceARN: requiredText(state, "arn"), Tags });
    },
    async remove(context, _id, keys, state) {
      const athena = await context.client("athena");
      await athena.untagResource({ ResourceARN: requiredText(state, "arn"), TagKeys: keys });
    },
  },

  async create(context, inputs) {
    const athena = await context.client("athena");
    const Name = requiredText(inputs, "name");
    await athena.createWorkGroup({
      Name,
      Configuration: toConfiguration(inputs),
      Description: text(inputs, "description"),
      Tags: tagList(inputs),
    });
    return Name;
  },

  async finish(context, id, inputs) {
    if (text(inputs, "state") !== "DISABLED") return;
    const athena = await context.client("athena");
    await athena.updateWorkGroup({ WorkGroup: id, State: "DISABLED" });
  },

  async read(context, id) {
    const athena = await context.client("athena");
    const arn = `arn:${context.partition}:athena:${context.region}:${await context.account()}:workgroup/${id}`;
    try {
      const { WorkGroup: found } = await athena.getWorkGroup({ WorkGroup: id });
      if (found === undefined) return undefined;
      const { Tags } = await athena.listTagsForResource({ ResourceARN: arn });
      return {
        arn,
        configuration: fromAws(configuration, found.Configuration ?? {}, names),
        description: found.Description ?? "",
        name: id,
        state: found.State ?? "ENABLED",
        tagsAll: ownTags(Tags),
      };
    } catch (error) {
      if (isAwsError(error, "InvalidRequestException")) return undefined;
      throw error;
    }
  },

  async update(context, id, { inputs, state }) {
    const athena = await context.client("athena");
    await athena.updateWorkGroup({
      WorkGroup: id,
      ConfigurationUpdates: toUpdates(inputs, state),
      Description: text(inputs, "description"),
      State: text(inputs, "state") === "DISABLED" ? "DISABLED" : "ENABLED",
    });
  },

  async delete(context, id, state) {
    const athena = await context.client("athena");
    const RecursiveDeleteOption = flag(state, "forceDestroy") ?? false;
    await athena.deleteWorkGroup({ WorkGroup: id, RecursiveDeleteOption }).catch((error: unknown) => {
      if (!isAwsError(error, "InvalidRequestException") || !/not found/i.test(error.message)) throw error;
    });
  },

  findMade: (_context, inputs) => Promise.resolve(text(inputs, "name")),
};

function toConfiguration(inputs: Properties): WorkGroupConfiguration {
  return toAws(configuration, object(inputs, "configuration") ?? {}, names);
}

/** What an update takes has names of its own, and says expressly what is to go. */
function toUpdates(inputs: Properties, state: Properties): WorkGroupConfigurationUpdates {
  const { ResultConfiguration, ...updates } = toConfiguration(inputs);
  const before = object(state, "configuration") ?? {};
  const isGone = (name: string) =>
    before[name] !== undefined && !(name in (object(inputs, "configuration") ?? {}));
  const { EncryptionConfiguration, ...results } = ResultConfiguration ?? {};
  return {
    ...updates,
    ...(isGone("bytesScannedCutoffPerQuery") && { RemoveBytesScannedCutoffPerQuery: true }),
    ResultConfigurationUpdates: {
      ...results,
      ...(EncryptionConfiguration === undefined
        ? { RemoveEncryptionConfiguration: true }
        : { EncryptionConfiguration }),
      ...(results.OutputLocation === undefined && { RemoveOutputLocation: true }),
    },
  };
}
