import type { GetSecretValueResponse } from "@aws-sdk/client-secrets-manager";
import { isAwsError, unlessAwsError } from "../../awsErrors";
import { requiredText, text, texts } from "../../read";
import type { Resource } from "../../resource";

const GONE = ["ResourceNotFoundException", "InvalidRequestException"];
const CURRENT = "AWSCURRENT";

/** The value of a secret; its id is `<secret ARN>|<version id>`. https://www.pulumi.com/registry/packages/aws/api-docs/secretsmanager/secretversion/ */
export const secretVersion: Resource = {
  properties: {
    arn: { type: "string", output: true },
    hasSecretStringWo: { type: "boolean", output: true },
    secretArn: { type: "string", output: true },
    secretBinary: {
      type: "string",
      secret: true,
      forceNew: true,
      conflictsWith: ["secretString", "secretStringWo"],
    },
    secretId: { type: "string", required: true, forceNew: true },
    secretString: {
      type: "string",
      secret: true,
      forceNew: true,
      conflictsWith: ["secretBinary", "secretStringWo"],
    },
    secretStringWo: {
      type: "string",
      secret: true,
      writeOnly: true,
      conflictsWith: ["secretBinary", "secretString"],
    },
    secretStringWoVersion: { type: "integer", forceNew: true, requiredWith: ["secretStringWo"] },
    versionId: { type: "string", output: true },
    versionStages: { type: "set", computed: true },
  },

  async create(context, inputs) {
    const secrets = await context.client("secretsmanager");
    const binary = text(inputs, "secretBinary");
    const { ARN = "", VersionId = "" } = await secrets.putSecretValue({
      SecretId: requiredText(inputs, "secretId"),
      SecretString: text(inputs, "secretString") ?? text(inputs, "secretStringWo"),
      ...(binary !== undefined && { SecretBinary: Buffer.from(binary, "base64") }),
      VersionStages: texts(inputs, "versionStages"),
    });
    return `${ARN}|${VersionId}`;
  },

  async read(context, id, state) {
    const secrets = await context.client("secretsmanager");
    const [SecretId = "", VersionId = ""] = id.split("|");
    try {
      const found = await secrets.getSecretValue({ SecretId, VersionId });
      const isWriteOnly = state.secretStringWoVersion !== undefined;
      return {
        ...(isWriteOnly ? {} : valueOf(found)),
        arn: found.ARN ?? SecretId,
        hasSecretStringWo: isWriteOnly,
        secretArn: found.ARN ?? SecretId,
        secretId: text(state, "secretId") ?? SecretId,
        versionId: VersionId,
        versionStages: found.VersionStages ?? [],
      };
    } catch (error) {
      if (isAwsError(error, ...GONE)) return undefined;
      throw error;
    }
  },

  async update(context, id, { inputs, state, changed }) {
    if (!changed("versionStages")) return;
    const secrets = await context.client("secretsmanager");
    const [SecretId = "", VersionId = ""] = id.split("|");
    const [before, after] = [texts(state, "versionStages") ?? [], texts(inputs, "versionStages") ?? []];
    for (const VersionStage of after.filter((stage) => !before.includes(stage))) {
      await secrets.updateSecretVersionStage({ SecretId, VersionStage, MoveToVersionId: VersionId });
    }
    for (const VersionStage of before.filter((stage) => !after.includes(stage) && stage !== CURRENT)) {
      await secrets.updateSecretVersionStage({ SecretId, VersionStage, RemoveFromVersionId: VersionId });
    }
  },

  async delete(context, id, state) {
    const secrets = await context.client("secretsmanager");
    const [SecretId = "", VersionId = ""] = id.split("|");
    // Secrets Manager lets nobody take the current value away; it goes with its secret.
    for (const VersionStage of (texts(state, "versionStages") ?? []).filter((stage) => stage !== CURRENT)) {
      await secrets
        .updateSecretVersionStage({ SecretId, VersionStage, RemoveFromVersionId: VersionId })
        .catch(unlessAwsError(...GONE));
    }
  },
};

function valueOf({ SecretString, SecretBinary }: GetSecretValueResponse) {
  return {
    secretBinary: SecretBinary === undefined ? null : Buffer.from(SecretBinary).toString("base64"),
    secretString: SecretString ?? null,
  };
}
