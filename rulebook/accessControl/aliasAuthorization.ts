import { analysisRule } from "../policy/findingRule";

/** Who is let in by an alias or a tag cannot change it. */
export const aliasAuthorization = analysisRule({
  id: "kms-alias-authorization",
  title: "Who is let in by alias or tag cannot change aliases or tags",
  area: "Access control",
  severity: "high",
  level: "mandatory",
  rationale:
    "A principal that may use keys with a certain alias or tag, and may set it, lets itself into any key.",
  remedy: {
    setting: "statements without alias and tag actions for those principals",
    property:
      "a policy that gives kms:UpdateAlias, kms:TagResource and their like to others than those it lets in by them",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html",
  standards: { nist: ["AC-3", "AC-6"] },
});
