import { isAwsError, unlessAwsError } from "../../awsErrors";
import { policyProblem, samePolicy } from "../../policies";
import { matching } from "../../problems";
import { flag, number, objects, requiredText, text } from "../../read";
import type { Resource } from "../../resource";
import { ownTags, tagList } from "../../tags";
import type { Value } from "../../values";

const GONE = "ResourceNotFoundException";

/** A secret, without its value; its id is its ARN. https://www.pulumi.com/registry/packages/aws/api-docs/secretsmanager/secret/ */
export const secret: Resource = {
  properties: {
    arn: { type: "string", output: true },
    description: { type: "string" },
    forceOverwriteReplicaSecret: { type: "boolean", default: false },
    kmsKeyId: { type: "string" },
    name: {
      type: "string",
      computed: true,
      forceNew: true,
      conflictsWith: ["namePrefix"],
      autoName: { maxLength: 512 },
      problem: matching(/^[\w/+=.@-]{1,512}$/, 'at most 512 letters, digits and "/_+=.@-"'),
    },
    namePrefix: { type: "string", computed: true, forceNew: true },
    policy: {
      type: "string",
      computed: true,
      document: true,
      same: samePolicy,
      keepsForm: true,
      problem: policyProblem,
    },
    recoveryWindowInDays: { type: "integer", default: 30, problem: recoveryProblem },
    replicas: {
      type: "set",
      computed: true,
      elements: {
        type: "object",
        fields: { kmsKeyId: { type: "string", computed: true }, region: { type: "string", required: true } },
      },
    },
  },
  unserved: { type: "description" },
  tagging: {
    async set(context, id, tags) {
      const secrets = await context.client("secretsmanager");
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      await secrets.tagResource({ SecretId: id, Tags });
    },
    async remove(context, id, keys) {
      const secrets = await context.client("secretsmanager");
      await secrets.untagResource({ SecretId: id, TagKeys: keys });
    },
  },

  async create(context, inputs) {
    const secrets = await context.client("secretsmanager");
    const [Tags, replicas] = [tagList(inputs), objects(inputs, "replicas")];
    const { ARN = "" } = await secrets.createSecret({
      Name: text(inputs, "name") ?? `${requiredText(inputs, "namePrefix")}${Date.now()}`,
      Description: text(inputs, "description"),
      KmsKeyId: text(inputs, "kmsKeyId"),
      ForceOverwriteReplicaSecret: flag(inputs, "forceOverwriteReplicaSecret"),
      ...(Tags.length > 0 && { Tags }),
      ...(replicas.length > 0 && {
        AddReplicaRegions: replicas.map((replica) => ({
          Region: requiredText(replica, "region"),
          KmsKeyId: text(replica, "kmsKeyId"),
        })),
      }),
    });
    return ARN;
  },

  async finish(context, id, inputs) {
    const policy = text(inputs, "policy");
    if (policy === undefined) return;
    const secrets = await context.client("secretsmanager");
    await secrets.putResourcePolicy({ SecretId: id, ResourcePolicy: policy });
  },

  async read(context, id) {
    const secrets = await context.client("secretsmanager");
    try {
      const [found, { ResourcePolicy }] = await Promise.all([
        secrets.describeSecret({ SecretId: id }),
        secrets.getResourcePolicy({ SecretId: id }),
      ]);
      if (found.DeletedDate !== undefined) return undefined;
      return {
        arn: found.ARN ?? id,
        description: found.Description ?? "",
        kmsKeyId: found.KmsKeyId ?? null,
        name: found.Name ?? null,
        policy: ResourcePolicy ?? "",
        replicas: (found.ReplicationStatus ?? []).map(({ Region = "", KmsKeyId = "" }) => ({
          region: Region,
          kmsKeyId: KmsKeyId,
        })),
        tagsAll: ownTags(found.Tags),
      };
    } catch (error) {
      if (isAwsError(error, GONE)) return undefined;
      throw error;
    }
  },

  async update(context, id, { inputs, state, changed }) {
    const secrets = await context.client("secretsmanager");
    const policy = text(inputs, "policy");
    if (changed("description", "kmsKeyId")) {
      await secrets.updateSecret({
        SecretId: id,
        Description: text(inputs, "description") ?? "",
        KmsKeyId: text(inputs, "kmsKeyId"),
      });
    }
    if (changed("policy") && policy !== undefined) {
      await secrets.putResourcePolicy({ SecretId: id, ResourcePolicy: policy });
    }
    if (changed("replicas")) {
      const regionsOf = (list: typeof inputs) =>
        objects(list, "replicas").map((replica) => requiredText(replica, "region"));
      const [before, after] = [regionsOf(state), regionsOf(inputs)];
      const gone = before.filter((region) => !after.includes(region));
      const added = objects(inputs, "replicas").filter(
        (replica) => !before.includes(requiredText(replica, "region")),
      );
      if (gone.length > 0)
        await secrets.removeRegionsFromReplication({ SecretId: id, RemoveReplicaRegions: gone });
      if (added.length > 0) {
        await secrets.replicateSecretToRegions({
          SecretId: id,
          AddReplicaRegions: added.map((replica) => ({
            Region: requiredText(replica, "region"),
            KmsKeyId: text(replica, "kmsKeyId"),
          })),
        });
      }
    }
  },

  async delete(context, id, state) {
    const secrets = await context.client("secretsmanager");
    const replicas = objects(state, "replicas").map((replica) => requiredText(replica, "region"));
    const days = number(state, "recoveryWindowInDays") ?? 30;
    try {
      if (replicas.length > 0) {
        await secrets.removeRegionsFromReplication({ SecretId: id, RemoveReplicaRegions: replicas });
      }
      await secrets.deleteSecret({
        SecretId: id,
        ...(days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days }),
      });
    } catch (error) {
      unlessAwsError(GONE)(error);
    }
  },
};

function recoveryProblem(value: Value): string | undefined {
  return typeof value === "number" && value !== 0 && (value < 7 || value > 30)
    ? `expected 0 or a number from 7 to 30, got ${value}`
    : undefined;
}
