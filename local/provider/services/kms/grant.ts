import type { GrantConstraints, GrantListEntry, GrantOperation } from "@aws-sdk/client-kms";
import { isAwsError } from "../../awsErrors";
import type { Context } from "../../context";
import { arnProblem, matching, oneOf } from "../../problems";
import { flag, objects, requiredText, text, textMap, texts } from "../../read";
import type { Resource } from "../../resource";
import type { Properties } from "../../values";
import { retryOn, until } from "../../waiting";
import { sameKey } from "./alias";

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html#KMS-CreateGrant-request-Operations */
const operations = [
  ...["CreateGrant", "Decapsulate", "Decrypt", "DeriveSharedSecret", "DescribeKey", "Encapsulate", "Encrypt"],
  ...["GenerateDataKey", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"],
  ...["GenerateDataKeyWithoutPlaintext", "GenerateMac", "GetPublicKey", "ReEncryptFrom", "ReEncryptTo"],
  ...["RetireGrant", "Sign", "Verify", "VerifyMac"],
];

const context = { type: "map", forceNew: true } as const;

/** A grant on a key; every change of it makes a new one. https://www.pulumi.com/registry/packages/aws/api-docs/kms/grant/ */
export const grant: Resource = {
  properties: {
    constraints: {
      type: "set",
      forceNew: true,
      elements: {
        type: "object",
        fields: { encryptionContextEquals: context, encryptionContextSubset: context },
      },
    },
    grantCreationTokens: { type: "set", forceNew: true },
    grantId: { type: "string", output: true },
    grantToken: { type: "string", output: true, secret: true },
    granteePrincipal: { type: "string", required: true, forceNew: true, problem: arnProblem },
    keyId: { type: "string", required: true, forceNew: true, same: sameKey },
    name: {
      type: "string",
      computed: true,
      forceNew: true,
      autoName: { maxLength: 255 },
      problem: matching(/^[a-zA-Z0-9:/_-]{1,256}$/, 'at most 256 letters, digits, ":", "/", "_" and "-"'),
    },
    operations: {
      type: "set",
      required: true,
      forceNew: true,
      elements: { type: "string", problem: oneOf(operations) },
    },
    retireOnDelete: { type: "boolean", default: false, forceNew: true },
    retiringPrincipal: { type: "string", forceNew: true, problem: arnProblem },
  },

  check(inputs) {
    const isBoth = Array.isArray(inputs.constraints) && Object.keys(constraintsOf(inputs) ?? {}).length > 1;
    const reason = "a grant takes one constraint: encryptionContextEquals or encryptionContextSubset";
    return isBoth ? [{ property: "constraints", reason }] : [];
  },

  async create(context, inputs) {
    const kms = await context.client("kms");
    const keyId = requiredText(inputs, "keyId");
    const [name, retiringPrincipal] = [text(inputs, "name"), text(inputs, "retiringPrincipal")];
    const [constraints, tokens] = [constraintsOf(inputs), texts(inputs, "grantCreationTokens")];
    const call = () =>
      kms.createGrant({
        KeyId: keyId,
        GranteePrincipal: requiredText(inputs, "granteePrincipal"),
        Operations: (texts(inputs, "operations") ?? []) as GrantOperation[],
        ...(name !== undefined && { Name: name }),
        ...(retiringPrincipal !== undefined && { RetiringPrincipal: retiringPrincipal }),
        ...(constraints !== undefined && { Constraints: constraints }),
        ...(tokens !== undefined && { GrantTokens: tokens }),
      });
    // A role that was just made is an invalid ARN to KMS for a while.
    const made = await (context.isLocal ? call() : retryOn(context.signal, ["InvalidArnException"], call));
    const { GrantId = "", GrantToken = "" } = made;
    return { id: `${keyId}:${GrantId}`, outputs: { grantId: GrantId, grantToken: GrantToken } };
  },

  async read(context, id) {
    const [keyId, grantId] = partsOf(id);
    const found = await findGrant(context, keyId, grantId);
    if (found === undefined) return undefined;
    const { EncryptionContextEquals: equals, EncryptionContextSubset: subset } = found.Constraints ?? {};
    return {
      constraints:
        equals === undefined && subset === undefined
          ? null
          : [
              {
                ...(equals !== undefined && { encryptionContextEquals: equals }),
                ...(subset !== undefined && { encryptionContextSubset: subset }),
              },
            ],
      grantId,
      keyId,
      name: found.Name ?? "",
      operations: found.Operations ?? [],
      // KMS shows a principal that was deleted by its unique id: then the one that was written stays.
      ...(isArn(found.GranteePrincipal) && { granteePrincipal: found.GranteePrincipal }),
      ...(isArn(found.RetiringPrincipal) && { retiringPrincipal: found.RetiringPrincipal }),
    };
  },

  async delete(context, id, state) {
    const kms = await context.client("kms");
    const [KeyId, GrantId] = partsOf(id);
    try {
      if (flag(state, "retireOnDelete") === true) await kms.retireGrant({ KeyId, GrantId });
      else await kms.revokeGrant({ KeyId, GrantId });
    } catch (error) {
      if (isAwsError(error, ...GONE)) return;
      throw error;
    }
    await until(context.signal, `grant ${GrantId} to be gone`, async () =>
      (await findGrant(context, KeyId, GrantId)) === undefined ? true : undefined,
    );
  },
};

const GONE = ["NotFoundException", "InvalidGrantIdException", "KMSInvalidStateException"];

async function findGrant(
  context: Context,
  keyId: string,
  grantId: string,
): Promise<GrantListEntry | undefined> {
  const kms = await context.client("kms");
  try {
    const { Grants = [] } = await kms.listGrants({ KeyId: keyId, GrantId: grantId });
    return Grants.find(({ GrantId }) => GrantId === grantId);
  } catch (error) {
    if (isAwsError(error, ...GONE)) return undefined;
    throw error;
  }
}

/** `<key id or ARN>:<grant id>` */
function partsOf(id: string): [string, string] {
  const at = id.lastIndexOf(":");
  if (at < 1) throw new Error(`expected KeyID:GrantID, got ${JSON.stringify(id)}`);
  return [id.slice(0, at), id.slice(at + 1)];
}

function isArn(principal: string | undefined): principal is string {
  return principal?.startsWith("arn:") === true;
}

function constraintsOf(inputs: Properties): GrantConstraints | undefined {
  const constraints: GrantConstraints = {};
  for (const constraint of objects(inputs, "constraints")) {
    const equals = textMap(constraint, "encryptionContextEquals");
    const subset = textMap(constraint, "encryptionContextSubset");
    if (equals !== undefined) constraints.EncryptionContextEquals = equals;
    if (subset !== undefined) constraints.EncryptionContextSubset = subset;
  }
  return Object.keys(constraints).length === 0 ? undefined : constraints;
}
