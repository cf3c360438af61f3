import {
  type AttributeTable,
  changedAttributes,
  fromAttributes,
  jsonAttribute,
  propertiesOfAttributes,
  toAttributes,
} from "../../attributes";
import { isAwsError } from "../../awsErrors";
import { arnProblem, oneOf } from "../../problems";
import { flag, requiredText } from "../../read";
import type { Resource } from "../../resource";
import type { PropertyTable } from "../../property";
import { GONE, unlessGone } from "./topic";

const subscriptionAttributes: AttributeTable = {
  deliveryPolicy: jsonAttribute("DeliveryPolicy"),
  filterPolicy: jsonAttribute("FilterPolicy"),
  filterPolicyScope: {
    attribute: "FilterPolicyScope",
    property: { type: "string", computed: true, problem: oneOf(["MessageAttributes", "MessageBody"]) },
  },
  rawMessageDelivery: { attribute: "RawMessageDelivery", property: { type: "boolean", default: false } },
  redrivePolicy: jsonAttribute("RedrivePolicy"),
  replayPolicy: jsonAttribute("ReplayPolicy"),
  subscriptionRoleArn: {
    attribute: "SubscriptionRoleArn",
    property: { type: "string", problem: arnProblem },
  },
};

const subscriptionProperties: PropertyTable = {
  ...propertiesOfAttributes(subscriptionAttributes),
  arn: { type: "string", output: true },
  confirmationTimeoutInMinutes: { type: "integer", default: 1 },
  confirmationWasAuthenticated: { type: "boolean", output: true },
  endpoint: { type: "string", required: true, forceNew: true },
  endpointAutoConfirms: { type: "boolean", default: false },
  ownerId: { type: "string", output: true },
  pendingConfirmation: { type: "boolean", output: true },
  protocol: {
    type: "string",
    required: true,
    forceNew: true,
    problem: oneOf([
      ...["application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"],
    ]),
  },
  topic: { type: "string", required: true, forceNew: true, problem: arnProblem },
};

/** A subscription; its id is its ARN. */
export const topicSubscription: Resource = {
  properties: subscriptionProperties,
  async create(context, inputs) {
    const sns = await context.client("sns");
    const given = toAttributes(subscriptionAttributes, inputs);
    const Attributes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== "false"));
    const { SubscriptionArn = "" } = await sns.subscribe({
      TopicArn: requiredText(inputs, "topic"),
      Protocol: requiredText(inputs, "protocol"),
      Endpoint: requiredText(inputs, "endpoint"),
      Attributes,
      ReturnSubscriptionArn: true,
    });
    return SubscriptionArn;
  },
  async read(context, id) {
    const sns = await context.client("sns");
    try {
      const { Attributes: found = {} } = await sns.getSubscriptionAttributes({ SubscriptionArn: id });
      return {
        ...fromAttributes(subscriptionAttributes, found),
        arn: id,
        confirmationWasAuthenticated: found.ConfirmationWasAuthenticated === "true",
        endpoint: found.Endpoint ?? null,
        ownerId: found.Owner ?? null,
        pendingConfirmation: found.PendingConfirmation === "true",
        protocol: found.Protocol ?? null,
        topic: found.TopicArn ?? null,
      };
    } catch (error) {
      if (isAwsError(error, ...GONE)) return undefined;
      throw error;
    }
  },
  async update(context, id, change) {
    const sns = await context.client("sns");
    for (const [AttributeName, AttributeValue] of Object.entries(
      changedAttributes(subscriptionAttributes, change),
    )) {
      await sns.setSubscriptionAttributes({ SubscriptionArn: id, AttributeName, AttributeValue });
    }
  },
  async delete(context, id, state) {
    // SNS takes no end of a subscription that nobody confirmed; it goes by itself after two days.
    if (flag(state, "pendingConfirmation") === true) return;
    const sns = await context.client("sns");
    await sns.unsubscribe({ SubscriptionArn: id }).catch(unlessGone);
  },
};
