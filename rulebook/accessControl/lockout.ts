import { analysisRule } from "../policy/findingRule";

/** The owner can always change who may use the key. */
export const lockout = analysisRule({
  id: "kms-lockout",
  title: "The owner can change the key policy",
  area: "Access control",
  severity: "critical",
  level: "mandatory",
  rationale:
    "A key whose policy nobody can change is unmanageable: it cannot be repaired or deleted, and only AWS Support can help.",
  remedy: {
    setting: "rootAccess: iam, or administrators in the owner account",
    property:
      "a policy that allows kms:* to the account root, or kms:PutKeyPolicy to an administrator, and no Deny that takes it away",
  },
  awsPage:
    "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#allow-root-to-prevent-unmanageable",
  standards: { nist: ["AC-3", "SC-12(1)"] },
});
