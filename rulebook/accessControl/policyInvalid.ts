import { lintRule } from "../policy/findingRule";

/** A policy means what it says. */
export const policyInvalid = lintRule({
  id: "kms-policy-invalid",
  title: "Key policies are valid and take effect",
  area: "Access control",
  severity: "medium",
  level: "mandatory",
  needsKey: true,
  rationale:
    "AWS refuses some mistakes at the end of an update and ignores others for ever: an unknown action, a missing Resource, a condition on a key that requests never carry.",
  remedy: {
    setting: "capabilities instead of statements, or the statement corrected",
    property: "the policy's statement corrected as the message says",
  },
  awsPage: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
});
