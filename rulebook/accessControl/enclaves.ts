/** What the rules about keys for AWS Nitro Enclaves share. */
import { expandAction } from "../../kms/actions";
import type { Permission } from "../../kms/policy/analyse/analyse";
import type { Condition } from "../../kms/policy/document";
import { type PolicyFacts, UNKNOWN } from "../facts";
import { analysisOf, type Judged, judgedPolicy } from "../policy/analysis";
import { notApplicable, type RuleOption, unknown, type Verdict } from "../rule";

/** Names the keys that are for enclaves. */
export const enclaveTag: RuleOption<string> = {
  description: "what the tag key of keys for enclaves contains, in whatever case",
  schema: { type: "string" },
  default: "enclave",
};

/** Condition keys of attestation documents. https://docs.aws.amazon.com/kms/latest/developerguide/conditions-nitro-enclaves.html */
export const ATTESTATION = /^kms:RecipientAttestation:/i;

/** What an enclave asks for with its attestation document. https://docs.aws.amazon.com/kms/latest/developerguide/services-nitro-enclaves.html */
const attestable: readonly string[] = [
  "kms:Decrypt",
  "kms:DeriveSharedSecret",
  ...expandAction("kms:GenerateDataKey*").filter((action) => !action.endsWith("WithoutPlaintext")),
];

/** The first action of a permission that an enclave may ask for with its attestation. */
export function attestableAction({ actions }: Permission): string | undefined {
  return attestable.find((name) => actions.includes(name));
}

/** The conditions of a permission's statement on attestation. */
export function attestationOf({ statement }: Permission): readonly Condition[] {
  return statement.conditions.filter(({ key }) => ATTESTATION.test(key));
}

/** The policy of a key for enclaves and what it permits, or the verdict where there is none to judge. */
export function enclavePolicy(
  subject: PolicyFacts,
  tag: string,
): { readonly judged: Judged; readonly permissions: readonly Permission[] } | { readonly verdict: Verdict } {
  if (subject.tags === UNKNOWN) return { verdict: unknown("tags") };
  const isForEnclaves = Object.entries(subject.tags).some(
    ([key, value]) => key.toLowerCase().includes(tag.toLowerCase()) && !/^(false|no)?$/i.test(value),
  );
  if (!isForEnclaves) return { verdict: notApplicable(`the key is not tagged ${tag}`) };
  const judged = judgedPolicy(subject);
  return "verdict" in judged ? judged : { judged, permissions: analysisOf(judged).permissions };
}
