import type {
  Event,
  NotificationConfiguration,
  QueueConfiguration,
  TopicConfiguration,
} from "@aws-sdk/client-s3";
import { arnProblem } from "../../problems";
import type { PropertyTable } from "../../property";
import { flag, objects, requiredText, text, texts } from "../../read";
import type { Properties } from "../../values";
import { bucketConfiguration } from "./bucketConfiguration";

const shared: PropertyTable = {
  events: { type: "set", required: true },
  filterPrefix: { type: "string" },
  filterSuffix: { type: "string" },
  id: { type: "string", computed: true },
};
const arn = { type: "string", required: true, problem: arnProblem } as const;

/** What a bucket tells of its objects, and whom. https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketnotification/ */
export const bucketNotification = bucketConfiguration({
  properties: {
    eventbridge: { type: "boolean", default: false },
    queues: { type: "list", elements: { type: "object", fields: { ...shared, queueArn: arn } } },
    topics: { type: "list", elements: { type: "object", fields: { ...shared, topicArn: arn } } },
  },
  unserved: { lambdaFunctions: "queues or topics" },
  async put(context, Bucket, inputs) {
    const s3 = await context.client("s3");
    const NotificationConfiguration: NotificationConfiguration = {
      ...(flag(inputs, "eventbridge") === true && { EventBridgeConfiguration: {} }),
      QueueConfigurations: objects(inputs, "queues").map((queue) => ({
        ...toCommon(queue),
        QueueArn: requiredText(queue, "queueArn"),
      })),
      TopicConfigurations: objects(inputs, "topics").map((topic) => ({
        ...toCommon(topic),
        TopicArn: requiredText(topic, "topicArn"),
      })),
    };
    await s3.putBucketNotificationConfiguration({ Bucket, NotificationConfiguration });
  },
  async get(context, Bucket) {
    const s3 = await context.client("s3");
    const found = await s3.getBucketNotificationConfiguration({ Bucket });
    return {
      eventbridge: found.EventBridgeConfiguration !== undefined,
      queues: (found.QueueConfigurations ?? []).map((queue) => ({
        ...fromCommon(queue),
        queueArn: queue.QueueArn ?? "",
      })),
      topics: (found.TopicConfigurations ?? []).map((topic) => ({
        ...fromCommon(topic),
        topicArn: topic.TopicArn ?? "",
      })),
    };
  },
  remove: async (context, Bucket) =>
    (await context.client("s3")).putBucketNotificationConfiguration({
      Bucket,
      NotificationConfiguration: {},
    }),
  absent: [],
});

function toCommon(properties: Properties) {
  const rules = [
    { Name: "prefix", Value: text(properties, "filterPrefix") },
    { Name: "suffix", Value: text(properties, "filterSuffix") },
  ] as const;
  const FilterRules = rules.filter(({ Value }) => Value !== undefined);
  return {
    Id: text(properties, "id"),
    Events: (texts(properties, "events") ?? []) as Event[],
    ...(FilterRules.length > 0 && { Filter: { Key: { FilterRules } } }),
  };
}

function fromCommon({ Id, Events, Filter }: QueueConfiguration | TopicConfiguration): Properties {
  const rules = Filter?.Key?.FilterRules ?? [];
  const filter = (name: string) => rules.find((rule) => rule.Name?.toLowerCase() === name)?.Value ?? null;
  return {
    events: Events ?? [],
    filterPrefix: filter("prefix"),
    filterSuffix: filter("suffix"),
    id: Id ?? null,
  };
}
