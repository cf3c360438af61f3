/** The settings of the audit trail, with their defaults, and what does not go together. */
import type { AuditTrailPlan, ExistingTrail, OwnTrail } from "../components/auditTrail/args";
import { trailLogGroup, trailName } from "../components/auditTrail/names";
import type { MultiRegionKeyArgs } from "../components/keyArgs";
import { resolveKind } from "../components/keyKind";
import { nearest } from "../kms/nearest";
import type { ServiceUse } from "../kms/policy/build/intent";
import type { AuditTrailSetting } from "./auditTrailSchema";
import type { SettingsProblem } from "./problems";
import type { EnvironmentSetting } from "./schema";

type Keys = Readonly<Record<string, MultiRegionKeyArgs>>;

/** The audit trail, before its key exists. */
export interface AuditTrailSettings extends AuditTrailPlan {
  /** The name of its key. */
  readonly key: string;
}

/** Seven years, as most rules of book-keeping ask for. */
const DEFAULT_EXPIRY_IN_DAYS = 2557;
const DEFAULT_ARCHIVE_IN_DAYS = 90;
/** Glacier Instant Retrieval charges 90 days for what leaves it earlier. https://aws.amazon.com/s3/pricing/ */
const LEAST_ARCHIVE_IN_DAYS = 90;
const DEFAULT_LOG_RETENTION_IN_DAYS = 365;
const DEFAULT_HISTORY_IN_DAYS = 365;

/** The settings with their defaults; undefined where no trail is wanted. */
export function resolveAuditTrail(
  environment: EnvironmentSetting,
  keys: Keys,
): AuditTrailSettings | undefined {
  const { auditTrail: setting, accountId } = environment;
  if (setting === undefined) return undefined;
  const { key, organization, queries } = setting;
  const trail = setting.existing === undefined ? ownTrail(setting) : existingTrail(setting.existing);
  const history = trail.kind === "own" ? trail.expireAfterDays : DEFAULT_HISTORY_IN_DAYS;
  return {
    key,
    environment: environment.environment,
    accountId,
    region: setting.region ?? keys[key]?.primaryRegion ?? "",
    trail,
    ...(organization !== undefined && {
      organization: { id: organization.id, accountIds: organization.accountIds ?? [] },
    }),
    ...(queries !== false && {
      queries: {
        scanLimitInGib: queries?.scanLimitInGib ?? 100,
        resultDays: queries?.resultDays ?? 30,
        historyInDays: queries?.historyInDays ?? history,
      },
    }),
    tags: { ...environment.tags, ...environment.defaults?.tags },
  };
}

function ownTrail({ bucket = {}, logGroup = {} }: AuditTrailSetting): OwnTrail {
  const { expireAfterDays = DEFAULT_EXPIRY_IN_DAYS, objectLock, forceDestroy } = bucket;
  const pays = expireAfterDays >= DEFAULT_ARCHIVE_IN_DAYS + LEAST_ARCHIVE_IN_DAYS;
  const archiveAfterDays = bucket.archiveAfterDays ?? (pays ? DEFAULT_ARCHIVE_IN_DAYS : undefined);
  return {
    kind: "own",
    ...(archiveAfterDays !== undefined && { archiveAfterDays }),
    expireAfterDays,
    ...(objectLock !== undefined && {
      objectLock: {
        mode: objectLock.mode === "compliance" ? "COMPLIANCE" : "GOVERNANCE",
        days: objectLock.days,
      },
    }),
    ...(logGroup !== false && {
      logRetentionInDays: logGroup.retentionInDays ?? DEFAULT_LOG_RETENTION_IN_DAYS,
    }),
    forceDestroy: forceDestroy ?? false,
  };
}

function existingTrail(existing: NonNullable<AuditTrailSetting["existing"]>): ExistingTrail {
  return { kind: "existing", ...existing };
}

/** The keys, of which the trail's own lets CloudTrail and its log group use it: derived, so that it cannot be forgotten. */
export function withTrailServices(keys: Keys, plan: AuditTrailSettings | undefined): Keys {
  const key = plan === undefined ? undefined : keys[plan.key];
  if (plan?.trail.kind !== "own" || key === undefined || typeof key.policy === "string") return keys;
  // What cannot encrypt at all is told as the wrong key, not as a key that does too much.
  if (resolveKind(key).spec !== "SYMMETRIC_DEFAULT") return keys;
  const wanted: ServiceUse[] = [
    { service: "cloudtrail", trails: [trailName(plan)] },
    ...(plan.trail.logRetentionInDays === undefined
      ? []
      : [{ service: "cloudwatchLogs", logGroups: [trailLogGroup(plan)] } as const]),
  ];
  const { services = [] } = key.policy;
  // Where the key serves such a service already, its settings say for what.
  const missing = wanted.filter(({ service }) => !services.some((use) => use.service === service));
  if (missing.length === 0) return keys;
  return { ...keys, [plan.key]: { ...key, policy: { ...key.policy, services: [...services, ...missing] } } };
}

/** What of the settings does not go together. */
export function auditTrailProblems(
  { auditTrail: setting, monitoring }: EnvironmentSetting,
  plan: AuditTrailSettings | undefined,
  keys: Keys,
): SettingsProblem[] {
  if (setting === undefined || plan === undefined) return [];
  const twoLogGroups = monitoring?.logGroup !== undefined && hasLogGroup(plan);
  const problems = [
    ...keyProblems(plan, keys),
    ...beside(setting),
    ...(plan.trail.kind === "own" ? storageProblems(plan.trail) : []),
  ];
  return [
    ...problems.map(({ path, message }) => ({ path: `auditTrail.${path}`, message })),
    ...(twoLogGroups
      ? [
          {
            path: "monitoring.logGroup",
            message: "the auditTrail has a log group, which monitoring takes by itself: take this one out",
          },
        ]
      : []),
  ];
}

function hasLogGroup({ trail }: AuditTrailSettings): boolean {
  return trail.kind === "own" ? trail.logRetentionInDays !== undefined : trail.logGroup !== undefined;
}

function keyProblems({ key: name, region }: AuditTrailSettings, keys: Keys): SettingsProblem[] {
  const key = keys[name];
  if (key === undefined) {
    const near = nearest(name, Object.keys(keys));
    const hint =
      near === undefined ? `the keys are ${Object.keys(keys).join(", ")}` : `did you mean "${near}"?`;
    return [{ path: "key", message: `there is no key "${name}"; ${hint}` }];
  }
  const { spec } = resolveKind(key);
  const regions = [key.primaryRegion, ...(key.replicaRegions ?? [])];
  return [
    ...(spec === "SYMMETRIC_DEFAULT"
      ? []
      : [
          { path: "key", message: `CloudTrail and S3 use symmetric encryption keys, and ${name} is ${spec}` },
        ]),
    ...(regions.includes(region)
      ? []
      : [{ path: "region", message: `key ${name} is in ${regions.join(", ")}, not in ${region}` }]),
  ];
}

/** What describes a trail of this stack means nothing beside one that there is already. */
function beside(setting: AuditTrailSetting): SettingsProblem[] {
  if (setting.existing === undefined) return [];
  return (["bucket", "logGroup"] as const)
    .filter((name) => setting[name] !== undefined)
    .map((name) => ({
      path: name,
      message: `the trail is there already, and this describes a new one: take it out, or write it under existing`,
    }));
}

function storageProblems({ archiveAfterDays, expireAfterDays, objectLock }: OwnTrail): SettingsProblem[] {
  return [
    ...(archiveAfterDays === undefined || archiveAfterDays < expireAfterDays
      ? []
      : [
          {
            path: "bucket.archiveAfterDays",
            message: `records are gone after ${expireAfterDays} days (expireAfterDays): archive them earlier`,
          },
        ]),
    ...(objectLock === undefined || objectLock.days <= expireAfterDays
      ? []
      : [
          {
            path: "bucket.objectLock.days",
            message: `records are locked longer than the ${expireAfterDays} days after which they are to be deleted (expireAfterDays)`,
          },
        ]),
  ];
}
