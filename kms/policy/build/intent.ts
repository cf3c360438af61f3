/**
 * What a key policy is meant to allow, in the words of the people who own the key. The same shape serves as settings:
 * {@link buildKeyPolicy} turns it into statements, and says of every part what is wrong with it.
 */
import type { JsonStatement } from "../document";
import type { Capability } from "./capabilities";

/**
 * Somebody of AWS: the ARN of a role, user or account root, a 12-digit account id (which means the account's root), or
 * `*`. An ARN with wildcards in its role or user name (`arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/*`)
 * becomes a condition on `aws:PrincipalArn`, because key policies take no patterns as principals; the account's IAM
 * policies must then allow the use too.
 */
export type PrincipalText = string;

/** Encryption context that a request must carry: key -> value, or values of which one must match. `*` and `?` match as in IAM. */
export type EncryptionContext = Readonly<Record<string, string | readonly string[]>>;

/** How the use of a key is narrowed down. */
export interface UseLimits {
  /** Short names of AWS services (`s3`, `secretsmanager`): the key is used through these only, in the key's own Region. */
  readonly viaServices?: readonly string[];
  /** Only for symmetric encryption keys. */
  readonly encryptionContext?: EncryptionContext;
}

/** Principals of the key's own account that use the key. */
export interface KeyUsers extends UseLimits {
  /** Becomes part of the statement's Sid: letters and digits. @default named after the capabilities */
  readonly name?: string;
  readonly principals: readonly PrincipalText[];
  readonly capabilities: readonly Capability[];
}

/** Other accounts, or principals of theirs, that use the key. Their own IAM policies must allow it as well: {@link consumerIdentityPolicy}. */
export interface KeyShare extends UseLimits {
  /** Becomes part of the statement's Sid: letters and digits. @default named after the capabilities */
  readonly name?: string;
  /** Account ids, or ARNs of roles and users, of other accounts. */
  readonly principals: readonly PrincipalText[];
  readonly capabilities: readonly Capability[];
  /**
   * `policy`: statements of the key policy. `grant`: a grant for each principal in each Region, which may then be roles and
   * users alone and can be limited by an exact encryption context alone.
   * https://docs.aws.amazon.com/kms/latest/developerguide/grants.html @default "policy"
   */
  readonly as?: "policy" | "grant";
  /**
   * Of the `principals`' accounts only these roles and users: exact ARNs. Unlike principals they need not exist when the
   * policy is put, so that the key can come before the roles that use it.
   */
  readonly principalArns?: readonly string[];
  /** Whether AWS services may make grants on behalf of these principals, as attaching an EBS volume needs. @default false */
  readonly grantsForServices?: boolean;
  /** The organization (`o-...`) that the principals must belong to at the time of use. */
  readonly organization?: string;
}

/** Everybody of an organization uses the key. */
export interface OrganizationUse extends UseLimits {
  /** Becomes part of the statement's Sid: letters and digits. @default named after the capabilities */
  readonly name?: string;
  /** `o-...` */
  readonly id: string;
  readonly capabilities: readonly Capability[];
  /** Only these parts of the organization: `o-abc1234567/r-ab12/ou-ab12-11111111/*`. */
  readonly paths?: readonly string[];
  /** Only principals whose ARN matches one of these patterns: `arn:aws:iam::*:role/app-*`. */
  readonly principalArns?: readonly string[];
}

/** An AWS service that uses the key for resources of the key's account, never for somebody else's (confused deputy). */
export type ServiceUse =
  /**
   * Encrypts log groups. Names of log groups, with wildcards. @default every log group of the account
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  | { readonly service: "cloudwatchLogs"; readonly logGroups?: readonly string[] }
  /**
   * Encrypts what trails write. Names of trails, with wildcards. @default every trail of the account
   * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
   */
  | { readonly service: "cloudtrail"; readonly trails?: readonly string[] }
  /**
   * Alarms publish to encrypted topics. Names of alarms, with wildcards. @default every alarm of the account
   * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
   */
  | { readonly service: "cloudwatchAlarms"; readonly alarms?: readonly string[] }
  /**
   * EventBridge rules send to encrypted queues: names of `rules`. And to encrypted topics: names of `topics`, because of a rule that sends
   * to a topic KMS learns neither account nor ARN; where they are named, the key serves topics alone. All with wildcards.
   * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
   * @default every rule and every topic of the account
   */
  | {
      readonly service: "eventbridge";
      readonly rules?: readonly string[];
      readonly topics?: readonly string[];
    }
  /** Buckets send notifications to encrypted topics and queues. Names of buckets, with wildcards. @default every bucket of the account */
  | { readonly service: "s3Notifications"; readonly buckets?: readonly string[] }
  /**
   * Signs hosted zones; for ECC_NIST_P256 signing keys. Ids of hosted zones. @default every hosted zone of the account
   * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec-cmk-requirements.html
   */
  | { readonly service: "route53Dnssec"; readonly hostedZoneIds?: readonly string[] }
  /** Any other service principal (`delivery.logs.amazonaws.com`). */
  | {
      readonly service: "other";
      readonly principal: string;
      readonly capabilities: readonly Capability[];
      /** ARNs of the resources that the service acts for, with wildcards. @default anything of the account */
      readonly sourceArns?: readonly string[];
      readonly encryptionContext?: EncryptionContext;
      /** Whether the service may make grants for its resources. @default false */
      readonly grantsForServices?: boolean;
    };

/** Who may do what with a key. */
export interface KeyPolicyIntent {
  /**
   * `iam`: IAM policies of the owner account can allow the use and administration of the key, which also keeps it
   * manageable for ever. `none`: only this key policy can; then `administrators` must name somebody of the account.
   * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html @default "iam"
   */
  readonly rootAccess?: "iam" | "none";
  /** Administer the key, and cannot use it. */
  readonly administrators?: readonly PrincipalText[];
  readonly users?: readonly KeyUsers[];
  /** Let AWS services make grants on their behalf (`kms:GrantIsForAWSResource`), as attaching an EBS volume needs. */
  readonly grantsForServices?: readonly PrincipalText[];
  /** ARNs of the service-linked roles with which EC2 Auto Scaling starts encrypted instances, or `default`: the account's own. */
  readonly autoScalingRoles?: readonly PrincipalText[];
  readonly services?: readonly ServiceUse[];
  readonly organizations?: readonly OrganizationUse[];
  readonly shares?: readonly KeyShare[];
  /** Statements as they are, written for the primary Region and localized for the others. */
  readonly statements?: readonly JsonStatement[];
}
