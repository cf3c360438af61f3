import { isAwsError } from "../../awsErrors";
import type { Context } from "../../context";
import { arnProblem, between, lengthBetween } from "../../problems";
import { flag, number, objects, requiredText, text, texts } from "../../read";
import type { Resource } from "../../resource";
import { ownTags, tagList } from "../../tags";
import type { Properties } from "../../values";
import { decodeDocument, document, GONE, nameProperties, path } from "./shared";

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/role/ */
export const role: Resource = {
  global: true,
  properties: {
    ...nameProperties(64),
    arn: { type: "string", output: true },
    assumeRolePolicy: { ...document, required: true },
    createDate: { type: "string", output: true },
    description: { type: "string", problem: lengthBetween(0, 1000) },
    forceDetachPolicies: { type: "boolean", default: false },
    inlinePolicies: {
      type: "set",
      computed: true,
      elements: { type: "object", fields: { name: { type: "string" }, policy: document } },
    },
    managedPolicyArns: { type: "set", computed: true, elements: { type: "string", problem: arnProblem } },
    maxSessionDuration: { type: "integer", default: 3600, problem: between(3600, 43_200) },
    path,
    permissionsBoundary: { type: "string", problem: arnProblem },
    uniqueId: { type: "string", output: true },
  },
  tagging: {
    async set(context, id, tags) {
      const iam = await context.client("iam");
      await iam.tagRole({ RoleName: id, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) });
    },
    async remove(context, id, keys) {
      const iam = await context.client("iam");
      await iam.untagRole({ RoleName: id, TagKeys: keys });
    },
  },

  async create(context, inputs) {
    const iam = await context.client("iam");
    const [name, tags] = [nameOf(inputs), tagList(inputs)];
    await iam.createRole({
      RoleName: name,
      AssumeRolePolicyDocument: requiredText(inputs, "assumeRolePolicy"),
      Description: text(inputs, "description"),
      MaxSessionDuration: number(inputs, "maxSessionDuration"),
      Path: text(inputs, "path"),
      PermissionsBoundary: text(inputs, "permissionsBoundary"),
      ...(tags.length > 0 && { Tags: tags }),
    });
    return name;
  },

  async finish(context, id, inputs) {
    await attach(context, id, texts(inputs, "managedPolicyArns") ?? []);
    await putInline(context, id, objects(inputs, "inlinePolicies"));
  },

  async read(context, id) {
    const iam = await context.client("iam");
    try {
      const [{ Role: found }, attached, inline] = await Promise.all([
        iam.getRole({ RoleName: id }),
        attachedTo(context, id),
        inlineOf(context, id),
      ]);
      return {
        arn: found?.Arn ?? null,
        assumeRolePolicy: decodeDocument(found?.AssumeRolePolicyDocument),
        createDate: found?.CreateDate?.toISOString().replace(/\.\d+Z$/, "Z") ?? null,
        description: found?.Description ?? "",
        inlinePolicies: inline,
        managedPolicyArns: attached,
        maxSessionDuration: found?.MaxSessionDuration ?? 3600,
        name: found?.RoleName ?? id,
        path: found?.Path ?? "/",
        permissionsBoundary: found?.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
        tagsAll: ownTags(found?.Tags),
        uniqueId: found?.RoleId ?? null,
      };
    } catch (error) {
      if (isAwsError(error, ...GONE)) return undefined;
      throw error;
    }
  },

  async update(context, id, { inputs, state, changed }) {
    const iam = await context.client("iam");
    if (changed("assumeRolePolicy")) {
      const PolicyDocument = requiredText(inputs, "assumeRolePolicy");
      await iam.updateAssumeRolePolicy({ RoleName: id, PolicyDocument });
    }
    if (changed("description", "maxSessionDuration")) {
      await iam.updateRole({
        RoleName: id,
        Description: text(inputs, "description") ?? "",
        MaxSessionDuration: number(inputs, "maxSessionDuration"),
      });
    }
    if (changed("permissionsBoundary")) {
      const PermissionsBoundary = text(inputs, "permissionsBoundary");
      if (PermissionsBoundary === undefined) await iam.deleteRolePermissionsBoundary({ RoleName: id });
      else await iam.putRolePermissionsBoundary({ RoleName: id, PermissionsBoundary });
    }
    if (changed("managedPolicyArns")) {
      const [before, after] = [
        texts(state, "managedPolicyArns") ?? [],
        texts(inputs, "managedPolicyArns") ?? [],
      ];
      await detach(
        context,
        id,
        before.filter((arn) => !after.includes(arn)),
      );
      await attach(
        context,
        id,
        after.filter((arn) => !before.includes(arn)),
      );
    }
    if (changed("inlinePolicies")) {
      const kept = objects(inputs, "inlinePolicies").map((policy) => text(policy, "name"));
      const gone = objects(state, "inlinePolicies").filter((policy) => !kept.includes(text(policy, "name")));
      await deleteInline(context, id, gone);
      await putInline(context, id, objects(inputs, "inlinePolicies"));
    }
  },

  async delete(context, id, state) {
    const iam = await context.client("iam");
    const isForced = flag(state, "forceDetachPolicies") === true;
    try {
      if (isForced || texts(state, "managedPolicyArns")?.length) {
        await detach(context, id, await attachedTo(context, id));
      }
      if (isForced || objects(state, "inlinePolicies").length > 0) {
        await deleteInline(context, id, await inlineOf(context, id));
      }
      await iam.deleteRole({ RoleName: id });
    } catch (error) {
      if (!isAwsError(error, ...GONE)) throw error;
    }
  },

  findMade: (_context, inputs) => Promise.resolve(text(inputs, "name")),
};

function nameOf(inputs: Properties): string {
  return text(inputs, "name") ?? `${requiredText(inputs, "namePrefix")}${Date.now()}`;
}

async function attachedTo(context: Context, RoleName: string): Promise<string[]> {
  const iam = await context.client("iam");
  const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({ RoleName });
  return AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []);
}

async function inlineOf(context: Context, RoleName: string): Promise<{ name: string; policy: string }[]> {
  const iam = await context.client("iam");
  const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName });
  return Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument } = await iam.getRolePolicy({ RoleName, PolicyName });
      return { name: PolicyName, policy: decodeDocument(PolicyDocument) };
    }),
  );
}

async function attach(context: Context, RoleName: string, arns: readonly string[]): Promise<void> {
  const iam = await context.client("iam");
  for (const PolicyArn of arns) await iam.attachRolePolicy({ RoleName, PolicyArn });
}

async function detach(context: Context, RoleName: string, arns: readonly string[]): Promise<void> {
  const iam = await context.client("iam");
  for (const PolicyArn of arns) await iam.detachRolePolicy({ RoleName, PolicyArn });
}

async function putInline(context: Context, RoleName: string, policies: readonly Properties[]): Promise<void> {
  const iam = await context.client("iam");
  for (const policy of policies) {
    const [PolicyName, PolicyDocument] = [text(policy, "name"), text(policy, "policy")];
    if (PolicyName !== undefined && PolicyDocument !== undefined) {
      await iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument });
    }
  }
}

async function deleteInline(
  context: Context,
  RoleName: string,
  policies: readonly Properties[],
): Promise<void> {
  const iam = await context.client("iam");
  for (const policy of policies) {
    const PolicyName = text(policy, "name");
    if (PolicyName === undefined) continue;
    await iam.deleteRolePolicy({ RoleName, PolicyName }).catch((error: unknown) => {
      if (!isAwsError(error, ...GONE)) throw error;
    });
  }
}
