import type { PrincipalSet, Statement } from "../../kms/policy/document";
import { analysisOf, judgedPolicy, type PolicyFinding, tellFindings } from "../policy/analysis";
import { untold } from "../policy/findingRule";
import { pass, policyRule, violation } from "../rule";

const id = "kms-wildcard-principal";

/** Nobody is let in by `*`, however its conditions bound it. */
export const wildcardPrincipal = policyRule({
  id,
  title: "Key policies name their principals",
  area: "Access control",
  severity: "medium",
  level: "disabled",
  rationale:
    "A wildcard principal lets in whoever its conditions forget; named principals let in nobody else. What is public, kms-public-access tells.",
  remedy: {
    setting: "principals that name accounts, roles or users instead of *",
    property: "a policy whose Principal names accounts, roles or users instead of *",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html",
  standards: { nist: ["AC-6"], pci: ["7.2.2"] },
  check(subject) {
    const judged = judgedPolicy(subject);
    if ("verdict" in judged) return judged.verdict;
    const open = judged.policy.statements.filter(
      ({ effect, principal }) => effect === "Allow" && principal !== undefined && hasWildcard(principal),
    );
    const findings = untold(id, [...analysisOf(judged).findings, ...open.map(findingOf)]);
    if (findings.length === 0) return pass;
    const { message, evidence } = tellFindings(judged.policy, findings);
    return violation(message, evidence);
  },
});

function findingOf({ index }: Statement): PolicyFinding {
  return { rule: id, statement: index, message: "lets in principal *, bound by its conditions alone" };
}

function hasWildcard(principal: PrincipalSet): boolean {
  return principal.anyone || principal.AWS.includes("*");
}
