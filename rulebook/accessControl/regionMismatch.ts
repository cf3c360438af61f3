import { lintRule } from "../policy/findingRule";

/** A policy speaks of the Region that its key lives in. */
export const regionMismatch = lintRule({
  id: "kms-region-mismatch",
  title: "Key policies name their own key's Region",
  area: "Access control",
  severity: "high",
  level: "mandatory",
  rationale:
    "A condition on s3.us-east-1.amazonaws.com is never met in another Region: a policy copied to a replica silently grants nothing there.",
  remedy: {
    setting: "viaServices without Regions (s3): each Region gets its own",
    property: "a policy whose conditions name the key's own Region",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html",
});
