/** The policy of a bucket that takes access logs. */
import type { JsonPolicy } from "../../kms/policy/document";
import { denyPlainHttp } from "./bucketAccess";

/**
 * S3 delivers the access logs of one bucket, of one account, and nobody else writes.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 * @param logBucket the ARN of the bucket that takes them
 * @param source the ARN of the bucket that they are about
 */
export function logBucketPolicy(logBucket: string, source: string, accountId: string): JsonPolicy {
  return {
    Version: "2012-10-17",
    Statement: [
      denyPlainHttp(logBucket),
      {
        Sid: "DeliverAccessLogs",
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: `${logBucket}/*`,
        Condition: {
          ArnEquals: { "aws:SourceArn": source },
          StringEquals: { "aws:SourceAccount": accountId },
        },
      },
    ],
  };
}
