import { analysisRule } from "../policy/findingRule";

/** Who may create grants may not give anybody anything. */
export const grantUnbounded = analysisRule({
  id: "kms-grant-unbounded",
  title: "The right to create grants is bounded",
  area: "Access control",
  severity: "medium",
  level: "advisory",
  rationale:
    "Who can create any grant can give anybody any use of the key, past the key policy. AWS services need grants for their own resources alone.",
  remedy: {
    setting: "grantsForServices instead of kms:CreateGrant in a statement",
    property:
      "a policy whose statement demands kms:GrantIsForAWSResource, or fixes kms:GrantOperations, kms:GranteePrincipal or kms:GrantConstraintType",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/grant-authorization.html",
  standards: { nist: ["AC-3", "AC-6"] },
});
