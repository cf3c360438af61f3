/** The policy of the bucket that a trail delivers to. */
import type { JsonPolicy, JsonStatement } from "../../kms/policy/document";
import { denyPlainHttp } from "../sharing/bucketAccess";
import type { AuditTrailPlan } from "./args";
import { bucketArn, trailArn, trailBucket } from "./names";

/**
 * This trail alone delivers, and nothing but records of this account and, if it is an organisation's trail, of its accounts.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function trailBucketPolicy(plan: AuditTrailPlan): JsonPolicy {
  const bucket = bucketArn(plan, trailBucket(plan));
  const owners = [plan.accountId, ...(plan.organization === undefined ? [] : [plan.organization.id])];
  const folders = owners.map((owner) => `${bucket}/AWSLogs/${owner}/*`);
  const fromTrail = { "aws:SourceArn": trailArn(plan) };
  const allow = (
    Sid: string,
    Action: string,
    Resource: string | string[],
    StringEquals: Record<string, string>,
  ): JsonStatement => ({
    Sid,
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action,
    Resource,
    Condition: { StringEquals },
  });
  return {
    Version: "2012-10-17",
    Statement: [
      denyPlainHttp(bucket),
      allow("CheckBucket", "s3:GetBucketAcl", bucket, fromTrail),
      allow("DeliverRecords", "s3:PutObject", folders.length === 1 ? (folders[0] ?? "") : folders, {
        ...fromTrail,
        "s3:x-amz-acl": "bucket-owner-full-control",
      }),
    ],
  };
}
