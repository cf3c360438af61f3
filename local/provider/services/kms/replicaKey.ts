import { arnProblem } from "../../problems";
import { flag } from "../../read";
import type { Resource } from "../../resource";
import { deleteKey, keyTagging, readPolicyAndTags, readRotation, setEnabled, updateCommon } from "./keys";
import { commonKeyProperties, deletionWindow } from "./properties";
import { awaitReplica, findReplica, findReplicaMade, replicate } from "./replica";

/** A replica of a multi-Region key. https://www.pulumi.com/registry/packages/aws/api-docs/kms/replicakey/ */
export const replicaKey: Resource = {
  properties: {
    ...commonKeyProperties,
    deletionWindowInDays: { ...deletionWindow, default: 30 },
    enabled: { type: "boolean", default: true },
    keyId: { type: "string", output: true },
    keyRotationEnabled: { type: "boolean", output: true },
    keySpec: { type: "string", output: true },
    keyUsage: { type: "string", output: true },
    primaryKeyArn: { type: "string", required: true, forceNew: true, problem: arnProblem },
  },
  tagging: keyTagging,
  // The official provider waits two minutes for a replica, whatever the program says.
  timeouts: { create: 120 },

  create: replicate,

  async finish(context, id, inputs) {
    await awaitReplica(context, id);
    if (flag(inputs, "enabled") === false) await setEnabled(context, id, false);
  },

  async read(context, id) {
    const key = await findReplica(context, id, "AWS_KMS");
    if (key === undefined) return undefined;
    const [common, rotation] = await Promise.all([
      readPolicyAndTags(context, id),
      readRotation(context, key),
    ]);
    if (common === undefined) return undefined;
    return {
      ...common,
      arn: key.Arn ?? null,
      description: key.Description ?? "",
      enabled: key.Enabled ?? false,
      keyId: key.KeyId ?? null,
      keyRotationEnabled: rotation.enabled,
      keySpec: key.KeySpec ?? null,
      keyUsage: key.KeyUsage ?? null,
      primaryKeyArn: key.MultiRegionConfiguration?.PrimaryKey?.Arn ?? null,
    };
  },

  async update(context, id, change) {
    const enabled = flag(change.inputs, "enabled") ?? true;
    // A disabled key takes no other change, so it is enabled first and disabled last.
    if (change.changed("enabled") && enabled) await setEnabled(context, id, true);
    await updateCommon(context, id, change);
    if (change.changed("enabled") && !enabled) await setEnabled(context, id, false);
  },

  delete: deleteKey,
  findMade: findReplicaMade,
};
