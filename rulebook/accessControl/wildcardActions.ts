import { analysisRule } from "../policy/findingRule";

/** Only the account's own root has `kms:*`. */
export const wildcardActions = analysisRule({
  id: "kms-wildcard-actions",
  title: "Nobody but the owner account's root has kms:*",
  area: "Access control",
  severity: "high",
  level: "mandatory",
  rationale:
    "By kms:* somebody uses the key, changes who else may, and deletes it, and gets whatever actions AWS adds. To the account root it only hands the decision to IAM.",
  remedy: {
    setting: "capabilities or administrators instead of a statement with kms:*",
    property: "a policy whose Action lists what the principals need",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
  standards: { nist: ["AC-3", "AC-6", "AC-6(1)"], pci: ["7.2.2"] },
});
