import { analysisRule } from "../policy/findingRule";

/** Administration outlives any one person. */
export const fragileAdministration = analysisRule({
  id: "kms-fragile-administration",
  title: "Administration does not hang on one principal",
  area: "Access control",
  severity: "high",
  level: "mandatory",
  rationale:
    "When the only administrator is deleted, nobody can manage the key: a new role of the same name is another principal.",
  remedy: {
    setting: "rootAccess: iam, or two administrators",
    property: "a policy that delegates to IAM by the account root, or names a second administrator",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
  standards: { nist: ["SC-12(1)", "CP-2"] },
});
