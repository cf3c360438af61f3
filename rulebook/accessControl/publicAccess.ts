import { analysisRule } from "../policy/findingRule";

/** Nobody whom the owner does not know can use a key. */
export const publicAccess = analysisRule({
  id: "kms-public-access",
  title: "Keys are not public",
  area: "Access control",
  severity: "critical",
  level: "mandatory",
  rationale:
    "Whoever has an AWS account could use the key: decrypt what it protects, or encrypt with it and hold the result to ransom.",
  remedy: {
    setting: "principals that name accounts, roles or users, or organizations",
    property:
      "a policy whose Principal names accounts or roles, or whose Condition fixes kms:CallerAccount or aws:PrincipalOrgID",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html",
  standards: {
    fsbp: ["KMS.5"],
    nist: ["AC-3", "AC-4", "AC-6", "AC-21", "SC-7"],
    pci: ["7.2.1", "7.2.2"],
  },
});
