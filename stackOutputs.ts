/** The contract between this stack and the application stacks that read its keys through a StackReference. */
import * as pulumi from "@pulumi/pulumi";
import type { AuditTrail, TrailTable } from "./components/auditTrail/auditTrail";
import type { MonitoringLinks } from "./components/monitoring/links";
import type { Monitoring } from "./components/monitoring/monitoring";
import type { MultiRegionKey } from "./components/multiRegionKey";
import type { IdentityPolicies, ShareHalf } from "./components/sharing/consumerHalf";
import type { SharedDataBucket } from "./components/sharing/sharedDataBucket";

/** Raised when an output changes its meaning or goes; additions leave it alone. */
export const CONTRACT_VERSION = 1;

/** What an application needs to use a key. */
export interface KeyOutput {
  /** The same alias in every Region: `alias/prod/application-data`. */
  readonly alias: string;
  /** The key id, shared by a primary key and its replica keys (`mrk-...`). */
  readonly keyId: string;
  /** The Region of the primary key, or of the only one. */
  readonly primaryRegion: string;
  /** Key ARN by Region. */
  readonly arns: Readonly<Record<string, string>>;
}

/** What the other accounts' roles need to use a shared bucket. */
export interface SharedBucketOutput {
  /** Bucket name by Region. */
  readonly buckets: Readonly<Record<string, string>>;
  /** For roles of other accounts that read; not there where none does. By Region: attach the ones that are needed. */
  readonly readers?: IdentityPolicies;
  /** For roles of other accounts that write; not there where none does. */
  readonly writers?: IdentityPolicies;
}

/** Where the record of every call to KMS is. */
export interface AuditTrailOutput {
  readonly trailArn: string;
  /** The bucket with the records. */
  readonly bucket: string;
  /** Not there where the trail delivers to none. */
  readonly logGroup?: { readonly name: string; readonly arn: string; readonly region: string };
  /** Where Athena queries the records; not there where no queries are wanted. */
  readonly table?: TrailTable;
}

/** What people and further subscribers need of the monitoring. */
export interface MonitoringOutput {
  /** Topic ARNs by Region and severity. */
  readonly topics: Readonly<Record<string, { readonly critical: string; readonly normal: string }>>;
  /** Addresses in the AWS console. */
  readonly links: MonitoringLinks;
  /** What there is no log group of CloudTrail for; not there where nothing is left out. */
  readonly leftOut?: string;
}

/** The outputs of a foundation stack. */
export interface FoundationOutputs {
  readonly contractVersion: typeof CONTRACT_VERSION;
  readonly environment: string;
  /** The account that owns the keys: 12 digits. */
  readonly accountId: string;
  readonly keys: Readonly<Record<string, KeyOutput>>;
  /** The consumers' halves of shares by key and name; not there for keys without shares. */
  readonly shares: Readonly<Record<string, Readonly<Record<string, ShareHalf>>>>;
  readonly sharedBuckets: Readonly<Record<string, SharedBucketOutput>>;
  /** Not there where the settings have no audit trail. */
  readonly auditTrail?: AuditTrailOutput;
  /** Not there where the settings have no monitoring. */
  readonly monitoring?: MonitoringOutput;
}

/** The outputs to export: keys and shared buckets by the names they have in the settings. */
export function foundationOutputs(
  settings: { readonly environment: string; readonly accountId: string },
  keys: Readonly<Record<string, MultiRegionKey>>,
  sharedBuckets: Readonly<Record<string, SharedDataBucket>>,
): pulumi.Inputs {
  const shared = Object.entries(keys).filter(([, { shares }]) => shares !== undefined);
  return {
    contractVersion: CONTRACT_VERSION,
    environment: settings.environment,
    accountId: settings.accountId,
    keys: Object.fromEntries(
      Object.entries(keys).map(([name, key]) => [
        name,
        { alias: key.alias, keyId: key.keyId, primaryRegion: key.primaryRegion, arns: key.arns },
      ]),
    ),
    shares: Object.fromEntries(shared.map(([name, { shares }]) => [name, shares])),
    sharedBuckets: Object.fromEntries(
      Object.entries(sharedBuckets).map(([name, { buckets, readers, writers }]) => [
        name,
        { buckets, ...(readers && { readers }), ...(writers && { writers }) },
      ]),
    ),
  };
}

/** The output of the audit trail, where there is one. */
export function auditTrailOutputs(auditTrail: AuditTrail | undefined): pulumi.Inputs {
  if (auditTrail === undefined) return {};
  const { trailArn, bucket, logGroup, table } = auditTrail;
  return { auditTrail: { trailArn, bucket, ...(logGroup && { logGroup }), ...(table && { table }) } };
}

/** The output of the monitoring, where there is one. */
export function monitoringOutputs(monitoring: Monitoring | undefined): pulumi.Inputs {
  if (monitoring === undefined) return {};
  const { topics, links, leftOut } = monitoring;
  return { monitoring: { topics, links, ...(leftOut !== undefined && { leftOut }) } };
}

/** The key `name` of a foundation stack. The parameters are those of {@link readShare}. */
export function readKey(stack: pulumi.StackReference, name: string): pulumi.Output<KeyOutput> {
  return readOne(stack, "keys", "key", name);
}

/**
 * The consumer's half of a share, typed, for an application stack.
 * @param stack a reference to the foundation stack: `organization/kms-foundation/prod` on a backend of your own
 * @param key the key's name in the foundation's settings
 * @param name the share's name there
 * @throws when the stack speaks another version of the contract, or has no such share
 */
export function readShare(stack: pulumi.StackReference, key: string, name: string): pulumi.Output<ShareHalf> {
  return readOne<Readonly<Record<string, ShareHalf>>>(stack, "shares", "shared key", key).apply((shares) =>
    named(shares, name, `key "${key}" of the foundation stack`, "share"),
  );
}

/** The shared bucket `name` of a foundation stack. The parameters are those of {@link readShare}. */
export function readSharedBucket(
  stack: pulumi.StackReference,
  name: string,
): pulumi.Output<SharedBucketOutput> {
  return readOne(stack, "sharedBuckets", "shared bucket", name);
}

function readOne<T>(
  stack: pulumi.StackReference,
  output: "keys" | "shares" | "sharedBuckets",
  what: string,
  name: string,
): pulumi.Output<T> {
  return pulumi
    .all([stack.name, stack.requireOutput("contractVersion"), stack.requireOutput(output)])
    .apply(([stackName, version, all]) => {
      if (version !== CONTRACT_VERSION) {
        throw new Error(
          `stack ${stackName} has contract version ${String(version)}, but this program reads version ${CONTRACT_VERSION}: ` +
            "bring both to the same release of kms-foundation",
        );
      }
      return named(all as Readonly<Record<string, T>>, name, `stack ${stackName}`, what);
    });
}

function named<T>(all: Readonly<Record<string, T>>, name: string, where: string, what: string): T {
  const one = all[name];
  if (one === undefined) {
    throw new Error(`${where} has no ${what} "${name}"; its ${what}s are ${Object.keys(all).join(", ")}`);
  }
  return one;
}
