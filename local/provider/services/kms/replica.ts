/** Replication of a multi-Region key into the context's Region. */
import type { KeyMetadata } from "@aws-sdk/client-kms";
import type { Context } from "../../context";
import { normalizedJson } from "../../policies";
import { flag, requiredText, text, textMap } from "../../read";
import type { Properties } from "../../values";
import { until } from "../../waiting";
import { findKey, kmsTags, requireCustomerKey, wasMadeSince, withPrincipals } from "./keys";

/** Replicates the key `primaryKeyArn` and returns the replica's id. The call goes to the primary's Region. */
export async function replicate(context: Context, inputs: Properties): Promise<string> {
  const arn = requiredText(inputs, "primaryKeyArn");
  const [, , , primaryRegion, , resource] = arn.split(":");
  if (primaryRegion === undefined || resource === undefined)
    throw new Error(`primaryKeyArn is no key's ARN: ${arn}`);
  const kms = await context.client("kms", primaryRegion);
  const [description, policy] = [text(inputs, "description"), text(inputs, "policy")];
  const tags = kmsTags(textMap(inputs, "tagsAll"));
  const { ReplicaKeyMetadata } = await withPrincipals(context, () =>
    kms.replicateKey({
      KeyId: resource.replace(/^key\//, ""),
      ReplicaRegion: context.region,
      BypassPolicyLockoutSafetyCheck: flag(inputs, "bypassPolicyLockoutSafetyCheck") ?? false,
      ...(description !== undefined && { Description: description }),
      ...(policy !== undefined && { Policy: normalizedJson(policy) }),
      ...(tags.length > 0 && { Tags: tags }),
    }),
  );
  return ReplicaKeyMetadata?.KeyId ?? resource.replace(/^key\//, "");
}

/** Waits until a replica can be used; KMS makes it in the background. */
export async function awaitReplica(context: Context, id: string): Promise<void> {
  await until(context.signal, `replica ${id} to be made in ${context.region}`, async () => {
    const key = await findKey(context, id);
    return key === undefined || key.KeyState === "Creating" ? undefined : true;
  });
}

/** The replica that an interrupted replication made: it has its primary's id. */
export async function findReplicaMade(
  context: Context,
  inputs: Properties,
  since: Date,
): Promise<string | undefined> {
  const id = requiredText(inputs, "primaryKeyArn").replace(/^.*:key\//, "");
  const key = await findKey(context, id);
  return key !== undefined && wasMadeSince(key, since) ? id : undefined;
}

/** A replica in the context's Region, or undefined. @throws Error where the key is none of the kind expected */
export async function findReplica(
  context: Context,
  id: string,
  origin: "AWS_KMS" | "EXTERNAL",
): Promise<KeyMetadata | undefined> {
  const key = await findKey(context, id);
  if (key === undefined) return undefined;
  requireCustomerKey(key);
  if (key.Origin !== origin) throw new Error(`KMS key ${id} has origin ${String(key.Origin)}, not ${origin}`);
  if (key.MultiRegionConfiguration?.MultiRegionKeyType !== "REPLICA") {
    throw new Error(`KMS key ${id} is not a multi-Region replica key in ${context.region}`);
  }
  return key;
}
