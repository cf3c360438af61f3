import { z } from "zod";
import { AwsError, type JsonObject } from "../../awsError";
import { parseKeyMetadata, type KeyMetadata } from "../../kms/key";
import type { KeyPolicy } from "../../../../kms/policy/document";
import type { Grant } from "../../../../kms/policy/evaluate/grants";
import { KeyPolicyError, parseKeyPolicy } from "../../../../kms/policy/parse";

/** What decides who may use a key. */
export interface KeyFacts {
  readonly metadata: KeyMetadata;
  readonly policy: KeyPolicy;
  readonly grants: readonly Grant[];
  /** Tags and aliases, which conditions seldom ask for: `aws:ResourceTag/...`, `kms:ResourceAliases`. */
  readonly labels: () => Promise<Readonly<Record<string, string | readonly string[]>>>;
}

/**
 * Asks KMS as AWS would answer the key's owner, past all authorisation.
 * @throws AwsError where KMS refuses
 */
export type AskKms = (
  operation: string,
  input: JsonObject,
  region: string,
  account: string,
) => Promise<JsonObject>;

const pairs = z.record(z.string(), z.string()).optional();
const listedGrants = z.object({
  Grants: z.array(
    z.object({
      GrantId: z.string(),
      GranteePrincipal: z.string(),
      RetiringPrincipal: z.string().nullish(),
      Operations: z.array(z.string()),
      Constraints: z.object({ EncryptionContextSubset: pairs, EncryptionContextEquals: pairs }).nullish(),
    }),
  ),
});
const listedTags = z.object({ Tags: z.array(z.object({ TagKey: z.string(), TagValue: z.string() })) });
const listedAliases = z.object({ Aliases: z.array(z.object({ AliasName: z.string() })) });

/**
 * Reads the facts of a key.
 * @param arn of the key
 * @throws AwsError such as NotFoundException
 */
export async function readKeyFacts(ask: AskKms, arn: string): Promise<KeyFacts> {
  const [, , , region = "", account = ""] = arn.split(":");
  const KeyId = arn.slice(arn.indexOf("/") + 1);
  const [described, { Policy }, listed] = await Promise.all([
    ask("DescribeKey", { KeyId }, region, account),
    ask("GetKeyPolicy", { KeyId }, region, account),
    ask("ListGrants", { KeyId }, region, account),
  ]);
  let labels: ReturnType<KeyFacts["labels"]> | undefined;
  return {
    metadata: parseKeyMetadata(described.KeyMetadata),
    policy: policyOf(arn, Policy),
    grants: listedGrants.parse(listed).Grants.map(grantOf),
    labels: () => (labels ??= readLabels(ask, KeyId, region, account)),
  };
}

async function readLabels(
  ask: AskKms,
  KeyId: string,
  region: string,
  account: string,
): Promise<Record<string, string | readonly string[]>> {
  const [{ Tags }, { Aliases }] = await Promise.all([
    ask("ListResourceTags", { KeyId }, region, account).then((output) => listedTags.parse(output)),
    ask("ListAliases", { KeyId }, region, account).then((output) => listedAliases.parse(output)),
  ]);
  return {
    ...Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [`aws:ResourceTag/${TagKey}`, TagValue])),
    ...(Aliases.length > 0 && { "kms:ResourceAliases": Aliases.map(({ AliasName }) => AliasName) }),
  };
}

function policyOf(arn: string, document: unknown): KeyPolicy {
  try {
    return parseKeyPolicy(String(document));
  } catch (error) {
    if (!(error instanceof KeyPolicyError)) throw error;
    // Nobody may do what a policy does not say; only the key's owner can have kept such a text, past all checks.
    throw new AwsError(
      "KMSInternalException",
      `the key policy of ${arn} cannot be read: ${error.message}`,
      500,
    );
  }
}

function grantOf(grant: z.infer<typeof listedGrants>["Grants"][number]): Grant {
  const { EncryptionContextSubset: subset, EncryptionContextEquals: equals } = grant.Constraints ?? {};
  return {
    grantId: grant.GrantId,
    granteePrincipal: grant.GranteePrincipal,
    operations: grant.Operations,
    ...(typeof grant.RetiringPrincipal === "string" && { retiringPrincipal: grant.RetiringPrincipal }),
    constraints: {
      ...(subset !== undefined && { encryptionContextSubset: subset }),
      ...(equals !== undefined && { encryptionContextEquals: equals }),
    },
  };
}
