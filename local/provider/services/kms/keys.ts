/** Calls that the kinds of key share. Keys are named by their id or ARN, in the context's Region. */
import type { KeyMetadata } from "@aws-sdk/client-kms";
import { isAwsError } from "../../awsErrors";
import type { Context } from "../../context";
import { normalizedJson } from "../../policies";
import { flag, number, text } from "../../read";
import type { Change, Tagging } from "../../resource";
import { ownTags } from "../../tags";
import type { Properties } from "../../values";
import { retryOn, until } from "../../waiting";

/** A key as KMS describes it; undefined where there is none or it waits for its deletion. */
export async function findKey(context: Context, id: string): Promise<KeyMetadata | undefined> {
  const kms = await context.client("kms");
  try {
    const { KeyMetadata: key } = await kms.describeKey({ KeyId: id });
    const isGoing = key?.KeyState === "PendingDeletion" || key?.KeyState === "PendingReplicaDeletion";
    return isGoing ? undefined : key;
  } catch (error) {
    if (isAwsError(error, "NotFoundException")) return undefined;
    throw error;
  }
}

/** A key's policy and tags; undefined where there is no key. */
export async function readPolicyAndTags(context: Context, id: string): Promise<Properties | undefined> {
  const kms = await context.client("kms");
  try {
    const [{ Policy = "" }, tags] = await Promise.all([
      kms.getKeyPolicy({ KeyId: id, PolicyName: "default" }),
      listTags(context, id),
    ]);
    return { policy: normalizedJson(Policy), tagsAll: tags };
  } catch (error) {
    if (isAwsError(error, "NotFoundException")) return undefined;
    throw error;
  }
}

async function listTags(context: Context, id: string): Promise<Record<string, string>> {
  const kms = await context.client("kms");
  const tags: Record<string, string> = {};
  let marker: string | undefined;
  do {
    const page = await kms.listResourceTags({ KeyId: id, ...(marker !== undefined && { Marker: marker }) });
    const named = (page.Tags ?? []).map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue }));
    Object.assign(tags, ownTags(named));
    marker = page.Truncated === true ? page.NextMarker : undefined;
  } while (marker !== undefined);
  return tags;
}

/** Whether a key is rotated, and after how many days; kinds of key that cannot be rotated are not. */
export async function readRotation(
  context: Context,
  key: KeyMetadata,
): Promise<{ enabled: boolean; periodInDays: number | null }> {
  const never = { enabled: false, periodInDays: null };
  if (key.Origin !== "AWS_KMS" || key.KeyId === undefined) return never;
  const kms = await context.client("kms");
  try {
    const status = await kms.getKeyRotationStatus({ KeyId: key.KeyId });
    return { enabled: status.KeyRotationEnabled ?? false, periodInDays: status.RotationPeriodInDays ?? null };
  } catch (error) {
    if (isAwsError(error, "UnsupportedOperationException")) return never;
    throw error;
  }
}

/** Codes under which KMS refuses a policy that names a role it does not know yet. */
const UNKNOWN_PRINCIPAL = ["MalformedPolicyDocumentException", "NotFoundException"];

/** Calls KMS until it knows the principals of a policy that was just made; on this machine it knows them at once. */
export function withPrincipals<T>(context: Context, call: () => Promise<T>): Promise<T> {
  return context.isLocal ? call() : retryOn(context.signal, UNKNOWN_PRINCIPAL, call);
}

/** Replaces a key's policy. */
export async function putPolicy(
  context: Context,
  id: string,
  inputs: Properties,
  policy: string,
): Promise<void> {
  const kms = await context.client("kms");
  await withPrincipals(context, () =>
    kms.putKeyPolicy({
      KeyId: id,
      PolicyName: "default",
      Policy: normalizedJson(policy),
      BypassPolicyLockoutSafetyCheck: flag(inputs, "bypassPolicyLockoutSafetyCheck") ?? false,
    }),
  );
}

/** Enables or disables a key. */
export async function setEnabled(context: Context, id: string, enabled: boolean): Promise<void> {
  const kms = await context.client("kms");
  await (enabled ? kms.enableKey({ KeyId: id }) : kms.disableKey({ KeyId: id }));
}

/** Applies what can be changed on every kind of key: its policy and description. */
export async function updateCommon(context: Context, id: string, { inputs, changed }: Change): Promise<void> {
  const kms = await context.client("kms");
  const policy = text(inputs, "policy");
  if (changed("description")) {
    await kms.updateKeyDescription({ KeyId: id, Description: text(inputs, "description") ?? "" });
  }
  if (changed("policy") && policy !== undefined) await putPolicy(context, id, inputs, policy);
}

/** Schedules a key's deletion; one that is gone or waits for its deletion already is no error. */
export async function deleteKey(context: Context, id: string, state: Properties): Promise<void> {
  const kms = await context.client("kms");
  const window = number(state, "deletionWindowInDays");
  try {
    await kms.scheduleKeyDeletion({
      KeyId: id,
      ...(window !== undefined && { PendingWindowInDays: window }),
    });
  } catch (error) {
    const isPending = isAwsError(error, "KMSInvalidStateException") && error.message.includes("pending");
    if (isAwsError(error, "NotFoundException") || isPending) return;
    throw error;
  }
  await until(context.signal, `the deletion of key ${id} to be scheduled`, async () =>
    (await findKey(context, id)) === undefined ? true : undefined,
  );
}

/** Whether a key is no older than a moment; clocks may differ by some seconds. */
export function wasMadeSince({ CreationDate }: KeyMetadata, since: Date): boolean {
  return CreationDate !== undefined && CreationDate.getTime() >= since.getTime() - 5_000;
}

/** The ids of the keys that are no older than a moment. */
export async function keysMadeSince(context: Context, since: Date): Promise<string[]> {
  const kms = await context.client("kms");
  const ids: string[] = [];
  let marker: string | undefined;
  do {
    const page = await kms.listKeys({ ...(marker !== undefined && { Marker: marker }) });
    ids.push(...(page.Keys ?? []).flatMap(({ KeyId }) => KeyId ?? []));
    marker = page.Truncated === true ? page.NextMarker : undefined;
  } while (marker !== undefined);
  const keys = await Promise.all(ids.map((id) => findKey(context, id)));
  return keys.flatMap((key) => (key?.KeyId !== undefined && wasMadeSince(key, since) ? [key.KeyId] : []));
}

/** Tags of keys of every kind. */
export const keyTagging: Tagging = {
  async set(context, id, tags) {
    const kms = await context.client("kms");
    const Tags = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    await kms.tagResource({ KeyId: id, Tags });
  },
  async remove(context, id, keys) {
    const kms = await context.client("kms");
    await kms.untagResource({ KeyId: id, TagKeys: keys });
  },
};

/** Tags in the form of KMS. */
export function kmsTags(tags: Record<string, string> | undefined): { TagKey: string; TagValue: string }[] {
  return Object.entries(tags ?? {}).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

/** Whether a key was made by somebody: keys that AWS manages are nobody's resource. */
export function requireCustomerKey(key: KeyMetadata): void {
  if (key.KeyManager === "AWS")
    throw new Error(`key ${String(key.KeyId)} is managed by AWS, so it cannot be imported`);
}
