import { expandAction } from "../../kms/actions";
import { decide, nameOf } from "../../kms/policy/evaluate/decide";
import { UNKNOWN } from "../facts";
import { analysisOf, judgedPolicy } from "../policy/analysis";
import { withoutContext } from "../policy/requests";
import { notApplicable, pass, policyRule, unknown, violation } from "../rule";
import { tagValue } from "../tags";

/** What an enclave asks for with its attestation document. https://docs.aws.amazon.com/kms/latest/developerguide/services-nitro-enclaves.html */
const attested: readonly string[] = [
  "kms:Decrypt",
  "kms:DeriveSharedSecret",
  ...expandAction("kms:GenerateDataKey*").filter((action) => !action.endsWith("WithoutPlaintext")),
];

/** A key for enclaves is for enclaves alone. */
export const enclaveAttestation = policyRule<{ tag: string }>({
  id: "kms-enclave-attestation",
  title: "Keys for enclaves demand attestation of everybody",
  area: "Access control",
  severity: "high",
  level: "mandatory",
  rationale:
    "Attestation protects only if there is no way around it: the account root's delegation to IAM, another role, another action.",
  remedy: {
    setting: "statements with kms:RecipientAttestation conditions and a Deny for everybody else",
    property:
      "a policy whose statements demand kms:RecipientAttestation:ImageSha384 or a PCR, with a Deny where it is null",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-nitro-enclaves.html",
  standards: { nist: ["AC-3", "AC-6"] },
  options: {
    tag: {
      description: "tag key of keys that are for enclaves",
      schema: { type: "string" },
      default: "Enclave",
    },
  },
  check(subject, { tag }) {
    if (subject.tags === UNKNOWN) return unknown("tags");
    const value = tagValue(subject.tags, tag);
    if (value === undefined || value.toLowerCase() === "false")
      return notApplicable(`the key is not tagged ${tag}`);
    const judged = judgedPolicy(subject);
    if ("verdict" in judged) return judged.verdict;
    const around = analysisOf(judged).permissions.flatMap(({ actions, statement, request: requestOf }) => {
      const action = attested.find((name) => actions.includes(name));
      if (action === undefined) return [];
      const request = withoutContext(requestOf(action), /^kms:RecipientAttestation/i);
      return decide(judged.policy, request).decision === "allowed"
        ? [{ statement: nameOf(statement), witness: request }]
        : [];
    });
    return around.length === 0
      ? pass
      : violation(
          around
            .map(
              ({ statement, witness }) =>
                `${statement}: ${witness.principal} can call ${witness.action} without attestation`,
            )
            .join("; "),
          around,
        );
  },
});
