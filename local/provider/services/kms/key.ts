import type { KeySpec, KeyUsageType, OriginType } from "@aws-sdk/client-kms";
import { between, lengthBetween } from "../../problems";
import { flag, number, text, textMap } from "../../read";
import type { Resource } from "../../resource";
import type { Properties } from "../../values";
import { findKeyMade } from "./findKeyMade";
import {
  deleteKey,
  findKey,
  keyTagging,
  kmsTags,
  readPolicyAndTags,
  readRotation,
  setEnabled,
  updateCommon,
  withPrincipals,
} from "./keys";
import { normalizedJson } from "../../policies";
import { commonKeyProperties, deletionWindow, keySpecProblem, keyUsageProblem } from "./properties";
import type { Context } from "../../context";

/** A key whose material KMS makes, or that lives in a custom key store. https://www.pulumi.com/registry/packages/aws/api-docs/kms/key/ */
export const key: Resource = {
  properties: {
    ...commonKeyProperties,
    customKeyStoreId: { type: "string", forceNew: true, problem: lengthBetween(1, 22) },
    customerMasterKeySpec: {
      type: "string",
      forceNew: true,
      default: "SYMMETRIC_DEFAULT",
      problem: keySpecProblem,
    },
    deletionWindowInDays: deletionWindow,
    description: { ...commonKeyProperties.description, computed: true },
    enableKeyRotation: { type: "boolean", default: false },
    isEnabled: { type: "boolean", default: true },
    keyId: { type: "string", output: true },
    keyUsage: { type: "string", forceNew: true, default: "ENCRYPT_DECRYPT", problem: keyUsageProblem },
    multiRegion: { type: "boolean", forceNew: true, computed: true },
    rotationPeriodInDays: { type: "integer", computed: true, problem: between(90, 2560) },
    xksKeyId: {
      type: "string",
      forceNew: true,
      requiredWith: ["customKeyStoreId"],
      problem: lengthBetween(1, 128),
    },
  },
  tagging: keyTagging,

  async create(context, inputs) {
    const kms = await context.client("kms");
    const { KeyMetadata } = await withPrincipals(context, () => kms.createKey(createKeyInput(inputs)));
    return KeyMetadata?.KeyId ?? "";
  },

  async finish(context, id, inputs) {
    if (flag(inputs, "enableKeyRotation") === true) await setRotation(context, id, inputs);
    if (flag(inputs, "isEnabled") === false) await setEnabled(context, id, false);
  },

  async read(context, id) {
    const found = await findKey(context, id);
    if (found === undefined) return undefined;
    if (found.MultiRegion === true && found.MultiRegionConfiguration?.MultiRegionKeyType !== "PRIMARY") {
      throw new Error(`KMS Key (${id}) is not a multi-Region primary key: use aws.kms.ReplicaKey for it`);
    }
    const [common, rotation] = await Promise.all([
      readPolicyAndTags(context, id),
      readRotation(context, found),
    ]);
    if (common === undefined) return undefined;
    return {
      ...common,
      arn: found.Arn ?? null,
      customKeyStoreId: found.CustomKeyStoreId ?? null,
      customerMasterKeySpec: found.KeySpec ?? null,
      description: found.Description ?? "",
      enableKeyRotation: rotation.enabled,
      isEnabled: found.Enabled ?? false,
      keyId: found.KeyId ?? null,
      keyUsage: found.KeyUsage ?? null,
      multiRegion: found.MultiRegion ?? false,
      rotationPeriodInDays: rotation.periodInDays,
      xksKeyId: found.XksKeyConfiguration?.Id ?? null,
    };
  },

  async update(context, id, change) {
    const { inputs, changed } = change;
    const enabled = flag(inputs, "isEnabled") ?? true;
    // A disabled key takes no other change, so it is enabled first and disabled last.
    if (changed("isEnabled") && enabled) await setEnabled(context, id, true);
    const rotates = flag(inputs, "enableKeyRotation") ?? false;
    if (changed("enableKeyRotation") || (rotates && changed("rotationPeriodInDays"))) {
      await setRotation(context, id, inputs);
    }
    await updateCommon(context, id, change);
    if (changed("isEnabled") && !enabled) await setEnabled(context, id, false);
  },

  delete: deleteKey,
  findMade: (context, inputs, since) => findKeyMade(key, context, inputs, since),
};

function createKeyInput(inputs: Properties) {
  const [description, policy] = [text(inputs, "description"), text(inputs, "policy")];
  const [store, xksKeyId] = [text(inputs, "customKeyStoreId"), text(inputs, "xksKeyId")];
  const multiRegion = flag(inputs, "multiRegion");
  const tags = kmsTags(textMap(inputs, "tagsAll"));
  return {
    BypassPolicyLockoutSafetyCheck: flag(inputs, "bypassPolicyLockoutSafetyCheck") ?? false,
    KeySpec: text(inputs, "customerMasterKeySpec") as KeySpec,
    KeyUsage: text(inputs, "keyUsage") as KeyUsageType,
    ...(tags.length > 0 && { Tags: tags }),
    ...(description !== undefined && { Description: description }),
    ...(multiRegion !== undefined && { MultiRegion: multiRegion }),
    ...(policy !== undefined && { Policy: normalizedJson(policy) }),
    ...(store !== undefined && { CustomKeyStoreId: store, Origin: "AWS_CLOUDHSM" as OriginType }),
    ...(xksKeyId !== undefined && { XksKeyId: xksKeyId, Origin: "EXTERNAL_KEY_STORE" as OriginType }),
  };
}

async function setRotation(context: Context, id: string, inputs: Properties): Promise<void> {
  const kms = await context.client("kms");
  const period = number(inputs, "rotationPeriodInDays");
  if (flag(inputs, "enableKeyRotation") === true) {
    await kms.enableKeyRotation({ KeyId: id, ...(period !== undefined && { RotationPeriodInDays: period }) });
  } else {
    await kms.disableKeyRotation({ KeyId: id });
  }
}
