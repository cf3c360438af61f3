import { isSingleRegion } from "../facts";
import { analysisRule } from "../policy/findingRule";

/** Nobody copies a key to any Region he likes. */
export const replicateUnbounded = analysisRule(
  {
    id: "kms-replicate-unbounded",
    title: "The right to replicate names its Regions",
    area: "Multi-Region",
    severity: "medium",
    level: "advisory",
    needsKey: true,
    rationale:
      "Who may replicate a key anywhere can take its material out of the Regions that are governed, with a key policy of his own making.",
    remedy: {
      setting: "allowedRegions in the environment",
      property: "a policy whose statements fix kms:ReplicaRegion and kms:PrimaryRegion",
    },
    awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html",
    standards: { nist: ["AC-4", "AC-6"] },
  },
  // A single-Region key cannot be copied, and never becomes a multi-Region key.
  (_finding, subject) => isSingleRegion(subject),
);
