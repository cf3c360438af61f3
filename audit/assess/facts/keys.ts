/** What was read of a key, its aliases and its grants -> the facts that rules look at. */
import {
  isKeySpec,
  type KeyOrigin,
  keyOrigins,
  type KeySpec,
  type KeyUsage,
  keyUsages,
} from "../../../kms/keySpecs";
import { parseArn } from "../../../kms/arn";
import {
  type AliasFacts,
  type Fact,
  type GapFacts,
  type GrantFacts,
  type KeyFacts,
  type KeyState,
  type LiveKeyFacts,
  type Located,
  type PolicyFact,
  UNKNOWN,
} from "../../../rulebook/facts";
import { livePolicy } from "./livePolicy";
import type { GrantRecord, KeyDescription, KeyRecord } from "../collect/keyRecord";
import type { AliasRecord, Surroundings } from "../collect/readRegion";
import { located, textReference } from "./located";

/** Everything that rules look at of one key. */
export interface FactsOfKey {
  /** Undefined where AWS did not describe the key. */
  readonly key?: KeyFacts;
  readonly policyText?: string;
  readonly grants: readonly GrantFacts[];
  readonly aliases: readonly AliasFacts[];
  /** Undefined where everything was read. */
  readonly gap?: GapFacts;
}

/** Turns a record into facts: what is left out of it is unknown. */
export function factsOfKey(record: KeyRecord, surroundings: Surroundings): FactsOfKey {
  const { arn, description, grants = [], gaps } = record;
  const place = placeOf(arn, surroundings.aliases);
  const key = description && keyFacts(record, description, place, surroundings.keyStores);
  // Of a policy that cannot be read, kms-policy-unknown tells.
  const calls = gaps.filter(({ action }) => action !== "kms:GetKeyPolicy" || key === undefined);
  return {
    ...(key !== undefined && { key }),
    ...(record.policy !== undefined && { policyText: record.policy }),
    grants: grants.map((grant) => grantFacts(grant, record, place)),
    aliases: surroundings.aliases.map((alias) => aliasFacts(alias, arn, place)),
    ...(calls.length > 0 && { gap: { ...place, calls } }),
  };
}

/** The name of a key that readers know it by: its first alias, or its id. */
export function nameOf(arn: string, aliases: readonly AliasRecord[]): string {
  return aliases[0]?.name ?? arn.slice(arn.indexOf("/") + 1);
}

function placeOf(arn: string, aliases: readonly AliasRecord[]): Located {
  const { account = "", region = "" } = parseArn(arn) ?? {};
  const names = [arn.slice(arn.indexOf("/") + 1), ...aliases.flatMap((alias) => [alias.name, alias.arn])];
  return located({ id: arn, type: "AWS::KMS::Key", name: nameOf(arn, aliases), names }, account, region);
}

function keyFacts(
  record: KeyRecord,
  description: KeyDescription,
  place: Located,
  keyStores: Surroundings["keyStores"],
): KeyFacts {
  const { state, multiRegion, materialExpiresAt } = description;
  const kind = kindOf(description);
  const { rotation } = record;
  const hasRotation = rotationIsAsked(record, description);
  return {
    ...place,
    ...kind,
    policy: policyOf(record),
    lockoutCheckBypassed: false,
    attachedTo: undefined,
    tags: record.tags ?? UNKNOWN,
    role: multiRegion?.role ?? "singleRegion",
    primary: multiRegion?.role === "replica" ? textReference(multiRegion.primary.arn) : undefined,
    rotationEnabled: hasRotation ? (rotation?.enabled ?? UNKNOWN) : false,
    rotationPeriodInDays: hasRotation && rotation === undefined ? UNKNOWN : rotation?.periodInDays,
    description: description.description,
    deletionWindowInDays: undefined,
    // AWS says `Enabled: false` of every key that cannot be used, whatever the reason, which has a rule of its own.
    enabled: state !== "Disabled",
    materialExpiresAt,
    protected: undefined,
    live: liveFacts(record, description, hasRotation, keyStores),
  };
}

function kindOf({ spec, usage, origin }: KeyDescription): {
  readonly spec: Fact<KeySpec>;
  readonly usage: Fact<KeyUsage>;
  readonly origin: Fact<KeyOrigin>;
} {
  return {
    spec: isKeySpec(spec) ? spec : UNKNOWN,
    usage: keyUsages.find((known) => known === usage) ?? UNKNOWN,
    origin: keyOrigins.find((known) => known === origin) ?? UNKNOWN,
  };
}

function policyOf({ policy, gaps }: KeyRecord): PolicyFact {
  if (policy !== undefined) return livePolicy(policy);
  const problem = gaps.find(({ action }) => action === "kms:GetKeyPolicy")?.problem;
  return { kind: "unreadable", problem: problem ?? "AWS answered without a policy" };
}

function rotationIsAsked({ rotation, gaps }: KeyRecord, { spec, origin }: KeyDescription): boolean {
  if (spec !== "SYMMETRIC_DEFAULT" || origin !== "AWS_KMS") return false;
  return rotation !== undefined || gaps.some(({ action }) => action === "kms:GetKeyRotationStatus");
}

function liveFacts(
  record: KeyRecord,
  { state, createdAt, customKeyStoreId }: KeyDescription,
  hasRotation: boolean,
  keyStores: Surroundings["keyStores"],
): LiveKeyFacts {
  const { readAt, rotation, lastUse, gaps } = record;
  const historyIsMissing = gaps.some(({ action }) => action === "kms:ListKeyRotations");
  const keyStoreState = customKeyStoreId === undefined ? undefined : keyStores.get(customKeyStoreId);
  return {
    state: keyStates.find((known) => known === state) ?? "Unavailable",
    createdAt,
    readAt,
    rotatedAt: hasRotation && (rotation === undefined || historyIsMissing) ? UNKNOWN : rotation?.lastAt,
    // Where AWS began to record uses after the key was made, nothing is known of the time before.
    usedAt: lastUse === undefined ? UNKNOWN : (lastUse.at ?? laterThan(createdAt, lastUse.recordedSince)),
    ...(keyStoreState !== undefined && { keyStoreState }),
    directCallsADay: UNKNOWN,
    rootUses: UNKNOWN,
  };
}

function laterThan(createdAt: string, recordedSince: string | undefined): string | undefined {
  return recordedSince !== undefined && Date.parse(recordedSince) > Date.parse(createdAt) + DAY
    ? recordedSince
    : undefined;
}

const DAY = 86_400_000;

const keyStates: readonly KeyState[] = [
  ...(["Creating", "Enabled", "Disabled", "PendingDeletion"] as const),
  ...(["PendingReplicaDeletion", "PendingImport", "Unavailable", "Updating"] as const),
];

function grantFacts(
  grant: GrantRecord,
  { arn, readAt }: KeyRecord,
  { ownerAccount, region }: Located,
): GrantFacts {
  const { encryptionContextEquals: equals, encryptionContextSubset: subset } = grant;
  return {
    resource: {
      id: `${arn}/grant/${grant.id}`,
      type: "AWS::KMS::Grant",
      name: grant.name ?? `grant ${grant.id}`,
    },
    ownerAccount,
    region,
    key: { to: "text", text: arn },
    granteePrincipal: grant.granteePrincipal,
    retiringPrincipal: grant.retiringPrincipal,
    operations: grant.operations,
    constraints:
      equals === undefined && subset === undefined
        ? undefined
        : {
            ...(equals !== undefined && { encryptionContextEquals: equals }),
            ...(subset !== undefined && { encryptionContextSubset: subset }),
          },
    madeByService: grant.madeByService,
    ...(grant.createdAt !== undefined && { createdAt: grant.createdAt }),
    readAt,
  };
}

function aliasFacts({ name, arn }: AliasRecord, key: string, { ownerAccount, region }: Located): AliasFacts {
  return {
    resource: { id: arn, type: "AWS::KMS::Alias", name },
    ownerAccount,
    region,
    name,
    target: { to: "text", text: key },
  };
}
