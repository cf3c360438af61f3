import type { KeySpec, KeyUsageType } from "@aws-sdk/client-kms";
import type { Context } from "../../context";
import { normalizedJson } from "../../policies";
import { timeProblem } from "../../problems";
import { flag, text, textMap } from "../../read";
import type { Change, Resource } from "../../resource";
import type { PropertyTable } from "../../property";
import type { Properties } from "../../values";
import { importMaterial, expiryOf, materialProblem, sameMoment } from "./keyMaterial";
import { findKeyMade } from "./findKeyMade";
import {
  deleteKey,
  findKey,
  keyTagging,
  kmsTags,
  readPolicyAndTags,
  requireCustomerKey,
  setEnabled,
  updateCommon,
  withPrincipals,
} from "./keys";
import { commonKeyProperties, deletionWindow, keySpecProblem, keyUsageProblem } from "./properties";

/** What keys with imported material have besides. */
export const importedKeyProperties = {
  ...commonKeyProperties,
  deletionWindowInDays: { ...deletionWindow, default: 30 },
  enabled: { type: "boolean", computed: true },
  expirationModel: { type: "string", output: true },
  keyMaterialBase64: { type: "string", forceNew: true, secret: true, problem: materialProblem },
  keyState: { type: "string", output: true },
  validTo: { type: "string", same: sameMoment, keepsForm: true, problem: timeProblem },
} satisfies PropertyTable;

/** A key whose material is imported. https://www.pulumi.com/registry/packages/aws/api-docs/kms/externalkey/ */
export const externalKey: Resource = {
  properties: {
    ...importedKeyProperties,
    keySpec: { type: "string", computed: true, forceNew: true, problem: keySpecProblem },
    keyUsage: { type: "string", computed: true, forceNew: true, problem: keyUsageProblem },
    multiRegion: { type: "boolean", computed: true, forceNew: true },
  },
  tagging: keyTagging,

  async create(context, inputs) {
    const kms = await context.client("kms");
    const { KeyMetadata } = await withPrincipals(context, () => kms.createKey(createKeyInput(inputs)));
    return KeyMetadata?.KeyId ?? "";
  },

  finish: finishImportedKey,

  async read(context, id) {
    const key = await findKey(context, id);
    if (key === undefined) return undefined;
    requireCustomerKey(key);
    if (key.Origin !== "EXTERNAL")
      throw new Error(`KMS key ${id} has origin ${String(key.Origin)}, not EXTERNAL`);
    if (key.MultiRegion === true && key.MultiRegionConfiguration?.MultiRegionKeyType !== "PRIMARY") {
      throw new Error(`KMS External Key (${id}) is not a multi-Region primary key`);
    }
    const common = await readPolicyAndTags(context, id);
    if (common === undefined) return undefined;
    return {
      ...common,
      arn: key.Arn ?? null,
      description: key.Description ?? "",
      enabled: key.Enabled ?? false,
      expirationModel: key.ExpirationModel ?? null,
      keySpec: key.KeySpec ?? null,
      keyState: key.KeyState ?? null,
      keyUsage: key.KeyUsage ?? null,
      multiRegion: key.MultiRegion ?? false,
      validTo: expiryOf(key),
    };
  },

  update: updateImportedKey,
  delete: deleteKey,
  findMade: (context, inputs, since) => findKeyMade(externalKey, context, inputs, since),
};

/** Imports the material of a key just made; only then can it be disabled. */
export async function finishImportedKey(context: Context, id: string, inputs: Properties): Promise<void> {
  if (inputs.keyMaterialBase64 === undefined) return;
  await importMaterial(context, id, inputs);
  if (flag(inputs, "enabled") === false) await setEnabled(context, id, false);
}

/** Changes a key with imported material. Another expiry takes an import of the same material. */
export async function updateImportedKey(context: Context, id: string, change: Change): Promise<void> {
  const { inputs, state, changed } = change;
  const enabled = flag(inputs, "enabled");
  const canSwitch = state.keyState !== "PendingImport";
  if (changed("enabled") && enabled === true && canSwitch) await setEnabled(context, id, true);
  await updateCommon(context, id, change);
  if (changed("validTo")) await importMaterial(context, id, inputs);
  if (changed("enabled") && enabled === false && canSwitch) await setEnabled(context, id, false);
}

function createKeyInput(inputs: Properties) {
  const [description, policy] = [text(inputs, "description"), text(inputs, "policy")];
  const [spec, usage] = [text(inputs, "keySpec"), text(inputs, "keyUsage")];
  const multiRegion = flag(inputs, "multiRegion");
  const tags = kmsTags(textMap(inputs, "tagsAll"));
  return {
    Origin: "EXTERNAL" as const,
    KeyUsage: (usage ?? "ENCRYPT_DECRYPT") as KeyUsageType,
    BypassPolicyLockoutSafetyCheck: flag(inputs, "bypassPolicyLockoutSafetyCheck") ?? false,
    ...(spec !== undefined && { KeySpec: spec as KeySpec }),
    ...(description !== undefined && { Description: description }),
    ...(multiRegion !== undefined && { MultiRegion: multiRegion }),
    ...(policy !== undefined && { Policy: normalizedJson(policy) }),
    ...(tags.length > 0 && { Tags: tags }),
  };
}
