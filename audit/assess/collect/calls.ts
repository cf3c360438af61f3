/**
 * Every call that an assessment makes, and how often an account may make it in a Region.
 *
 * This is the one list: the collector refuses to make a call that is not in it, paces each by its quota, and
 * `kms-audit permissions` prints it as a policy.
 */

/** A call that reads. */
interface Call {
  /** AWS's default quota: requests a second, for each account and Region. */
  readonly perSecond: number;
  /** The choice that needs it; every assessment does where left out. */
  readonly onlyFor?: Purpose;
  /** IAM allows it to everybody, so no policy need. */
  readonly needsNoPermission?: true;
}

/** A choice of an assessment that asks for more permissions. */
export type Purpose = "allRegions" | "organization" | "roles" | "securityHub";

/** https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html */
const kms = {
  "kms:ListKeys": { perSecond: 500 },
  "kms:ListAliases": { perSecond: 500 },
  "kms:DescribeKey": { perSecond: 2000 },
  "kms:GetKeyPolicy": { perSecond: 1000 },
  "kms:ListResourceTags": { perSecond: 2000 },
  "kms:ListGrants": { perSecond: 100 },
  "kms:GetKeyRotationStatus": { perSecond: 1000 },
  "kms:ListKeyRotations": { perSecond: 100 },
  "kms:DescribeCustomKeyStores": { perSecond: 5 },
  "kms:GetKeyLastUsage": { perSecond: 5 },
} as const satisfies Record<string, Call>;

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const cloudtrail = {
  "cloudtrail:DescribeTrails": { perSecond: 10 },
  "cloudtrail:GetTrailStatus": { perSecond: 10 },
  "cloudtrail:GetEventSelectors": { perSecond: 10 },
} as const satisfies Record<string, Call>;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
const cloudwatch = {
  "cloudwatch:DescribeAlarms": { perSecond: 9 },
  "cloudwatch:ListDashboards": { perSecond: 10 },
  "cloudwatch:GetDashboard": { perSecond: 10 },
} as const satisfies Record<string, Call>;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const logs = { "logs:DescribeMetricFilters": { perSecond: 5 } } as const satisfies Record<string, Call>;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const events = {
  "events:ListRules": { perSecond: 50 },
  "events:ListTargetsByRule": { perSecond: 50 },
} as const satisfies Record<string, Call>;

/** https://docs.aws.amazon.com/general/latest/gr/sns.html#limits_sns */
const sns = {
  "sns:GetTopicAttributes": { perSecond: 30 },
  "sns:ListSubscriptionsByTopic": { perSecond: 30 },
} as const satisfies Record<string, Call>;

/**
 * S3 publishes no quotas for these; more a second than it needs.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
const s3 = {
  "s3:ListAllMyBuckets": { perSecond: 10 },
  "s3:GetEncryptionConfiguration": { perSecond: 100 },
} as const satisfies Record<string, Call>;

/** Operations whose IAM action has another name. */
const otherwiseNamed: Readonly<Record<string, string>> = {
  "s3:ListBuckets": "s3:ListAllMyBuckets",
  "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
};

/** Calls that find out whose keys to read, and where. */
const places = {
  /** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html : nobody can be denied it. */
  "sts:GetCallerIdentity": { perSecond: 600, needsNoPermission: true },
  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-sts-requests */
  "sts:AssumeRole": { perSecond: 600, onlyFor: "roles" },
  /** https://docs.aws.amazon.com/accounts/latest/reference/quotas.html */
  "account:ListRegions": { perSecond: 10, onlyFor: "allRegions" },
  /** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
  "organizations:ListAccounts": { perSecond: 8, onlyFor: "organization" },
  /** https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub_limits.html ; the only one that writes. */
  "securityhub:BatchImportFindings": { perSecond: 10, onlyFor: "securityHub" },
} as const satisfies Record<string, Call>;

const table = { ...kms, ...cloudtrail, ...cloudwatch, ...logs, ...events, ...sns, ...s3, ...places } as const;

/** The IAM action of a call. */
export type Action = keyof typeof table;

/** Every call, by its IAM action. */
export const calls: Readonly<Record<Action, Call>> = table;

/** The call of an SDK command, or undefined where it is not in the list. */
export function actionOf(service: string, operation: string): Action | undefined {
  const name = `${service}:${operation}`;
  const action = otherwiseNamed[name] ?? name;
  return isAction(action) ? action : undefined;
}

function isAction(text: string): text is Action {
  return Object.hasOwn(table, text);
}
