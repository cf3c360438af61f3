/** The settings as the program uses them. */
import type { MultiRegionKeyArgs } from "../components/keyArgs";
import type { MonitoringArgs } from "../components/monitoring/args";
import type { SharedBucketPlan } from "../components/sharing/sharedDataBucket";
import type { AuditTrailSettings } from "./auditTrail";

/** A shared bucket, before its key exists. */
export interface SharedBucket extends SharedBucketPlan {
  /** The name of its key. */
  readonly key: string;
}

/** What a stack is to be. */
export interface EnvironmentSettings {
  /** The environment's name: `prod`. */
  readonly environment: string;
  /** The account that owns the keys: 12 digits. */
  readonly accountId: string;
  /** Whether Pulumi refuses to delete or replace the keys. */
  readonly protect: boolean;
  /** The keys by name. */
  readonly keys: Readonly<Record<string, MultiRegionKeyArgs>>;
  /** The record of every call to KMS; undefined where this stack keeps none. */
  readonly auditTrail?: AuditTrailSettings;
  /** Who hears of what happens to the keys; undefined where nobody is to. */
  readonly monitoring?: Omit<MonitoringArgs, "keys">;
  /** The shared buckets by name. */
  readonly sharedBuckets: Readonly<Record<string, SharedBucket>>;
}
