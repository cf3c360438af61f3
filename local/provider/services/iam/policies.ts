/** Policies of IAM: managed ones, those inside a role, and the attachment of one to a role. */
import { isAwsError, unlessAwsError } from "../../awsErrors";
import type { Context } from "../../context";
import { arnProblem, lengthBetween } from "../../problems";
import { requiredText, text } from "../../read";
import type { Resource } from "../../resource";
import { ownTags, tagList } from "../../tags";
import type { Properties } from "../../values";
import { decodeDocument, document, GONE, nameProperties, path } from "./shared";

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/policy/ */
export const policy: Resource = {
  global: true,
  properties: {
    ...nameProperties(128),
    arn: { type: "string", output: true },
    attachmentCount: { type: "integer", output: true },
    delayAfterPolicyCreationInMs: { type: "integer" },
    description: { type: "string", forceNew: true, problem: lengthBetween(0, 1000) },
    path,
    policy: { ...document, required: true },
    policyId: { type: "string", output: true },
  },
  tagging: {
    async set(context, id, tags) {
      const iam = await context.client("iam");
      await iam.tagPolicy({
        PolicyArn: id,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      });
    },
    async remove(context, id, keys) {
      const iam = await context.client("iam");
      await iam.untagPolicy({ PolicyArn: id, TagKeys: keys });
    },
  },

  async create(context, inputs) {
    const iam = await context.client("iam");
    const tags = tagList(inputs);
    const { Policy } = await iam.createPolicy({
      PolicyName: nameOf(inputs),
      PolicyDocument: requiredText(inputs, "policy"),
      Description: text(inputs, "description"),
      Path: text(inputs, "path"),
      ...(tags.length > 0 && { Tags: tags }),
    });
    return Policy?.Arn ?? "";
  },

  async read(context, id) {
    const iam = await context.client("iam");
    try {
      const { Policy: found } = await iam.getPolicy({ PolicyArn: id });
      const version = await iam.getPolicyVersion({ PolicyArn: id, VersionId: found?.DefaultVersionId });
      return {
        arn: found?.Arn ?? id,
        attachmentCount: found?.AttachmentCount ?? 0,
        description: found?.Description ?? "",
        name: found?.PolicyName ?? null,
        path: found?.Path ?? "/",
        policy: decodeDocument(version.PolicyVersion?.Document),
        policyId: found?.PolicyId ?? null,
        tagsAll: ownTags(found?.Tags),
      };
    } catch (error) {
      if (isAwsError(error, ...GONE)) return undefined;
      throw error;
    }
  },

  async update(context, id, { inputs, changed }) {
    if (!changed("policy")) return;
    const iam = await context.client("iam");
    const old = await oldVersions(context, id);
    // A policy has at most five versions: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    if (old.length >= 4) await iam.deletePolicyVersion({ PolicyArn: id, VersionId: old.at(-1) });
    await iam.createPolicyVersion({
      PolicyArn: id,
      PolicyDocument: requiredText(inputs, "policy"),
      SetAsDefault: true,
    });
  },

  async delete(context, id) {
    const iam = await context.client("iam");
    try {
      for (const VersionId of await oldVersions(context, id)) {
        await iam.deletePolicyVersion({ PolicyArn: id, VersionId });
      }
      await iam.deletePolicy({ PolicyArn: id });
    } catch (error) {
      if (!isAwsError(error, ...GONE)) throw error;
    }
  },
};

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/rolepolicy/ */
export const rolePolicy: Resource = {
  global: true,
  properties: {
    ...nameProperties(128),
    policy: { ...document, required: true },
    role: { type: "string", required: true, forceNew: true },
  },

  async create(context, inputs) {
    const [role, name] = [requiredText(inputs, "role"), nameOf(inputs)];
    await putRolePolicy(context, role, name, inputs);
    return `${role}:${name}`;
  },

  async read(context, id) {
    const iam = await context.client("iam");
    const [RoleName, PolicyName] = partsOf(id, ":");
    try {
      const found = await iam.getRolePolicy({ RoleName, PolicyName });
      return { name: PolicyName, policy: decodeDocument(found.PolicyDocument), role: RoleName };
    } catch (error) {
      if (isAwsError(error, ...GONE)) return undefined;
      throw error;
    }
  },

  async update(context, id, { inputs }) {
    const [role, name] = partsOf(id, ":");
    await putRolePolicy(context, role, name, inputs);
  },

  async delete(context, id) {
    const iam = await context.client("iam");
    const [RoleName, PolicyName] = partsOf(id, ":");
    await iam.deleteRolePolicy({ RoleName, PolicyName }).catch(unlessAwsError(...GONE));
  },
};

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/rolepolicyattachment/ */
export const rolePolicyAttachment: Resource = {
  global: true,
  deleteBeforeReplace: true,
  properties: {
    policyArn: { type: "string", required: true, forceNew: true, problem: arnProblem },
    role: { type: "string", required: true, forceNew: true },
  },

  async create(context, inputs) {
    const iam = await context.client("iam");
    const [RoleName, PolicyArn] = [requiredText(inputs, "role"), requiredText(inputs, "policyArn")];
    await iam.attachRolePolicy({ RoleName, PolicyArn });
    return `${RoleName}/${PolicyArn}`;
  },

  async read(context, id) {
    const iam = await context.client("iam");
    const [RoleName, PolicyArn] = partsOf(id, "/");
    try {
      const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({ RoleName });
      const isThere = AttachedPolicies.some((attached) => attached.PolicyArn === PolicyArn);
      return isThere ? { policyArn: PolicyArn, role: RoleName } : undefined;
    } catch (error) {
      if (isAwsError(error, ...GONE)) return undefined;
      throw error;
    }
  },

  async delete(context, id) {
    const iam = await context.client("iam");
    const [RoleName, PolicyArn] = partsOf(id, "/");
    await iam.detachRolePolicy({ RoleName, PolicyArn }).catch(unlessAwsError(...GONE));
  },
};

async function putRolePolicy(context: Context, RoleName: string, PolicyName: string, inputs: Properties) {
  const iam = await context.client("iam");
  await iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument: requiredText(inputs, "policy") });
}

/** The versions that are not in effect, the newest first. */
async function oldVersions(context: Context, PolicyArn: string): Promise<string[]> {
  const iam = await context.client("iam");
  const { Versions = [] } = await iam.listPolicyVersions({ PolicyArn });
  return Versions.flatMap(({ VersionId, IsDefaultVersion }) =>
    VersionId === undefined || IsDefaultVersion === true ? [] : [VersionId],
  );
}

function nameOf(inputs: Properties): string {
  return text(inputs, "name") ?? `${requiredText(inputs, "namePrefix")}${Date.now()}`;
}

/** The two halves of an id; the first has no separator in it. */
function partsOf(id: string, separator: string): [string, string] {
  const at = id.indexOf(separator);
  if (at < 1) throw new Error(`expected role${separator}policy as the id, got ${JSON.stringify(id)}`);
  return [id.slice(0, at), id.slice(at + 1)];
}
