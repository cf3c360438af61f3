import { type KeyFacts, type ResourceFacts, UNKNOWN } from "../../../rulebook/facts";
import type { Cases } from "../case";
import { aKey, estate, live, OWNER, place, soundKey } from "../soundKey";

const planned = { name: "a key that is only planned", expect: "notApplicable" } as const;
const aBucket = {
  id: "urn:pulumi:test::shop::aws:s3/bucket:Bucket::data",
  type: "aws:s3/bucket:Bucket",
  name: "data",
};
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000 + 3_600_000).toISOString();

const imported = (changes: Partial<KeyFacts> = {}, ...others: ResourceFacts[]) =>
  estate(aKey({ origin: "EXTERNAL", ...changes }), ...others);
const inAYear = { materialExpiresAt: inDays(365) };
const elsewhere = { to: "text", text: `arn:aws:sns:us-east-1:${OWNER}:alarms` } as const;
const expiryAlarm = (changes: object = {}): ResourceFacts => ({
  alarm: {
    ...place("aws:cloudwatch/metricAlarm:MetricAlarm", "expiry"),
    namespace: "AWS/KMS",
    metric: "SecondsUntilKeyMaterialExpiration",
    actionsEnabled: true,
    key: { to: "resource", id: soundKey.resource.id },
    actions: [elsewhere],
    ...changes,
  },
});
const expiryRule = (changes: object = {}): ResourceFacts[] => {
  const rule = {
    ...place("aws:cloudwatch/eventRule:EventRule", "expiry"),
    pattern: { source: ["aws.kms"], "detail-type": ["KMS Imported Key Material Expiration"] },
    state: "ENABLED",
    bus: "default",
    ...changes,
  };
  const target = {
    ...place("aws:cloudwatch/eventTarget:EventTarget", "expiry"),
    rule: { to: "resource", id: rule.resource.id } as const,
    target: elsewhere,
  };
  return [{ eventRule: rule }, { eventTarget: target }];
};

export const keyManagement: Cases = {
  "kms-rotation-enabled": [
    { name: "a symmetric key that rotates", expect: "pass" },
    {
      name: "one that does not",
      with: { rotationEnabled: false },
      expect: "violation",
      message: /rotation is off/,
    },
    {
      name: "a key that waits for its deletion",
      with: { rotationEnabled: false, live: { ...live, state: "PendingDeletion" } },
      expect: "notApplicable",
    },
    {
      name: "an HMAC key",
      with: { spec: "HMAC_256", rotationEnabled: false },
      expect: "notApplicable",
      message: /HMAC_256/,
    },
    {
      name: "an asymmetric key",
      with: { spec: "RSA_2048", rotationEnabled: false },
      expect: "notApplicable",
    },
    {
      name: "imported material",
      with: { origin: "EXTERNAL", rotationEnabled: false },
      expect: "notApplicable",
    },
    {
      name: "a CloudHSM key store",
      with: { origin: "AWS_CLOUDHSM", rotationEnabled: false },
      expect: "notApplicable",
    },
    {
      name: "a replica",
      with: { role: "replica", spec: UNKNOWN, rotationEnabled: UNKNOWN },
      expect: "notApplicable",
    },
    { name: "rotation that is not known", with: { rotationEnabled: UNKNOWN }, expect: "unknown" },
    { name: "a spec that is not known", with: { spec: UNKNOWN }, expect: "unknown" },
    { name: "an origin that is not known", with: { origin: UNKNOWN }, expect: "unknown" },
  ],
  "kms-rotation-unsupported": [
    { name: "a key that can rotate", expect: "pass" },
    { name: "an HMAC key that does not", with: { spec: "HMAC_256", rotationEnabled: false }, expect: "pass" },
    {
      name: "an asymmetric key that is to rotate",
      with: { spec: "ECC_NIST_P256" },
      expect: "violation",
      message: /cannot rotate a ECC_NIST_P256 key/,
    },
    {
      name: "a key store's key that is to rotate",
      with: { origin: "EXTERNAL_KEY_STORE" },
      expect: "violation",
    },
    { name: "a replica", with: { role: "replica" }, expect: "notApplicable" },
    {
      name: "a spec that is not known",
      with: { spec: UNKNOWN },
      expect: "unknown",
      message: /kms-key-spec-strength/,
    },
  ],
  "kms-rotation-period": [
    { name: "a year", expect: "pass" },
    { name: "AWS's default", with: { rotationPeriodInDays: undefined }, expect: "pass" },
    {
      name: "two years",
      with: { rotationPeriodInDays: 730 },
      expect: "violation",
      message: /730 days, above the maximum of 365/,
    },
    {
      name: "two years where they are allowed",
      with: { rotationPeriodInDays: 730 },
      options: { maximumDays: 730 },
      expect: "pass",
    },
    {
      name: "AWS's default where half a year is allowed",
      with: { rotationPeriodInDays: undefined },
      options: { maximumDays: 180 },
      expect: "violation",
    },
    { name: "90 days", with: { rotationPeriodInDays: 90 }, expect: "pass" },
    {
      name: "89 days",
      with: { rotationPeriodInDays: 89 },
      expect: "violation",
      message: /AWS takes 90 to 2560/,
    },
    {
      name: "2560 days where they are allowed",
      with: { rotationPeriodInDays: 2560 },
      options: { maximumDays: 2560 },
      expect: "pass",
    },
    {
      name: "2561 days",
      with: { rotationPeriodInDays: 2561 },
      options: { maximumDays: 2560 },
      expect: "violation",
      message: /AWS takes/,
    },
    {
      name: "a key that does not rotate",
      with: { rotationEnabled: false, rotationPeriodInDays: 89 },
      expect: "notApplicable",
    },
    { name: "an HMAC key", with: { spec: "HMAC_256" }, expect: "notApplicable" },
    { name: "a replica", with: { role: "replica" }, expect: "notApplicable" },
    { name: "a period that is not known", with: { rotationPeriodInDays: UNKNOWN }, expect: "unknown" },
  ],
  "kms-rotation-overdue": [
    planned,
    { name: "material of last month", with: { live }, expect: "pass" },
    {
      name: "material of two years",
      with: { live: { ...live, rotatedAt: "2024-11-01T00:00:00Z" } },
      expect: "violation",
      message: /730 days old, with a rotation period of 365/,
    },
    {
      name: "a rotation that is due today",
      with: { live: { ...live, rotatedAt: "2025-11-01T00:00:00Z" } },
      expect: "pass",
    },
    {
      name: "a key never rotated, made long ago",
      with: { live: { ...live, createdAt: "2024-01-01T00:00:00Z", rotatedAt: undefined } },
      expect: "violation",
    },
    { name: "a new key never rotated", with: { live: { ...live, rotatedAt: undefined } }, expect: "pass" },
    {
      name: "an asymmetric key of three years",
      with: { spec: "RSA_4096", live: { ...live, createdAt: "2023-11-01T00:00:00Z", rotatedAt: undefined } },
      expect: "violation",
      message: /cannot rotate it/,
    },
    {
      name: "an asymmetric key of this year",
      with: { spec: "RSA_4096", live: { ...live, rotatedAt: undefined } },
      expect: "pass",
    },
    { name: "a replica", with: { role: "replica", live }, expect: "notApplicable" },
    {
      name: "rotations that nobody may read",
      with: { live: { ...live, rotatedAt: UNKNOWN } },
      expect: "unknown",
    },
    { name: "a spec that is not known", with: { spec: UNKNOWN, live }, expect: "unknown" },
  ],
  "kms-key-disabled": [
    { name: "an enabled key", expect: "pass" },
    { name: "a disabled one", with: { enabled: false }, expect: "violation" },
    {
      name: "a live one that is disabled",
      with: { live: { ...live, state: "Disabled" } },
      expect: "violation",
    },
    { name: "a state that is not known", with: { enabled: UNKNOWN }, expect: "unknown" },
  ],
  "kms-key-pending-deletion": [
    planned,
    { name: "a living key", with: { live }, expect: "pass" },
    {
      name: "one that is scheduled",
      with: { live: { ...live, state: "PendingDeletion" } },
      expect: "violation",
    },
    {
      name: "one that waits for its replicas",
      with: { live: { ...live, state: "PendingReplicaDeletion" } },
      expect: "violation",
      message: /last replica/,
    },
  ],
  "kms-key-unavailable": [
    planned,
    { name: "a living key", with: { live }, expect: "pass" },
    {
      name: "one without material",
      with: { live: { ...live, state: "PendingImport" } },
      expect: "violation",
    },
    {
      name: "one that is unavailable",
      with: { live: { ...live, state: "Unavailable" } },
      expect: "violation",
    },
    {
      name: "one whose key store is gone",
      with: { live: { ...live, keyStoreState: "DISCONNECTED" } },
      expect: "violation",
      message: /DISCONNECTED/,
    },
    {
      name: "one whose key store is there",
      with: { live: { ...live, keyStoreState: "CONNECTED" } },
      expect: "pass",
    },
  ],
  "kms-deletion-window": [
    { name: "30 days", expect: "pass" },
    { name: "AWS's default", with: { deletionWindowInDays: undefined }, expect: "pass" },
    {
      name: "7 days",
      with: { deletionWindowInDays: 7 },
      expect: "violation",
      message: /7 days, below the minimum of 30/,
    },
    {
      name: "7 days where 7 are enough",
      with: { deletionWindowInDays: 7 },
      options: { minimumDays: 7 },
      expect: "pass",
    },
    { name: "a replica's 7 days", with: { role: "replica", deletionWindowInDays: 7 }, expect: "violation" },
    { name: "a live key", with: { live, deletionWindowInDays: undefined }, expect: "notApplicable" },
    { name: "a window that is not known", with: { deletionWindowInDays: UNKNOWN }, expect: "unknown" },
  ],
  "kms-description": [
    { name: "a sentence", expect: "pass" },
    { name: "no description", with: { description: undefined }, expect: "violation", message: /empty/ },
    { name: "an empty one", with: { description: "" }, expect: "violation" },
    { name: "blanks", with: { description: "   " }, expect: "violation" },
    { name: "a placeholder", with: { description: "TODO" }, expect: "violation", message: /placeholder/ },
    { name: "the provider's own", with: { description: "Managed by Pulumi" }, expect: "violation" },
    {
      name: "one that is too short",
      with: { description: "Orders" },
      expect: "violation",
      message: /shorter than 8/,
    },
    {
      name: "a short one where that is enough",
      with: { description: "Orders" },
      options: { minimumLength: 5 },
      expect: "pass",
    },
    { name: "one that is not known", with: { description: UNKNOWN }, expect: "unknown" },
  ],
  "kms-required-tags": [
    { name: "all tags", expect: "pass" },
    {
      name: "no tags",
      with: { tags: {} },
      expect: "violation",
      message: /tags Owner, Environment, DataClassification are missing/,
    },
    {
      name: "an empty one",
      with: { tags: { ...(soundKey.tags as object), Owner: " " } },
      expect: "violation",
      message: /tag Owner is missing/,
    },
    {
      name: "another case",
      with: { tags: { owner: "shop" } },
      options: { tags: ["Owner"] },
      expect: "violation",
    },
    { name: "tags that are not known", with: { tags: UNKNOWN }, expect: "unknown" },
  ],
  "kms-key-spec-strength": [
    { name: "a symmetric key", expect: "pass" },
    { name: "RSA 2048 that encrypts", with: { spec: "RSA_2048" }, expect: "violation" },
    { name: "RSA 2048 that signs", with: { spec: "RSA_2048", usage: "SIGN_VERIFY" }, expect: "pass" },
    { name: "RSA 3072 that encrypts", with: { spec: "RSA_3072" }, expect: "pass" },
    {
      name: "a curve that is not allowed",
      with: { spec: "ECC_SECG_P256K1", usage: "SIGN_VERIFY" },
      options: { disallowedSpecs: ["ECC_SECG_P256K1"] },
      expect: "violation",
    },
    { name: "a replica", with: { role: "replica", spec: UNKNOWN }, expect: "notApplicable" },
    { name: "a spec that is not known", with: { spec: UNKNOWN }, expect: "unknown" },
    { name: "a usage that is not known", with: { spec: "RSA_2048", usage: UNKNOWN }, expect: "unknown" },
  ],
  "kms-origin-allowed": [
    { name: "AWS KMS", expect: "pass" },
    { name: "imported material", with: { origin: "EXTERNAL" }, expect: "violation" },
    {
      name: "imported material where it is allowed",
      with: { origin: "EXTERNAL" },
      options: { allowedOrigins: ["EXTERNAL"] },
      expect: "pass",
    },
    { name: "an origin that is not known", with: { origin: UNKNOWN }, expect: "unknown" },
  ],
  "kms-imported-material-expiry": [
    { name: "material that AWS made", estate: estate(aKey()), expect: "notApplicable" },
    { name: "material that never expires", estate: imported(), expect: "pass" },
    {
      name: "material for a year, with an alarm on its metric",
      estate: imported(inAYear, expiryAlarm()),
      expect: "pass",
    },
    {
      name: "material for a year, with an event rule",
      estate: imported(inAYear, ...expiryRule()),
      expect: "pass",
    },
    {
      name: "material for a year that nobody watches",
      estate: imported(inAYear),
      expect: "violation",
      message: /nobody hears of it/,
    },
    ...[
      { name: "an alarm on another key", as: { key: { to: "resource", id: "urn:other" } } },
      { name: "an alarm without a key", as: { key: undefined } },
      { name: "an alarm on another metric", as: { metric: "SuccessfulRequest" } },
      { name: "an alarm in another namespace", as: { namespace: "Keys" } },
      { name: "an alarm in another Region", as: { region: "eu-west-1" } },
      { name: "an alarm that does nothing", as: { actions: [] } },
      { name: "an alarm that is switched off", as: { actionsEnabled: false } },
    ].map(({ name, as }) => ({
      name,
      estate: imported(inAYear, expiryAlarm(as)),
      expect: "violation" as const,
    })),
    {
      name: "an event rule that is switched off",
      estate: imported(inAYear, ...expiryRule({ state: "DISABLED" })),
      expect: "violation",
    },
    {
      name: "an event rule of deletions",
      estate: imported(inAYear, ...expiryRule({ pattern: { "detail-type": ["KMS CMK Deletion"] } })),
      expect: "violation",
    },
    {
      name: "a Region that is not known",
      estate: imported({ ...inAYear, region: UNKNOWN }),
      expect: "unknown",
    },
    {
      name: "material for a week",
      estate: imported({ materialExpiresAt: inDays(7) }),
      expect: "violation",
      message: /in 7 days/,
    },
    {
      name: "a week where that is enough",
      estate: imported({ materialExpiresAt: inDays(7) }, expiryAlarm()),
      options: { minimumDays: 7 },
      expect: "pass",
    },
    {
      name: "material that expired",
      estate: imported({ materialExpiresAt: "2020-01-01T00:00:00Z" }),
      expect: "violation",
      message: /expired at/,
    },
    {
      name: "live material that expires",
      estate: imported({ live, materialExpiresAt: "2026-11-05T00:00:00Z" }),
      expect: "violation",
      message: /in 4 days/,
    },
    {
      name: "no time",
      estate: imported({ materialExpiresAt: "soon" }),
      expect: "violation",
      message: /no time/,
    },
    {
      name: "an expiry that is not known",
      estate: imported({ materialExpiresAt: UNKNOWN }),
      expect: "unknown",
    },
    { name: "an origin that is not known", estate: estate(aKey({ origin: UNKNOWN })), expect: "unknown" },
  ],
  "kms-unused-key": [
    planned,
    { name: "a key used this week", with: { live }, expect: "pass" },
    {
      name: "one not used for half a year",
      with: { live: { ...live, usedAt: "2026-05-01T00:00:00Z" } },
      expect: "violation",
      message: /not used for 184 days/,
    },
    {
      name: "the same where a year is allowed",
      with: { live: { ...live, usedAt: "2026-05-01T00:00:00Z" } },
      options: { maximumDays: 365 },
      expect: "pass",
    },
    {
      name: "one never used",
      with: { live: { ...live, usedAt: undefined } },
      expect: "violation",
      message: /never used/,
    },
    {
      name: "a new one never used",
      with: { live: { ...live, createdAt: "2026-10-30T00:00:00Z", usedAt: undefined } },
      expect: "pass",
    },
    { name: "use that nobody may read", with: { live: { ...live, usedAt: UNKNOWN } }, expect: "unknown" },
  ],
  "kms-key-destroyed": [
    { name: "an update", expect: "pass" },
    { name: "a deletion", with: { operation: "delete" }, expect: "violation", message: /the key is deleted/ },
    { name: "a deletion that AWS never sees", with: { operation: "delete", retained: true }, expect: "pass" },
    {
      name: "a replacement",
      with: { operation: "create-replacement", replacedBy: ["multiRegion"] },
      expect: "violation",
      message: /because multiRegion/,
    },
    { name: "a bucket", with: { resource: aBucket, operation: "delete" }, expect: "notApplicable" },
  ],
  "kms-key-unprotected": [
    { name: "a protected key", expect: "pass" },
    { name: "one that is not", with: { protected: false }, expect: "violation" },
    { name: "a live key", with: { protected: undefined }, expect: "notApplicable" },
  ],
};
