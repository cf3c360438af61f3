import { analysisRule } from "../policy/findingRule";

/** A service acts with the key for its owner alone. */
export const serviceConfusedDeputy = analysisRule(
  {
    id: "kms-service-confused-deputy",
    title: "AWS services act for the owner alone",
    area: "Access control",
    severity: "high",
    level: "mandatory",
    rationale:
      "A service principal without a source account, ARN or organization does for any AWS customer what it does for the owner.",
    remedy: {
      setting: "services with their own settings (trails, logGroups, alarms), or sourceArns",
      property:
        "a policy whose statement fixes aws:SourceAccount, aws:SourceArn, aws:SourceOrgID or an encryption context",
    },
    awsPage: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    standards: { nist: ["AC-3", "AC-4", "AC-6"] },
  },
  // What a service may read of a key says nothing of its data: AWS's own policy for trails lets CloudTrail describe the key so.
  ({ witness }) => /^kms:(Describe|Get|List)/.test(witness?.action ?? ""),
);
