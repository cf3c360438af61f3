/**
 * The role by which a trail writes to its log group.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
 */
import type { JsonPolicy } from "../../kms/policy/document";
import type { AuditTrailPlan } from "./args";
import { logGroupArn, trailArn } from "./names";

/** CloudTrail takes the role, for this trail alone. */
export function deliveryTrust(plan: AuditTrailPlan): JsonPolicy {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": plan.accountId, "aws:SourceArn": trailArn(plan) },
        },
      },
    ],
  };
}

/** It writes to CloudTrail's own streams of the log group: those of the account and, for an organisation's trail, of its accounts. */
export function deliveryPolicy(plan: AuditTrailPlan): JsonPolicy {
  const { accountId, organization, region } = plan;
  const streams = [
    `${accountId}_CloudTrail_${region}*`,
    ...(organization === undefined ? [] : [`${organization.id}_*`]),
  ].map((stream) => `${logGroupArn(plan)}:log-stream:${stream}`);
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "DeliverEvents",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: streams.length === 1 ? (streams[0] ?? "") : streams,
      },
    ],
  };
}
