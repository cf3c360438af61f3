import { ALIAS_NAME_PATTERN } from "../../../kms/keySpecs";
import { partitionOf } from "../../../kms/partitions";
import { AwsError, type JsonObject } from "../awsError";
import { isJsonObject } from "../protocol";
import type { Call, CallMend } from "../mend";
import { describeKey } from "./key";

/**
 * Aliases that AWS has in every account and Region from the start, with or without a key.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html
 */
const predefinedAliases = [
  ...["acm", "dynamodb", "ebs", "elasticfilesystem", "es", "glue", "kinesisvideo", "lambda"],
  ...["rds", "redshift", "s3", "secretsmanager", "ssm", "xray"],
].map((service) => `alias/aws/${service}`);

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html#KMS-ListAliases-request-Limit */
const defaultLimit = 50;

/** An alias has a proper name and points to a key by its id. */
export const aliases: CallMend = {
  name: "aliases",
  service: "kms",
  operations: ["CreateAlias", "UpdateAlias", "ListAliases"],
  aws: "`alias/aws/` is AWS's own; names have letters, digits and `/_-`; an alias points to a key of its Region, never to an alias; `ListAliases` shows the predefined `alias/aws/` ones too",
  docs: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
  localEmu:
    "takes every name, keeps an ARN where it should keep the key id, and lists no predefined alias before its first use",
  answer: async (call, next) => {
    if (call.operation === "ListAliases") return list(call);
    const { AliasName, TargetKeyId } = call.input;
    assertAliasName(AliasName);
    if (String(TargetKeyId).includes("alias/")) {
      throw new AwsError("ValidationException", "Aliases must refer to keys. Not aliases");
    }
    const { KeyId } = await describeKey(call, TargetKeyId);
    return next({ ...call.input, TargetKeyId: KeyId });
  },
};

async function list(call: Call): Promise<JsonObject> {
  const { KeyId, Limit = defaultLimit, Marker = "0" } = call.input;
  const aliasesOfLocalEmu = await listAll(call, KeyId);
  const names = new Set(aliasesOfLocalEmu.map(({ AliasName }) => AliasName));
  const unused = KeyId === undefined ? predefinedAliases.filter((name) => !names.has(name)) : [];
  const arnPrefix = `arn:${partitionOf(call.region) ?? "aws"}:kms:${call.region}:${call.account}:`;
  const all = [
    ...aliasesOfLocalEmu,
    ...unused.map((name) => ({ AliasName: name, AliasArn: arnPrefix + name })),
  ];
  const start = Number(Marker);
  const end = start + Number(Limit);
  if (!Number.isInteger(start))
    throw new AwsError("InvalidMarkerException", `Could not use the marker ${String(Marker)}`);
  const isTruncated = end < all.length;
  return {
    Aliases: all.slice(start, end),
    Truncated: isTruncated,
    ...(isTruncated ? { NextMarker: String(end) } : {}),
  };
}

async function listAll(call: Call, KeyId: unknown): Promise<JsonObject[]> {
  const all: JsonObject[] = [];
  let Marker: unknown;
  do {
    const page = await call.localEmu("ListAliases", { KeyId, Marker });
    if (Array.isArray(page.Aliases)) all.push(...page.Aliases.filter(isJsonObject));
    Marker = page.NextMarker;
  } while (typeof Marker === "string");
  return all;
}

function assertAliasName(name: unknown): void {
  if (typeof name !== "string" || !ALIAS_NAME_PATTERN.test(name)) {
    throw new AwsError(
      "ValidationException",
      `1 validation error detected: Value '${String(name)}' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${ALIAS_NAME_PATTERN.source}`,
    );
  }
  if (name.startsWith("alias/aws/")) {
    throw new AwsError("NotAuthorizedException", "Aliases that begin with alias/aws/ are reserved for AWS.");
  }
}
