/** Rules whose question the analysis or the lint of `kms/` answers. */
import { policyRule, type RuleText } from "../rule";
import type { PolicyFacts } from "../facts";
import type { RuleOptions } from "../options";
import { pass, violation } from "../verdict";
import type { LintFinding } from "../../kms/policy/lint/lintKeyPolicy";
import {
  analysisOf,
  type Judged,
  judgedPolicy,
  lintOf,
  type PolicyFinding,
  tellFindings,
  type Trust,
} from "./analysis";
import type { Sight } from "../rule";
import type { Standards } from "../standards";

type Text = Omit<RuleText, "sight" | "standards"> & {
  readonly sight?: readonly Sight[];
  readonly standards?: Standards;
  readonly needsKey?: boolean;
};

/**
 * What a worse finding on the same statement has told already: who uses and administers by `kms:*` both, needs no second message
 * that says that he can do both.
 */
const toldBy: Readonly<Record<string, readonly string[]>> = {
  "kms-separation-of-duties": ["kms-wildcard-actions", "kms-public-access"],
  "kms-destructive-rights": ["kms-wildcard-actions", "kms-public-access"],
  "kms-grant-unbounded": ["kms-wildcard-actions", "kms-public-access"],
  "kms-replicate-unbounded": ["kms-wildcard-actions", "kms-public-access"],
  "kms-wildcard-principal": ["kms-public-access", "kms-not-principal"],
};

/**
 * A rule that reports the findings of the analysis that carry its id.
 * @param spares findings that are true, and no violation
 */
export function analysisRule(
  rule: Text,
  spares: (finding: PolicyFinding, subject: PolicyFacts) => boolean = () => false,
) {
  return policyRule({
    ...rule,
    check(subject) {
      const judged = judgedPolicy(subject);
      if ("verdict" in judged) return judged.verdict;
      const findings = untold(rule.id, analysisOf(judged).findings);
      return verdictOn(
        judged,
        findings.filter((finding) => !spares(finding, subject)),
      );
    },
  });
}

/** The same for a rule that depends on whom the owner trusts. */
export function trustRule(rule: Text & { readonly options: RuleOptions<Trust> }) {
  return policyRule<Trust>({
    ...rule,
    check(subject, trust) {
      const judged = judgedPolicy(subject);
      if ("verdict" in judged) return judged.verdict;
      return verdictOn(judged, untold(rule.id, analysisOf(judged, trust).findings));
    },
  });
}

/** The same for the lint. */
export function lintRule(rule: Text) {
  return policyRule({
    ...rule,
    check(subject) {
      const judged = judgedPolicy(subject);
      if ("verdict" in judged) return judged.verdict;
      return verdictOn(
        judged,
        lintOf(judged, subject).filter(
          (finding, _index, all) => finding.rule === rule.id && !isConsequence(finding, all, judged),
        ),
      );
    },
  });
}

/** That a statement has no effect, where the reason is told already: who cannot do it from another account, or who locked everybody out. */
function isConsequence(
  { noEffect, severity, statement }: LintFinding,
  all: readonly LintFinding[],
  judged: Judged,
): boolean {
  if (!noEffect || severity !== "low") return false;
  const isOfOtherAccounts = all.some(
    (other) => other.statement === statement && other.rule === "kms-cross-account-ineffective",
  );
  return isOfOtherAccounts || analysisOf(judged).lockout;
}

/** The findings of a rule that no worse finding on the same statement tells. */
export function untold(id: string, findings: readonly PolicyFinding[]): readonly PolicyFinding[] {
  const told = new Set(
    findings.filter(({ rule }) => toldBy[id]?.includes(rule)).map(({ statement }) => statement),
  );
  return findings.filter(({ rule, statement }) => rule === id && !told.has(statement));
}

function verdictOn(
  { policy }: { readonly policy: Parameters<typeof tellFindings>[0] },
  findings: readonly PolicyFinding[],
) {
  if (findings.length === 0) return pass;
  const { message, evidence } = tellFindings(policy, findings);
  return violation(message, evidence);
}
