import { UNKNOWN } from "../facts";
import { keyRule, pass, unknown, violation } from "../rule";
import { analysisOf, judgedPolicy, tellFindings } from "../policy/analysis";
import { untold } from "../policy/findingRule";

const id = "kms-root-user";

/** Nobody needs the root user's credentials for a key. */
export const rootUser = keyRule({
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
  check(key) {
    const uses = key.live?.rootUses;
    if (uses !== undefined && uses !== UNKNOWN && uses > 0)
      return violation(`CloudTrail shows ${uses} uses of the key by the root user`);
    const judged = judgedPolicy(key);
    if ("verdict" in judged) return judged.verdict;
    const findings = untold(id, analysisOf(judged).findings);
    if (findings.length === 0) return uses === UNKNOWN ? unknown("use by the root user in CloudTrail") : pass;
    const { message, evidence } = tellFindings(judged.policy, findings);
    return violation(message, evidence);
  },
});
