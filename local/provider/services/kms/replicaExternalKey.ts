import { arnProblem } from "../../problems";
import type { Resource } from "../../resource";
import { finishImportedKey, importedKeyProperties, updateImportedKey } from "./externalKey";
import { expiryOf } from "./keyMaterial";
import { deleteKey, keyTagging, readPolicyAndTags } from "./keys";
import { awaitReplica, findReplica, findReplicaMade, replicate } from "./replica";

/** A replica of a key with imported material: the same material is imported again. https://www.pulumi.com/registry/packages/aws/api-docs/kms/replicaexternalkey/ */
export const replicaExternalKey: Resource = {
  properties: {
    ...importedKeyProperties,
    keyId: { type: "string", output: true },
    keyUsage: { type: "string", output: true },
    primaryKeyArn: { type: "string", required: true, forceNew: true, problem: arnProblem },
  },
  tagging: keyTagging,
  timeouts: { create: 120 },

  create: replicate,

  async finish(context, id, inputs) {
    await awaitReplica(context, id);
    await finishImportedKey(context, id, inputs);
  },

  async read(context, id) {
    const key = await findReplica(context, id, "EXTERNAL");
    const common = key === undefined ? undefined : await readPolicyAndTags(context, id);
    if (key === undefined || common === undefined) return undefined;
    return {
      ...common,
      arn: key.Arn ?? null,
      description: key.Description ?? "",
      enabled: key.Enabled ?? false,
      expirationModel: key.ExpirationModel ?? null,
      keyId: key.KeyId ?? null,
      keyState: key.KeyState ?? null,
      keyUsage: key.KeyUsage ?? null,
      primaryKeyArn: key.MultiRegionConfiguration?.PrimaryKey?.Arn ?? null,
      validTo: expiryOf(key),
    };
  },

  update: updateImportedKey,
  delete: deleteKey,
  findMade: findReplicaMade,
};
