/** The metrics that there are for an alarm or a dashboard to look at. */

/**
 * What AWS publishes, with its dimensions. There is no metric of failures.
 * https://docs.aws.amazon.com/kms/latest/developerguide/monitoring-cloudwatch.html and
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Usage-Metrics.html
 */
export const publishedByAws: Readonly<Record<string, readonly string[]>> = {
  "AWS/KMS SuccessfulRequest": ["KeyArn", "Operation"],
  "AWS/KMS SecondsUntilKeyMaterialExpiration": ["KeyId"],
  "AWS/Usage CallCount": ["Class", "Resource", "Service", "Type"],
};

/** The values of `Resource` for KMS's shared quotas. https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html */
export const quotaGroups = [
  "CryptographicOperationsSymmetric",
  "CryptographicOperationsRsa",
  "CryptographicOperationsEcc",
];
