import { lintRule } from "../policy/findingRule";

/** Nobody is given what KMS never gives him. */
export const crossAccountIneffective = lintRule({
  id: "kms-cross-account-ineffective",
  title: "Other accounts are given only what works across accounts",
  area: "Access control",
  severity: "low",
  level: "advisory",
  rationale:
    "A statement that gives another account kms:PutKeyPolicy or kms:ScheduleKeyDeletion has no effect, and misleads who reads it.",
  remedy: {
    setting: "capabilities of a share",
    property: "a policy without these actions for other accounts",
  },
  awsPage:
    "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html#cross-account-console",
});
