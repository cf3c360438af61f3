import { UNKNOWN } from "../facts";
import { pass, policyRule, violation } from "../rule";

/** What nobody can read before it is applied, nobody can judge. */
export const policyUnknown = policyRule({
  id: "kms-policy-unknown",
  title: "Key policies are known at preview",
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
  options: {},
  check(subject) {
    if (subject.policy === UNKNOWN)
      return violation("the key policy is not known at preview, so nothing can judge it");
    return subject.policy.kind === "unreadable"
      ? violation(`the key policy cannot be read: ${subject.policy.problem}`)
      : pass;
  },
});
