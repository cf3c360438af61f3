/** The arguments of {@link Monitoring}. */
import type * as pulumi from "@pulumi/pulumi";
import type { KeySpec, KeyUsage } from "../../kms/keySpecs";
import type { KeyPolicyIntent } from "../../kms/policy/build/intent";
import type { Severity, Thresholds } from "./watch";
import type { WatchChoices } from "./watches";

/** Somebody who hears of it. Queues and endpoints may be in other Regions and accounts; mail must be confirmed by its reader. */
export type Subscription =
  { readonly email: string } | { readonly https: string } | { readonly queue: string };

/** A key that is watched. */
export interface WatchedKey {
  /** The same in every Region: `alias/prod/orders`. */
  readonly alias: string;
  /** `us-east-1`; the primary Region and those of the replicas. */
  readonly regions: readonly string[];
  readonly spec: KeySpec;
  readonly usage: KeyUsage;
  /** Whether its key material is imported, and so can expire. */
  readonly imported: boolean;
  readonly keyId: pulumi.Input<string>;
  /** Key ARN by Region. */
  readonly arns: pulumi.Input<Readonly<Record<string, string>>>;
}

/** Describes the monitoring of one environment. */
export interface MonitoringArgs {
  /** `prod`; part of every name. */
  readonly environment: string;
  /** 12 digits. */
  readonly accountId: string;
  /** The environment's keys by name. */
  readonly keys: Readonly<Record<string, WatchedKey>>;
  /** Where the dashboard is kept; the console shows it in every Region. */
  readonly homeRegion: string;
  /** Every watch, or the critical ones alone. */
  readonly watch: "all" | "critical";
  /** Single watches: another severity, or `off`. */
  readonly watches: WatchChoices;
  readonly thresholds: Thresholds;
  /** ARNs of the roles that Pulumi runs under; with none, nothing tells of changes outside Pulumi. */
  readonly deployers: readonly string[];
  readonly subscriptions: Readonly<Record<Severity, readonly Subscription[]>>;
  readonly dashboard: boolean;
  /** The log group that a trail of all Regions writes to; without it there are no metric filters. */
  readonly logGroup?: { readonly name: pulumi.Input<string>; readonly region: string };
  /** Who administers the keys of the topics. */
  readonly keyPolicy: Pick<KeyPolicyIntent, "rootAccess" | "administrators">;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether Pulumi refuses to delete the keys of the topics. */
  readonly protectKeys: boolean;
}
