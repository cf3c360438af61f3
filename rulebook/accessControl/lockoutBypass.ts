import { UNKNOWN } from "../facts";
import { pass, policyRule, unknown, violation } from "../rule";

/** AWS's own check against locking everybody out stays on. */
export const lockoutBypass = policyRule({
  id: "kms-lockout-bypass",
  title: "AWS's lock-out check stays on",
  area: "Access control",
  severity: "critical",
  level: "mandatory",
  sight: ["preview"],
  rationale:
    "With the check off, AWS takes a policy under which nobody can change the policy again, and the key is lost to its owner.",
  remedy: {
    property: "bypassPolicyLockoutSafetyCheck: false",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html",
  standards: { nist: ["SC-12(1)"] },
  check({ lockoutCheckBypassed }) {
    if (lockoutCheckBypassed === UNKNOWN) return unknown("bypassPolicyLockoutSafetyCheck");
    return lockoutCheckBypassed ? violation("bypassPolicyLockoutSafetyCheck is on") : pass;
  },
});
