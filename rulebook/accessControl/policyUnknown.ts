import { UNKNOWN } from "../facts";
import { analysisOf, judgedPolicy } from "../policy/analysis";
import { pass, policyRule, violation } from "../rule";

/** What nobody can read before it is applied, nobody can judge. */
export const policyUnknown = policyRule({
  id: "kms-policy-unknown",
  title: "Key policies can be judged",
  area: "Access control",
  severity: "high",
  level: "mandatory",
  rationale:
    "A key policy built from another resource's output is unknown at preview, and every rule about access would pass unseen.",
  remedy: {
    setting: "administrators, users, shares with ARNs and account ids written out",
    property: "a policy that takes no ARN or account id from another resource's outputs",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
  standards: { nist: ["AC-3", "CA-7"] },
  check(subject) {
    if (subject.policy === UNKNOWN)
      return violation("the key policy is not known at preview, so nothing can judge it");
    if (subject.policy.kind === "unreadable")
      return violation(`the key policy cannot be read: ${subject.policy.problem}`);
    const judged = judgedPolicy(subject);
    return "verdict" in judged || analysisOf(judged).complete
      ? pass
      : violation("the key policy is too intricate to be decided, so it is taken to be public");
  },
});
