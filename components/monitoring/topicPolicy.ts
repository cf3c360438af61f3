/** Who may publish to the topics. */
import { alarmArn, type Owner, prefixOf, topicArn } from "./names";
import type { Severity } from "./watch";

/**
 * The policy of a topic as JSON: the environment's own alarms and EventBridge publish, over TLS alone; people of the account subscribe by
 * their IAM policies.
 *
 * EventBridge publishes without saying for which rule or account, and any condition on that would lose its messages:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions . A rule of another account cannot
 * send here by this statement, because EventBridge sends across accounts with a role of the sender's alone:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-cross-account.html
 */
export function topicPolicy(owner: Owner, region: string, severity: Severity): string {
  const Resource = topicArn(owner, region, severity);
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "PublishAlarms",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource,
        Condition: {
          StringEquals: { "aws:SourceAccount": owner.accountId },
          ArnLike: { "aws:SourceArn": alarmArn(owner, region, `${prefixOf(owner)}*`) },
        },
      },
      {
        Sid: "PublishEvents",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sns:Publish",
        Resource,
      },
      {
        Sid: "RefusePlainText",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
}
