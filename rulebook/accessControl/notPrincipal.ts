import { analysisRule } from "../policy/findingRule";

/** Nothing is allowed by what is not listed. */
export const notPrincipal = analysisRule({
  id: "kms-not-principal",
  title: "No Allow with NotPrincipal or NotAction",
  area: "Access control",
  severity: "high",
  level: "mandatory",
  rationale: "Allow with NotPrincipal lets in the whole world but those named, anonymous callers included.",
  remedy: {
    setting: "statements with Principal and Action",
    property: "a policy with Principal instead of NotPrincipal, Action instead of NotAction",
  },
  awsPage: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html",
  standards: { nist: ["AC-3", "AC-6"], pci: ["7.2.2"] },
});
