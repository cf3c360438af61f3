/** Reads everything about one key. */
import {
  DescribeKeyCommand,
  GetKeyLastUsageCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type GrantListEntry,
  type KeyMetadata,
  type KMSClient,
  paginateListGrants,
  paginateListKeyRotations,
  paginateListResourceTags,
} from "@aws-sdk/client-kms";
import { Attempts } from "./attempt";
import type { GrantRecord, KeyDescription, KeyRecord } from "./keyRecord";

/** What was read, and whether a second try may read more. */
export interface KeyReading {
  readonly record: KeyRecord;
  /** False where a call failed in passing: the journal leaves such a key out, so that a resumed run reads it again. */
  readonly isComplete: boolean;
}

/**
 * Reads one key. A call that AWS refuses is a gap in the record, never an error.
 * @param withLastUse whether to ask for the last use: AWS answers that five times a second only
 * @throws AssessmentStopped where the credentials are of no use any more
 */
export async function readKey(kms: KMSClient, arn: string, withLastUse: boolean): Promise<KeyReading> {
  const attempts = new Attempts();
  const KeyId = arn;
  const readAt = new Date().toISOString();
  const description = await attempts.read("kms:DescribeKey", async () => {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    return describe(KeyMetadata);
  });
  if (description === undefined || description.manager === "AWS")
    return {
      record: { arn, readAt, ...(description && { description }), gaps: attempts.gaps },
      isComplete: !attempts.mayPass,
    };
  const [policy, tags, grants, rotation, lastUse] = await Promise.all([
    attempts.read(
      "kms:GetKeyPolicy",
      async () => (await kms.send(new GetKeyPolicyCommand({ KeyId }))).Policy,
    ),
    attempts.read("kms:ListResourceTags", () => readTags(kms, KeyId)),
    attempts.read("kms:ListGrants", () => readGrants(kms, KeyId)),
    rotates(description) ? readRotation(kms, KeyId, attempts) : undefined,
    withLastUse ? attempts.read("kms:GetKeyLastUsage", () => readLastUse(kms, KeyId)) : undefined,
  ]);
  const record: KeyRecord = {
    arn,
    readAt,
    description,
    ...(policy !== undefined && { policy }),
    ...(tags !== undefined && { tags }),
    ...(grants !== undefined && { grants }),
    ...(rotation !== undefined && { rotation }),
    ...(lastUse !== undefined && { lastUse }),
    gaps: attempts.gaps,
  };
  return { record, isComplete: !attempts.mayPass };
}

/** AWS rotates no other keys, and none that waits for its deletion; asked about these, it refuses. */
export function rotates({ spec, origin, state }: Pick<KeyDescription, "spec" | "origin" | "state">): boolean {
  return spec === "SYMMETRIC_DEFAULT" && origin === "AWS_KMS" && !/^Pending(Replica)?Deletion$/.test(state);
}

function describe(metadata: KeyMetadata | undefined): KeyDescription {
  const { DeletionDate, ValidTo, ExpirationModel, CustomKeyStoreId, MultiRegionConfiguration } =
    metadata ?? {};
  const { MultiRegionKeyType, PrimaryKey, ReplicaKeys = [] } = MultiRegionConfiguration ?? {};
  const place = (key: { Arn?: string | undefined; Region?: string | undefined } | undefined) => ({
    arn: key?.Arn ?? "",
    region: key?.Region ?? "",
  });
  return {
    manager: metadata?.KeyManager ?? "CUSTOMER",
    spec: metadata?.KeySpec ?? "",
    usage: metadata?.KeyUsage ?? "",
    origin: metadata?.Origin ?? "",
    state: metadata?.KeyState ?? "",
    description: metadata?.Description ?? "",
    createdAt: (metadata?.CreationDate ?? new Date()).toISOString(),
    ...(DeletionDate !== undefined && { deletionAt: DeletionDate.toISOString() }),
    ...(ValidTo !== undefined &&
      ExpirationModel === "KEY_MATERIAL_EXPIRES" && { materialExpiresAt: ValidTo.toISOString() }),
    ...(CustomKeyStoreId !== undefined && { customKeyStoreId: CustomKeyStoreId }),
    ...(MultiRegionKeyType !== undefined && {
      multiRegion: {
        role: MultiRegionKeyType === "PRIMARY" ? ("primary" as const) : ("replica" as const),
        primary: place(PrimaryKey),
        replicas: ReplicaKeys.map(place),
      },
    }),
  };
}

async function readTags(kms: KMSClient, KeyId: string): Promise<Record<string, string>> {
  const tags: Record<string, string> = {};
  for await (const { Tags = [] } of paginateListResourceTags({ client: kms }, { KeyId }))
    for (const { TagKey = "", TagValue = "" } of Tags) tags[TagKey] = TagValue;
  return tags;
}

async function readGrants(kms: KMSClient, KeyId: string): Promise<GrantRecord[]> {
  const grants: GrantRecord[] = [];
  for await (const { Grants = [] } of paginateListGrants({ client: kms, pageSize: 100 }, { KeyId }))
    grants.push(...Grants.map(toGrant));
  return grants;
}

function toGrant(grant: GrantListEntry): GrantRecord {
  const { GrantId = "", Name, RetiringPrincipal, Operations = [], CreationDate, Constraints } = grant;
  const madeByService = serviceThatMade(grant);
  return {
    id: GrantId,
    granteePrincipal: grant.GranteePrincipal ?? grant.GranteeServicePrincipal ?? "",
    operations: Operations,
    ...(Name !== undefined && Name !== "" && { name: Name }),
    ...(RetiringPrincipal !== undefined && { retiringPrincipal: RetiringPrincipal }),
    ...(Constraints?.EncryptionContextSubset && {
      encryptionContextSubset: Constraints.EncryptionContextSubset,
    }),
    ...(Constraints?.EncryptionContextEquals && {
      encryptionContextEquals: Constraints.EncryptionContextEquals,
    }),
    ...(madeByService !== undefined && { madeByService }),
    ...(CreationDate !== undefined && { createdAt: CreationDate.toISOString() }),
  };
}

/**
 * Services that make grants for their own resources are their grantees, or issue them for their service-linked roles.
 * https://docs.aws.amazon.com/kms/latest/developerguide/grants.html#grant-concepts
 */
function serviceThatMade({
  IssuingAccount = "",
  GranteePrincipal = "",
  GranteeServicePrincipal,
}: GrantListEntry): string | undefined {
  const names = [GranteeServicePrincipal ?? "", GranteePrincipal, IssuingAccount];
  const service = names.find((name) => /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(name));
  if (service !== undefined) return service;
  return /:role\/aws-service-role\/([^/]+)\//.exec(GranteePrincipal)?.[1];
}

/** The rotation itself is worth knowing without its history, so one that may not be listed is no gap in the whole. */
async function readRotation(
  kms: KMSClient,
  KeyId: string,
  attempts: Attempts,
): Promise<KeyRecord["rotation"]> {
  const [status, lastAt] = await Promise.all([
    attempts.read("kms:GetKeyRotationStatus", () => kms.send(new GetKeyRotationStatusCommand({ KeyId }))),
    attempts.read("kms:ListKeyRotations", () => readLastRotation(kms, KeyId)),
  ]);
  if (status === undefined) return undefined;
  const { KeyRotationEnabled = false, RotationPeriodInDays, NextRotationDate } = status;
  return {
    enabled: KeyRotationEnabled,
    ...(RotationPeriodInDays !== undefined && { periodInDays: RotationPeriodInDays }),
    ...(NextRotationDate !== undefined && { nextAt: NextRotationDate.toISOString() }),
    ...(lastAt !== undefined && lastAt !== null && { lastAt }),
  };
}

async function readLastRotation(kms: KMSClient, KeyId: string): Promise<string | null> {
  let last: Date | undefined;
  for await (const { Rotations = [] } of paginateListKeyRotations({ client: kms, pageSize: 1000 }, { KeyId }))
    for (const { RotationDate } of Rotations)
      if (RotationDate !== undefined && (last === undefined || RotationDate > last)) last = RotationDate;
  return last === undefined ? null : last.toISOString();
}

async function readLastUse(kms: KMSClient, KeyId: string): Promise<KeyRecord["lastUse"]> {
  const { KeyLastUsage, TrackingStartDate } = await kms.send(new GetKeyLastUsageCommand({ KeyId }));
  return {
    ...(KeyLastUsage?.Timestamp !== undefined && { at: KeyLastUsage.Timestamp.toISOString() }),
    ...(KeyLastUsage?.Operation !== undefined && { operation: KeyLastUsage.Operation }),
    ...(TrackingStartDate !== undefined && { recordedSince: TrackingStartDate.toISOString() }),
  };
}
