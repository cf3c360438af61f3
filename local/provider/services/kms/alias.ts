import { isAwsError } from "../../awsErrors";
import type { Context } from "../../context";
import { requiredText, text } from "../../read";
import type { Resource } from "../../resource";
import type { Value } from "../../values";
import { retryOn } from "../../waiting";

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
const PATTERN = /^alias\/[a-zA-Z0-9/_-]+$/;

/** A name for a key. https://www.pulumi.com/registry/packages/aws/api-docs/kms/alias/ */
export const alias: Resource = {
  properties: {
    arn: { type: "string", output: true },
    name: {
      type: "string",
      computed: true,
      forceNew: true,
      conflictsWith: ["namePrefix"],
      autoName: { prefix: "alias/", maxLength: 238 },
      problem: nameProblem,
    },
    namePrefix: { type: "string", computed: true, forceNew: true, problem: nameProblem },
    targetKeyArn: { type: "string", output: true },
    targetKeyId: { type: "string", required: true, same: sameKey },
  },

  async create(context, inputs) {
    const kms = await context.client("kms");
    const name =
      typeof inputs.name === "string" ? inputs.name : requiredText(inputs, "namePrefix") + uniqueSuffix();
    const create = () =>
      kms.createAlias({ AliasName: name, TargetKeyId: requiredText(inputs, "targetKeyId") });
    await (context.isLocal ? create() : retryOn(context.signal, ["NotFoundException"], create));
    return name;
  },

  async read(context, id) {
    const key = await target(context, id);
    if (key?.Arn === undefined) return undefined;
    return {
      arn: key.Arn.replace(/:key\/.*$/, `:${id}`),
      name: id,
      namePrefix: "",
      targetKeyArn: key.Arn,
      targetKeyId: key.KeyId ?? null,
    };
  },

  async update(context, id, { inputs, changed }) {
    if (!changed("targetKeyId")) return;
    const kms = await context.client("kms");
    await kms.updateAlias({ AliasName: id, TargetKeyId: requiredText(inputs, "targetKeyId") });
  },

  async findMade(context, inputs) {
    const name = text(inputs, "name");
    const key = name === undefined ? undefined : await target(context, name);
    return key !== undefined && sameKey(key.KeyId ?? "", inputs.targetKeyId ?? "") ? name : undefined;
  },

  async delete(context, id) {
    const kms = await context.client("kms");
    await kms.deleteAlias({ AliasName: id }).catch((error: unknown) => {
      if (!isAwsError(error, "NotFoundException")) throw error;
    });
  },
};

/** The key that an alias points to, even where that one waits for its deletion. */
async function target(context: Context, name: string) {
  const kms = await context.client("kms");
  try {
    return (await kms.describeKey({ KeyId: name })).KeyMetadata;
  } catch (error) {
    if (isAwsError(error, "NotFoundException")) return undefined;
    throw error;
  }
}

/** Whether two names of a key, id or ARN, name the same one. */
export function sameKey(one: Value, other: Value): boolean {
  if (typeof one !== "string" || typeof other !== "string") return false;
  const isArn = (name: string): boolean => name.startsWith("arn:");
  return isArn(one) && isArn(other) ? one === other : idOf(one) === idOf(other);
}

function idOf(name: string): string {
  return name.replace(/^arn:.*:key\//, "");
}

function nameProblem(value: Value): string | undefined {
  if (typeof value !== "string") return undefined;
  if (!PATTERN.test(value)) {
    return `must begin with "alias/" and have only letters, digits, "/", "_" and "-", got ${JSON.stringify(value)}`;
  }
  return value.startsWith("alias/aws/")
    ? 'cannot begin with "alias/aws/", which is reserved for AWS'
    : undefined;
}

function uniqueSuffix(): string {
  return `${Date.now()}${String(Math.floor(Math.random() * 1e8)).padStart(8, "0")}`;
}
