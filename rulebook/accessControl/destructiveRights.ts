import { destructiveActions } from "../../kms/policy/analyse/actionSets";
import { nameOf } from "../../kms/policy/evaluate/decide";
import { textList } from "../options";
import { isSingleRegion, type PolicyFacts } from "../facts";
import { analysisOf, judgedPolicy, type PolicyFinding, tellFindings } from "../policy/analysis";
import { untold } from "../policy/findingRule";
import { pass, policyRule, violation } from "../rule";

const id = "kms-destructive-rights";

/** Only administrators can destroy a key or give it away. */
export const destructiveRights = policyRule<{ administrators: readonly string[] }>({
  id,
  title: "Only administrators can destroy keys or change who may use them",
  area: "Access control",
  severity: "high",
  level: "mandatory",
  rationale:
    "Deletion, disabling, a new policy, lost imported material or rotation switched off: each ends the protection of all data under the key.",
  remedy: {
    setting: "those principals under administrators, or without these rights",
    property: "a policy that gives these actions to administrators alone",
  },
  awsPage:
    "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators",
  standards: { nist: ["AC-3", "AC-5", "AC-6", "AC-6(1)"], pci: ["3.7.6", "7.2.2"] },
  options: {
    administrators: textList(
      "ARNs of the principals that may; where empty, whoever the policy makes an administrator may",
    ),
  },
  check(subject, { administrators }) {
    const judged = judgedPolicy(subject);
    if ("verdict" in judged) return judged.verdict;
    const { findings, permissions } = analysisOf(judged);
    if (administrators.length === 0) {
      const told = untold(id, findings).filter((finding) => !isTold(finding, findings, subject));
      if (told.length === 0) return pass;
      const { message, evidence } = tellFindings(judged.policy, told);
      return violation(message, evidence);
    }
    const others = permissions.filter(
      ({ needsIdentityPolicy, principals, actions }) =>
        // What the account root's statement leaves to IAM is for IAM to say.
        !needsIdentityPolicy &&
        actions.some((action) => destructiveActions.has(action)) &&
        principals.some((principal) => !administrators.includes(principal) && !principal.endsWith(":root")),
    );
    return others.length === 0
      ? pass
      : violation(
          others
            .map(({ statement, principals, actions }) => {
              const held = actions.filter((action) => destructiveActions.has(action)).join(", ");
              return `${nameOf(statement)}: ${principals.join(", ")} can call ${held}, and is no administrator`;
            })
            .join("; "),
          others.map(({ statement, actions, request }) => {
            const [action = "kms:PutKeyPolicy"] = actions.filter((name) => destructiveActions.has(name));
            return { statement: nameOf(statement), witness: request(action) };
          }),
        );
  },
});

/** Nothing but a copy that a single-Region key cannot have, or what a rule of its own tells: copies, aliases that let people in. */
function isTold(
  { statement, witness }: PolicyFinding,
  findings: readonly PolicyFinding[],
  subject: PolicyFacts,
): boolean {
  const tells = (rule: string, here?: number): boolean =>
    findings.some((other) => other.rule === rule && (here === undefined || other.statement === here));
  if (witness?.action === "kms:ReplicateKey")
    return isSingleRegion(subject) || tells("kms-replicate-unbounded", statement);
  return witness?.action === "kms:UpdateAlias" && tells("kms-alias-authorization");
}
