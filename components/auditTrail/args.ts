/** The arguments of {@link AuditTrail}. */
import type * as pulumi from "@pulumi/pulumi";

/** The organisation whose accounts a trail records. */
export interface TrailOrganization {
  /** `o-abc1234567`; part of the path of every record. */
  readonly id: string;
  /** The accounts that queries look at (12 digits); where empty, each query must name the account in its `WHERE`. */
  readonly accountIds: readonly string[];
}

/** A trail that this stack makes. */
export interface OwnTrail {
  readonly kind: "own";
  /** Days until a record moves to cheaper storage that is read at once (S3 Glacier Instant Retrieval). @default never */
  readonly archiveAfterDays?: number;
  /** Days until a record is deleted. */
  readonly expireAfterDays: number;
  /** Days in which nobody can delete a record; in mode COMPLIANCE not even root, nor AWS. */
  readonly objectLock?: { readonly mode: "GOVERNANCE" | "COMPLIANCE"; readonly days: number };
  /** Days that the log group keeps events; undefined makes no log group. */
  readonly logRetentionInDays?: number;
  /** Whether a destroy deletes the records too, instead of refusing while there are any. */
  readonly forceDestroy: boolean;
}

/** A trail that there is already, such as an organisation's. */
export interface ExistingTrail {
  readonly kind: "existing";
  readonly trailArn: string;
  readonly bucket: string;
  /** What stands before `AWSLogs/` in the bucket, without a slash at its end. */
  readonly prefix?: string;
  /** The log group that the trail delivers to. */
  readonly logGroup?: LogGroupPlace;
}

/** Where a log group is. */
export interface LogGroupPlace {
  readonly name: string;
  readonly region: string;
}

/** How the trail's records can be queried with Athena. */
export interface TrailQueries {
  /** A query that would scan more is cancelled: GiB. */
  readonly scanLimitInGib: number;
  /** Days that results are kept. */
  readonly resultDays: number;
  /** Days that queries can look back. */
  readonly historyInDays: number;
}

/** Describes the audit trail, but for its key. */
export interface AuditTrailPlan {
  /** `prod`; part of every name. */
  readonly environment: string;
  /** 12 digits. */
  readonly accountId: string;
  /** Where the trail is at home, with its bucket, log group and table. */
  readonly region: string;
  readonly trail: OwnTrail | ExistingTrail;
  /** Undefined for the trail of one account. */
  readonly organization?: TrailOrganization;
  /** Undefined makes no table and no workgroup. */
  readonly queries?: TrailQueries;
  readonly tags: Readonly<Record<string, string>>;
}

/** Describes the audit trail. */
export interface AuditTrailArgs extends AuditTrailPlan {
  /** The ARN of the key for records, log group and results, in the trail's Region. */
  readonly keyArn: pulumi.Input<string>;
}
