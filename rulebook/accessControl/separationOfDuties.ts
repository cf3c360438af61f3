import { analysisRule } from "../policy/findingRule";

/** Who administers a key does not use it. */
export const separationOfDuties = analysisRule({
  id: "kms-separation-of-duties",
  title: "Administrators do not use keys",
  area: "Access control",
  severity: "high",
  level: "mandatory",
  rationale:
    "Who can both use and administer a key can read the data and hide that he did; with two principals it takes two.",
  remedy: {
    setting: "different principals under administrators and users",
    property: "a policy that gives administration and use to different principals",
  },
  awsPage:
    "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators",
  standards: { nist: ["AC-5", "AC-6"], pci: ["3.7.6", "7.2.2"] },
});
