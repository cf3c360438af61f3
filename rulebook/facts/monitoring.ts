/** What watches keys: trails, metric filters, alarms, event rules, topics, dashboards. */
import type { Fact, Located, Reference } from "./fact";

/** A CloudTrail trail. */
export interface TrailFacts extends Located {
  readonly multiRegion: Fact<boolean>;
  readonly logging: Fact<boolean>;
  readonly validated: Fact<boolean>;
  /** Which of the KMS events it records. */
  readonly kmsEvents: Fact<"all" | "writes" | "reads" | "none">;
  readonly key: Fact<Reference | undefined>;
  /** The bucket that its files go to; left out where nobody looked. */
  readonly bucket?: Fact<Reference | undefined>;
}

/** A metric filter on a log group of CloudTrail. */
export interface MetricFilterFacts extends Located {
  readonly pattern: Fact<string>;
  readonly namespace: Fact<string>;
  readonly metric: Fact<string>;
}

/** A CloudWatch alarm. */
export interface AlarmFacts extends Located {
  readonly namespace: Fact<string | undefined>;
  readonly metric: Fact<string | undefined>;
  readonly actionsEnabled: Fact<boolean>;
  /** The key in its `KeyId` dimension, of which metrics of KMS tell; left out where there is none. */
  readonly key?: Fact<Reference | undefined>;
  /** Topics and whatever else it acts on. */
  readonly actions: Fact<readonly Reference[]>;
}

/** An EventBridge rule with its targets. */
export interface EventRuleFacts extends Located {
  /** The event pattern as parsed JSON; undefined for a schedule. */
  readonly pattern: Fact<unknown>;
  /** `ENABLED`, `DISABLED`, `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS` */
  readonly state: Fact<string>;
  /** `default` where nothing else is said: AWS's own events come to the default bus alone. */
  readonly bus: Fact<string>;
}

/** A target of an EventBridge rule. */
export interface EventTargetFacts extends Located {
  readonly rule: Fact<Reference | undefined>;
  readonly target: Fact<Reference | undefined>;
}

/** An SNS topic. */
export interface TopicFacts extends Located {
  readonly key: Fact<Reference | undefined>;
}

/** A subscription of an SNS topic. */
export interface SubscriptionFacts extends Located {
  readonly topic: Fact<Reference | undefined>;
}

/** A dashboard. */
export interface DashboardFacts extends Located {
  /** Namespace and name of each metric that its widgets draw. */
  readonly metrics: Fact<readonly { readonly namespace: string; readonly name: string }[]>;
}
