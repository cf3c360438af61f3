import { UNKNOWN } from "../facts";
import { judgedPolicy, lintOf } from "../policy/analysis";
import { lintRule } from "../policy/findingRule";
import { pass, policyRule, unknown } from "../rule";

const id = "kms-region-mismatch";

const byRegion = lintRule({
  id,
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

/** Every Region that a policy names is another than this one. */
const NOWHERE = "nowhere";

/** A policy speaks of the Region that its key lives in. */
export const regionMismatch = policyRule({
  ...byRegion,
  check(subject) {
    if (subject.region !== UNKNOWN) return byRegion.check(subject, {});
    const judged = judgedPolicy(subject);
    if ("verdict" in judged) return judged.verdict;
    const namesRegions = lintOf({ ...judged, region: NOWHERE }, subject).some(({ rule }) => rule === id);
    return namesRegions ? unknown("Region of the key, of which its policy speaks") : pass;
  },
});
