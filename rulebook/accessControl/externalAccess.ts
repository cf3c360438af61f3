import { trustedAccounts, trustedOrganizations } from "../options";
import { trustRule } from "../policy/findingRule";

/** Only trusted accounts and organizations can use a key. */
export const externalAccess = trustRule({
  id: "kms-external-access",
  title: "Only trusted accounts and organizations can use keys",
  area: "Access control",
  severity: "high",
  level: "disabled",
  rationale:
    "Whom a key policy lets in from outside can read the data for as long as the statement stands; a list of those who may is short.",
  remedy: {
    setting: "shares only with accounts of the rule's trustedAccounts",
    property:
      "a policy that names only accounts and organizations of the rule's trustedAccounts and trustedOrganizations",
  },
  awsPage:
    "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html",
  standards: { nist: ["AC-3", "AC-4", "AC-6"], pci: ["7.2.1", "7.2.2"] },
  options: { trustedAccounts, trustedOrganizations },
});
