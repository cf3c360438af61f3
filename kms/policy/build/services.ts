/** AWS services that use the key for resources of its account. */
import { formatArn } from "../../arn";
import { dnsSuffixOf } from "../../partitions";
import type { JsonStatement } from "../document";
import { localizeText } from "../localize";
import { allOf, type Conditions, forAwsResource, ownResources } from "./conditions";
import type { KeyFrame } from "./context";
import type { ServiceUse } from "./intent";
import { oneOrSorted } from "./oneOrSorted";
import { allow, sidOf, useStatements } from "./statements";

/** What a topic or queue needs of its key, for whoever sends to it. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
const publishActions = ["kms:Decrypt", "kms:GenerateDataKey*"] as const;

/** The statements that let a service use the key. */
export function serviceStatements(use: ServiceUse, frame: KeyFrame): JsonStatement[] {
  switch (use.service) {
    case "cloudwatchLogs":
      return [cloudwatchLogs(use.logGroups, frame)];
    case "cloudtrail":
      return cloudtrail(use.trails, frame);
    case "cloudwatchAlarms":
      return [
        publisher("PublishAlarms", "cloudwatch", arns(use.alarms, "cloudwatch", "alarm:", frame), frame),
      ];
    case "eventbridge":
      return eventbridge(use, frame);
    case "s3Notifications":
      return [
        publisher(
          "PublishBucketNotifications",
          "s3",
          use.buckets?.map((name) => bucketArn(name, frame)),
          frame,
        ),
      ];
    case "route53Dnssec":
      return route53Dnssec(use.hostedZoneIds, frame);
    case "other":
      return otherService(use, frame);
  }
}

/** The encryption context that CloudWatch Logs always sends names the log group, and so whose it is. */
function cloudwatchLogs(logGroups: readonly string[] = ["*"], frame: KeyFrame): JsonStatement {
  const groups = arns(logGroups, "logs", "log-group:", frame);
  return allow(
    "EncryptLogGroups",
    { Service: `logs.${frame.region}.${dnsSuffixOf(frame.partition)}` },
    ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
    { ArnLike: { "kms:EncryptionContext:aws:logs:arn": oneOrSorted(groups) } },
  );
}

/** A trail may live in another Region than the key, which lives with the bucket. */
function cloudtrail(trails: readonly string[] = ["*"], frame: KeyFrame): JsonStatement[] {
  const trailArns = oneOrSorted(arns(trails, "cloudtrail", "trail/", { ...frame, region: "*" }));
  const principal = { Service: "cloudtrail.amazonaws.com" };
  const fromTrail: Conditions = { ArnLike: { "aws:SourceArn": trailArns } };
  return [
    allow(
      "EncryptTrails",
      principal,
      ["kms:GenerateDataKey*"],
      allOf([fromTrail, { StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": trailArns } }]),
    ),
    allow("EncryptTrailsDescribe", principal, ["kms:DescribeKey"], fromTrail),
  ];
}

function publisher(
  sid: string,
  service: string,
  sources: readonly string[] | undefined,
  frame: KeyFrame,
): JsonStatement {
  return allow(sid, { Service: `${service}.amazonaws.com` }, publishActions, ownResources(frame, sources));
}

/**
 * SNS calls KMS for EventBridge without saying for which rule or account, so that a condition on either would lose every message: topics
 * are told by their encryption context. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
function eventbridge(use: Extract<ServiceUse, { service: "eventbridge" }>, frame: KeyFrame): JsonStatement[] {
  const topics = arns(use.topics ?? ["*"], "sns", "", frame);
  const toTopics = allow("PublishEventsToTopics", { Service: "events.amazonaws.com" }, publishActions, {
    ArnLike: { "kms:EncryptionContext:aws:sns:topicArn": oneOrSorted(topics) },
  });
  const toQueues = publisher("PublishEvents", "events", arns(use.rules, "events", "rule/", frame), frame);
  return use.topics === undefined ? [toQueues, toTopics] : [toTopics];
}

/** Both halves carry the source, so that no other account can have its zones signed with this key. */
function route53Dnssec(hostedZoneIds: readonly string[] = ["*"], frame: KeyFrame): JsonStatement[] {
  const zones = hostedZoneIds.map((id) =>
    formatArn({
      partition: frame.partition,
      service: "route53",
      region: "",
      account: "",
      resource: `hostedzone/${id}`,
    }),
  );
  const principal = { Service: "dnssec-route53.amazonaws.com" };
  const own = ownResources(frame, zones);
  return [
    allow("SignHostedZones", principal, ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"], own),
    allow("SignHostedZonesGrant", principal, ["kms:CreateGrant"], allOf([own, forAwsResource])),
  ];
}

function otherService(use: Extract<ServiceUse, { service: "other" }>, frame: KeyFrame): JsonStatement[] {
  const localize = (text: string) => localizeText(text, { from: frame.primaryRegion, to: frame.region });
  const host = localize(use.principal);
  const name = host.replace(/\..*|[^a-z0-9]/g, "");
  const who = {
    principal: { Service: host },
    conditions: ownResources(frame, use.sourceArns?.map(localize)),
  };
  const sid = sidOf("Service", name, []);
  return [
    ...useStatements(sid, who, use.capabilities, use, frame),
    ...(use.grantsForServices === true
      ? [allow(`${sid}Grants`, who.principal, ["kms:CreateGrant"], allOf([who.conditions, forAwsResource]))]
      : []),
  ];
}

function arns(names: readonly string[] = [], service: string, prefix: string, frame: KeyFrame): string[] {
  const { partition, region, accountId: account } = frame;
  return names.map((name) =>
    formatArn({ partition, service, region, account, resource: `${prefix}${name}` }),
  );
}

function bucketArn(name: string, { partition }: KeyFrame): string {
  return formatArn({ partition, service: "s3", region: "", account: "", resource: name });
}
