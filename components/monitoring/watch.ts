/** What a watch is: one thing that somebody must hear of, with all that is made from it. */
import type { Partition } from "../../kms/partitions";
import type { EventPattern } from "./eventPatterns";

/** Critical: data or control of a key is about to be lost, so somebody is woken. Normal: somebody looks at it in working hours. */
export type Severity = "critical" | "normal";

/** Both severities, the graver one first; each has a topic of its own. */
export const severities = ["critical", "normal"] as const satisfies readonly Severity[];

/** Every watch there is, by its id; `components/monitoring/watches.ts` says what each one is. */
export const watchIds = [
  ...["deletion-scheduled", "key-disabled", "disabled-or-deleted", "key-deleted"],
  ...["material-deleted", "material-expired", "material-expiring", "key-store-disconnected"],
  ...["grant-outside", "lockout-bypassed", "changed-outside-pulumi", "root-use", "pending-deletion-use"],
  ...["trail-stopped", "policy-changed", "rotation-off", "alias-moved", "primary-moved", "key-replicated"],
  ...["denied-administration", "denied-requests", "failed-requests", "throttled-requests"],
  ...["quota-use", "decrypt-volume"],
] as const;

/** `deletion-scheduled` */
export type WatchId = (typeof watchIds)[number];

/** Numbers from which something is worth a message. */
export interface Thresholds {
  /** Denied requests in five minutes. */
  readonly deniedRequests: number;
  /** Requests that failed for another reason, in five minutes. */
  readonly failedRequests: number;
  /** Throttled requests in five minutes. */
  readonly throttledRequests: number;
  /** Percent of a request quota. */
  readonly quotaPercent: number;
  /** Width of the band of expected decryptions, in standard deviations. */
  readonly decryptBand: number;
  /** Days before imported key material expires. */
  readonly materialExpiryInDays: number;
}

/** Thresholds where the settings name none. */
export const defaultThresholds: Thresholds = {
  deniedRequests: 5,
  failedRequests: 50,
  throttledRequests: 1,
  quotaPercent: 80,
  decryptBand: 4,
  materialExpiryInDays: 14,
};

/** One thing to hear of. Its halves are made where they can be; a watch without any is not in the table. */
export interface Watch {
  readonly id: WatchId;
  readonly severity: Severity;
  /** What happened: `A key is scheduled for deletion`. */
  readonly title: string;
  /** What whoever hears of it does first; one or two sentences. */
  readonly whatToDo: string;
  /** The AWS page about it. */
  readonly awsPage: string;
  /** An EventBridge rule in each Region with keys: tells of each single event within seconds. */
  readonly event?: {
    readonly pattern: EventPattern;
    /** Whether events of read-only calls must come too, which EventBridge delivers to rules in a state of their own. */
    readonly readOnlyCalls: boolean;
  };
  /** A metric filter on the trail's log group with an alarm: stays in state, and sees every Region. */
  readonly log?: {
    /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
    readonly pattern: string;
    /** Matching records in five minutes. @default 1 */
    readonly threshold?: "deniedRequests" | "failedRequests" | "throttledRequests";
  };
  /** Alarms on metrics that AWS publishes. */
  readonly metric?: "quota" | "decryptVolume" | "materialExpiry";
}

/** What the table of watches depends on. */
export interface WatchContext {
  /** 12 digits. */
  readonly accountId: string;
  readonly partition: Partition;
  /** ARNs of the roles that Pulumi runs under; with none, nothing tells of changes outside Pulumi. */
  readonly deployers: readonly string[];
}
