import { type KeyFacts, type PolicyFacts, UNKNOWN } from "../facts";
import { pass, policyRule, unknown, violation } from "../rule";
import { analysisOf, judgedPolicy, tellFindings } from "../policy/analysis";
import { untold } from "../policy/findingRule";

const id = "kms-root-user";

/** Nobody needs the root user's credentials for a key. */
export const rootUser = policyRule({
  id,
  title: "Nobody needs the root user to use or administer keys",
  area: "Access control",
  severity: "medium",
  level: "mandatory",
  rationale: "The root user cannot be limited by any IAM policy, and its credentials are for emergencies.",
  remedy: {
    setting: "roles under administrators and users",
    property: "a policy that names roles, or no condition that only the root user meets",
  },
  awsPage: "https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html",
  standards: { cis: ["1.7"], nist: ["AC-2", "AC-6"], pci: ["8.2.2"] },
  check(subject) {
    const uses = liveOf(subject)?.rootUses;
    if (uses !== undefined && uses !== UNKNOWN && uses > 0)
      return violation(`CloudTrail shows ${uses} uses of the key by the root user`);
    const judged = judgedPolicy(subject);
    if ("verdict" in judged) return judged.verdict;
    const findings = untold(id, analysisOf(judged).findings);
    if (findings.length === 0) return uses === UNKNOWN ? unknown("use by the root user in CloudTrail") : pass;
    const { message, evidence } = tellFindings(judged.policy, findings);
    return violation(message, evidence);
  },
});

/** What a key that exists has; a policy on its own has nothing of the kind. */
function liveOf(subject: PolicyFacts | KeyFacts): KeyFacts["live"] {
  return "live" in subject ? subject.live : undefined;
}
