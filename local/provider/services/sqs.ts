/** https://www.pulumi.com/registry/packages/aws/api-docs/sqs/ */
import {
  type AttributeTable,
  changedAttributes,
  fromAttributes,
  jsonAttribute,
  policyAttribute,
  propertiesOfAttributes,
  toAttributes,
} from "../attributes";
import { isAwsError, unlessAwsError } from "../awsErrors";
import type { Context } from "../context";
import { between, matching, oneOf } from "../problems";
import { requiredText, text, textMap } from "../read";
import type { Resource } from "../resource";
import type { Properties } from "../values";
import { until } from "../waiting";

const GONE = ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"];
const unlessGone = unlessAwsError(...GONE);

const queueAttributes: AttributeTable = {
  contentBasedDeduplication: {
    attribute: "ContentBasedDeduplication",
    property: { type: "boolean", default: false },
  },
  deduplicationScope: {
    attribute: "DeduplicationScope",
    property: { type: "string", computed: true, problem: oneOf(["messageGroup", "queue"]) },
  },
  delaySeconds: {
    attribute: "DelaySeconds",
    property: { type: "integer", default: 0, problem: between(0, 900) },
  },
  fifoQueue: { attribute: "FifoQueue", property: { type: "boolean", default: false, forceNew: true } },
  fifoThroughputLimit: {
    attribute: "FifoThroughputLimit",
    property: { type: "string", computed: true, problem: oneOf(["perQueue", "perMessageGroupId"]) },
  },
  kmsDataKeyReusePeriodSeconds: {
    attribute: "KmsDataKeyReusePeriodSeconds",
    property: { type: "integer", computed: true, problem: between(60, 86_400) },
  },
  kmsMasterKeyId: { attribute: "KmsMasterKeyId", property: { type: "string" } },
  maxMessageSize: {
    attribute: "MaximumMessageSize",
    property: { type: "integer", computed: true, problem: between(1024, 1_048_576) },
  },
  messageRetentionSeconds: {
    attribute: "MessageRetentionPeriod",
    property: { type: "integer", default: 345_600, problem: between(60, 1_209_600) },
  },
  policy: policyAttribute,
  receiveWaitTimeSeconds: {
    attribute: "ReceiveMessageWaitTimeSeconds",
    property: { type: "integer", default: 0, problem: between(0, 20) },
  },
  redriveAllowPolicy: jsonAttribute("RedriveAllowPolicy", { computed: true }),
  redrivePolicy: jsonAttribute("RedrivePolicy", { computed: true }),
  sqsManagedSseEnabled: { attribute: "SqsManagedSseEnabled", property: { type: "boolean", computed: true } },
  visibilityTimeoutSeconds: {
    attribute: "VisibilityTimeout",
    property: { type: "integer", default: 30, problem: between(0, 43_200) },
  },
};

/** A queue; its id is its URL. */
export const queue: Resource = {
  properties: {
    ...propertiesOfAttributes(queueAttributes),
    arn: { type: "string", output: true },
    name: {
      type: "string",
      computed: true,
      forceNew: true,
      conflictsWith: ["namePrefix"],
      autoName: { maxLength: 80 },
      problem: matching(
        /^[\w-]{1,80}$|^[\w-]{1,75}\.fifo$/,
        "at most 80 letters, digits, hyphens and underscores",
      ),
    },
    namePrefix: { type: "string", computed: true, forceNew: true },
    url: { type: "string", output: true },
  },
  tagging: {
    async set(context, id, tags) {
      const sqs = await context.client("sqs");
      await sqs.tagQueue({ QueueUrl: id, Tags: tags });
    },
    async remove(context, id, keys) {
      const sqs = await context.client("sqs");
      await sqs.untagQueue({ QueueUrl: id, TagKeys: keys });
    },
  },

  async create(context, inputs) {
    const sqs = await context.client("sqs");
    const given = toAttributes(queueAttributes, inputs);
    // FIFO attributes are refused on a standard queue, even when they say "false".
    const Attributes = Object.fromEntries(
      Object.entries(given).filter(([name, value]) => value !== "false" || name === "SqsManagedSseEnabled"),
    );
    const tags = textMap(inputs, "tagsAll") ?? {};
    const { QueueUrl = "" } = await sqs.createQueue({ QueueName: nameOf(inputs), Attributes, tags });
    return QueueUrl;
  },

  async read(context, id) {
    const attributes = await queueAttributesOf(context, id);
    if (attributes === undefined) return undefined;
    const sqs = await context.client("sqs");
    const { Tags = {} } = await sqs.listQueueTags({ QueueUrl: id });
    return {
      ...fromAttributes(queueAttributes, attributes),
      arn: attributes.QueueArn ?? null,
      name: id.split("/").at(-1) ?? id,
      tagsAll: Tags,
      url: id,
    };
  },

  async update(context, id, change) {
    const Attributes = changedAttributes(queueAttributes, change);
    if (Object.keys(Attributes).length > 0) await setAttributes(context, id, Attributes);
  },

  async delete(context, id) {
    const sqs = await context.client("sqs");
    await sqs.deleteQueue({ QueueUrl: id }).catch(unlessGone);
    await until(context.signal, `queue ${id} to be gone`, async () =>
      (await queueAttributesOf(context, id)) === undefined ? true : undefined,
    );
  },

  async findMade(context, inputs) {
    const sqs = await context.client("sqs");
    return (await sqs.getQueueUrl({ QueueName: nameOf(inputs) }).catch(unlessGone))?.QueueUrl;
  },
};

/** The policy of a queue, set apart from the queue. */
export const queuePolicy: Resource = {
  properties: {
    policy: { ...policyAttribute.property, required: true },
    queueUrl: { type: "string", required: true, forceNew: true },
  },
  async create(context, inputs) {
    const url = requiredText(inputs, "queueUrl");
    await setAttributes(context, url, { Policy: requiredText(inputs, "policy") });
    return url;
  },
  async read(context, id) {
    const attributes = await queueAttributesOf(context, id);
    const hasPolicy = attributes?.Policy !== undefined && attributes.Policy !== "";
    return hasPolicy ? { policy: attributes.Policy ?? "", queueUrl: id } : undefined;
  },
  async update(context, id, { inputs }) {
    await setAttributes(context, id, { Policy: requiredText(inputs, "policy") });
  },
  async delete(context, id) {
    await setAttributes(context, id, { Policy: "" }).catch(unlessGone);
  },
};

async function queueAttributesOf(context: Context, QueueUrl: string) {
  const sqs = await context.client("sqs");
  try {
    return (await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["All"] })).Attributes ?? {};
  } catch (error) {
    if (isAwsError(error, ...GONE)) return undefined;
    throw error;
  }
}

async function setAttributes(context: Context, QueueUrl: string, Attributes: Record<string, string>) {
  const sqs = await context.client("sqs");
  await sqs.setQueueAttributes({ QueueUrl, Attributes });
}

function nameOf(inputs: Properties): string {
  return text(inputs, "name") ?? `${requiredText(inputs, "namePrefix")}${Date.now()}`;
}
