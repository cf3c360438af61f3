/** https://www.pulumi.com/registry/packages/aws/api-docs/sns/ */
import {
  type AttributeTable,
  changedAttributes,
  fromAttributes,
  jsonAttribute,
  policyAttribute,
  propertiesOfAttributes,
  toAttributes,
} from "../../attributes";
import { isAwsError, unlessAwsError } from "../../awsErrors";
import type { Context } from "../../context";
import { arnProblem, between, matching, oneOf } from "../../problems";
import { requiredText, text } from "../../read";
import type { Resource } from "../../resource";
import { ownTags, tagList } from "../../tags";
import type { Properties } from "../../values";

/** Codes under which SNS says that something is not there. */
export const GONE = ["NotFoundException", "NotFound"];

/** A handler for `catch`: throws an error on, unless it says that the thing is not there. */
export const unlessGone = unlessAwsError(...GONE);

const topicAttributes: AttributeTable = {
  archivePolicy: jsonAttribute("ArchivePolicy"),
  contentBasedDeduplication: {
    attribute: "ContentBasedDeduplication",
    property: { type: "boolean", default: false },
  },
  deliveryPolicy: jsonAttribute("DeliveryPolicy"),
  displayName: { attribute: "DisplayName", property: { type: "string" } },
  fifoThroughputScope: { attribute: "FifoThroughputScope", property: { type: "string", computed: true } },
  fifoTopic: { attribute: "FifoTopic", property: { type: "boolean", default: false, forceNew: true } },
  kmsMasterKeyId: { attribute: "KmsMasterKeyId", property: { type: "string" } },
  policy: policyAttribute,
  signatureVersion: {
    attribute: "SignatureVersion",
    property: { type: "integer", computed: true, problem: between(1, 2) },
  },
  tracingConfig: {
    attribute: "TracingConfig",
    property: { type: "string", computed: true, problem: oneOf(["Active", "PassThrough"]) },
  },
  ...feedbackAttributes("application", "Application"),
  ...feedbackAttributes("firehose", "Firehose"),
  ...feedbackAttributes("http", "HTTP"),
  ...feedbackAttributes("lambda", "Lambda"),
  ...feedbackAttributes("sqs", "SQS"),
};

function feedbackAttributes(property: string, attribute: string): AttributeTable {
  const role = { type: "string", problem: arnProblem } as const;
  return {
    [`${property}FailureFeedbackRoleArn`]: {
      attribute: `${attribute}FailureFeedbackRoleArn`,
      property: role,
    },
    [`${property}SuccessFeedbackRoleArn`]: {
      attribute: `${attribute}SuccessFeedbackRoleArn`,
      property: role,
    },
    [`${property}SuccessFeedbackSampleRate`]: {
      attribute: `${attribute}SuccessFeedbackSampleRate`,
      property: { type: "integer", problem: between(0, 100) },
    },
  };
}

/** A topic; its id is its ARN. */
export const topic: Resource = {
  properties: {
    ...propertiesOfAttributes(topicAttributes),
    arn: { type: "string", output: true },
    beginningArchiveTime: { type: "string", output: true },
    name: {
      type: "string",
      computed: true,
      forceNew: true,
      conflictsWith: ["namePrefix"],
      autoName: { maxLength: 256 },
      problem: matching(/^[\w-]{1,256}(?:\.fifo)?$/, "at most 256 letters, digits, hyphens and underscores"),
    },
    namePrefix: { type: "string", computed: true, forceNew: true },
    owner: { type: "string", output: true },
  },
  tagging: {
    async set(context, id, tags) {
      const sns = await context.client("sns");
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      await sns.tagResource({ ResourceArn: id, Tags });
    },
    async remove(context, id, keys) {
      const sns = await context.client("sns");
      await sns.untagResource({ ResourceArn: id, TagKeys: keys });
    },
  },

  async create(context, inputs) {
    const sns = await context.client("sns");
    const given = toAttributes(topicAttributes, inputs);
    // FIFO attributes are refused on a standard topic, even when they say "false".
    const Attributes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== "false"));
    const Tags = tagList(inputs);
    const { TopicArn = "" } = await sns.createTopic({
      Name: nameOf(inputs),
      Attributes,
      ...(Tags.length > 0 && { Tags }),
    });
    return TopicArn;
  },

  async read(context, id) {
    const attributes = await topicAttributesOf(context, id);
    if (attributes === undefined) return undefined;
    const sns = await context.client("sns");
    const { Tags } = await sns.listTagsForResource({ ResourceArn: id });
    return {
      ...fromAttributes(topicAttributes, attributes),
      arn: id,
      beginningArchiveTime: attributes.BeginningArchiveTime ?? null,
      name: id.split(":").at(-1) ?? id,
      owner: attributes.Owner ?? null,
      tagsAll: ownTags(Tags),
    };
  },

  async update(context, id, change) {
    const sns = await context.client("sns");
    for (const [AttributeName, AttributeValue] of Object.entries(
      changedAttributes(topicAttributes, change),
    )) {
      await sns.setTopicAttributes({ TopicArn: id, AttributeName, AttributeValue });
    }
  },

  async delete(context, id) {
    const sns = await context.client("sns");
    await sns.deleteTopic({ TopicArn: id }).catch(unlessGone);
  },

  findMade: async (context, inputs) =>
    `arn:${context.partition}:sns:${context.region}:${await context.account()}:${nameOf(inputs)}`,
};

/** The policy of a topic, set apart from the topic. */
export const topicPolicy: Resource = {
  properties: {
    arn: { type: "string", required: true, forceNew: true, problem: arnProblem },
    owner: { type: "string", output: true },
    policy: { ...policyAttribute.property, required: true },
  },
  async create(context, inputs) {
    const arn = requiredText(inputs, "arn");
    await setTopicPolicy(context, arn, requiredText(inputs, "policy"));
    return arn;
  },
  async read(context, id) {
    const attributes = await topicAttributesOf(context, id);
    if (attributes === undefined) return undefined;
    return { arn: id, owner: attributes.Owner ?? null, policy: attributes.Policy ?? "" };
  },
  async update(context, id, { inputs }) {
    await setTopicPolicy(context, id, requiredText(inputs, "policy"));
  },
  async delete(context, id) {
    await setTopicPolicy(context, id, await defaultTopicPolicy(context, id)).catch(unlessGone);
  },
};

async function topicAttributesOf(context: Context, TopicArn: string) {
  const sns = await context.client("sns");
  try {
    return (await sns.getTopicAttributes({ TopicArn })).Attributes ?? {};
  } catch (error) {
    if (isAwsError(error, ...GONE)) return undefined;
    throw error;
  }
}

async function setTopicPolicy(context: Context, TopicArn: string, policy: string): Promise<void> {
  const sns = await context.client("sns");
  await sns.setTopicAttributes({ TopicArn, AttributeName: "Policy", AttributeValue: policy });
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html */
async function defaultTopicPolicy({ account }: Context, topicArn: string): Promise<string> {
  const actions = [
    "GetTopicAttributes",
    "SetTopicAttributes",
    "AddPermission",
    "RemovePermission",
    "DeleteTopic",
  ];
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: [...actions, "Subscribe", "ListSubscriptionsByTopic", "Publish"].map(
          (action) => `SNS:${action}`,
        ),
        Resource: topicArn,
        Condition: { StringEquals: { "AWS:SourceOwner": await account() } },
      },
    ],
  });
}

function nameOf(inputs: Properties): string {
  return text(inputs, "name") ?? `${requiredText(inputs, "namePrefix")}${Date.now()}`;
}
