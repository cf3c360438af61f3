/** A key as the report shows it. */
import { parseArn } from "../../kms/arn";
import type { Trust } from "../../rulebook/policy/analysis";
import { accessOf } from "./access";
import type { KeyDescription, KeyRecord } from "./collect/keyRecord";
import type { Surroundings } from "./collect/readRegion";
import { type FactsOfKey, nameOf } from "./facts/keys";
import type { KeyReport, TallyReport } from "./report";

/** What the report shows of a key, but for its score, which is known at the end. */
export type UnscoredKey = Omit<KeyReport, keyof TallyReport>;

/** Puts it together from what was read and the facts made of it. */
export function keyReportOf(
  record: KeyRecord,
  facts: FactsOfKey,
  surroundings: Surroundings,
  trust: Trust | undefined,
): UnscoredKey {
  const { arn, readAt, gaps, description, grants } = record;
  const { aliases, keyStores } = surroundings;
  const grantees = (grants ?? [])
    .filter(({ madeByService }) => madeByService === undefined)
    .map(({ granteePrincipal }) => granteePrincipal);
  return {
    arn,
    keyId: arn.slice(arn.indexOf("/") + 1),
    name: nameOf(arn, aliases),
    account: parseArn(arn)?.account ?? "",
    region: parseArn(arn)?.region ?? "",
    aliases: aliases.map(({ name }) => name),
    readAt,
    unread: gaps,
    ...described(description, keyStores),
    tags: record.tags ?? null,
    rotation: rotationOf(record),
    lastUse: lastUseOf(record),
    ...accessOf(facts.key, grantees, trust),
    grants: grants ?? null,
  };
}

function described(description: KeyDescription | undefined, keyStores: Surroundings["keyStores"]) {
  const { customKeyStoreId } = description ?? {};
  return {
    description: description?.description ?? null,
    state: description?.state ?? null,
    spec: description?.spec ?? null,
    usage: description?.usage ?? null,
    origin: description?.origin ?? null,
    createdAt: description?.createdAt ?? null,
    customKeyStore:
      customKeyStoreId === undefined
        ? null
        : { id: customKeyStoreId, state: keyStores.get(customKeyStoreId) ?? null },
    role: roleOf(description),
    related: relatedOf(description),
    deletionAt: description?.deletionAt ?? null,
    materialExpiresAt: description?.materialExpiresAt ?? null,
  };
}

function roleOf(description: KeyDescription | undefined): KeyReport["role"] {
  return description === undefined ? null : (description.multiRegion?.role ?? "singleRegion");
}

function relatedOf(description: KeyDescription | undefined): KeyReport["related"] {
  const family = description?.multiRegion;
  if (family === undefined) return [];
  const replicas = family.replicas.map((replica) => ({ ...replica, role: "replica" as const }));
  return [{ ...family.primary, role: "primary" as const }, ...replicas];
}

function rotationOf({ rotation }: KeyRecord): KeyReport["rotation"] {
  if (rotation === undefined) return null;
  const { enabled, periodInDays = null, lastAt = null, nextAt = null } = rotation;
  return { enabled, periodInDays, lastAt, nextAt };
}

function lastUseOf({ lastUse }: KeyRecord): KeyReport["lastUse"] {
  if (lastUse === undefined) return null;
  const { at = null, operation = null, recordedSince = null } = lastUse;
  return { at, operation, recordedSince };
}
