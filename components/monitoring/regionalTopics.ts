/** The topics of one Region, with the key that encrypts them. */
import * as sns from "@pulumi/aws/sns";
import type * as pulumi from "@pulumi/pulumi";
import { MultiRegionKey } from "../multiRegionKey";
import type { MonitoringArgs, Subscription } from "./args";
import { prefixOf, topicName } from "./names";
import { topicPolicy } from "./topicPolicy";
import { severities, type Severity } from "./watch";

/** The alias of the topics' keys, the same in every Region: `alias/prod/monitoring`. */
export function topicKeyAlias({ environment }: Pick<MonitoringArgs, "environment">): string {
  return `alias/${environment}/monitoring`;
}

/**
 * Registers a key, the topics under it and their subscriptions, and returns the topics' ARNs. The key is a single-Region one: what a topic
 * holds for seconds is needed in no other Region, and a Region more or less concerns no other key.
 */
export function regionalTopics(
  name: string,
  region: string,
  args: MonitoringArgs,
  parent: pulumi.Resource,
): Readonly<Record<Severity, pulumi.Output<string>>> {
  const key = topicKey(name, region, args, parent);
  const kmsMasterKeyId = key.arns.apply((arns) => arns[region] ?? "");
  const topics = severities.map((severity) => {
    const topic = new sns.Topic(
      `${name}-${severity}-${region}`,
      {
        region,
        name: topicName(args, severity),
        displayName: `KMS ${args.environment} ${severity}`,
        kmsMasterKeyId,
        policy: topicPolicy(args, region, severity),
        tags: args.tags,
      },
      { parent },
    );
    for (const subscription of args.subscriptions[severity]) {
      const { protocol, endpoint } = deliveryOf(subscription);
      new sns.TopicSubscription(
        `${name}-${severity}-${region}-${endpoint.replace(/[^\w.@-]+/g, "-")}`,
        { region, topic: topic.arn, protocol, endpoint },
        { parent },
      );
    }
    return [severity, topic.arn] as const;
  });
  return Object.fromEntries(topics) as Record<Severity, pulumi.Output<string>>;
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
function topicKey(
  name: string,
  region: string,
  args: MonitoringArgs,
  parent: pulumi.Resource,
): MultiRegionKey {
  const names = severities.map((severity) => topicName(args, severity));
  return new MultiRegionKey(
    `${name}-topics-${region}`,
    {
      accountId: args.accountId,
      description: `Topics that tell of the KMS keys of ${args.environment}`,
      alias: topicKeyAlias(args),
      primaryRegion: region,
      multiRegion: false,
      policy: {
        ...args.keyPolicy,
        services: [
          { service: "cloudwatchAlarms", alarms: [`${prefixOf(args)}*`] },
          { service: "eventbridge", topics: names },
        ],
      },
      tags: { DataClassification: "internal", ...args.tags },
    },
    { parent, protect: args.protectKeys },
  );
}

function deliveryOf(subscription: Subscription): { readonly protocol: string; readonly endpoint: string } {
  if ("email" in subscription) return { protocol: "email", endpoint: subscription.email };
  if ("https" in subscription) return { protocol: "https", endpoint: subscription.https };
  return { protocol: "sqs", endpoint: subscription.queue };
}
