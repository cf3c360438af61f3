import { UNKNOWN } from "../facts";
import { textList } from "../options";
import { keyRule, unknown } from "../rule";
import { missingTags } from "../tags";

/** Every key carries the tags that the organization works by. */
export const requiredTags = keyRule<{ tags: readonly string[]; values: readonly string[] }>({
  id: "kms-required-tags",
  title: "Keys carry the required tags",
  area: "Key management",
  severity: "low",
  level: "disabled",
  rationale:
    "Cost, access by tag and incident response go by tags; an untagged key falls through each of them.",
  remedy: { setting: "tags, in the environment or the key", property: "tags, or the provider's defaultTags" },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/tagging-keys.html",
  standards: { nist: ["CM-8"] },
  options: {
    tags: textList("tag keys that every key has, with a value", {}, [
      "Owner",
      "Environment",
      "DataClassification",
    ]),
    values: textList("`key=value` of tags that the level `remediate` fills in", { pattern: "^[^=]+=.+$" }),
  },
  check(key, { tags }) {
    return key.tags === UNKNOWN ? unknown("tags") : missingTags(key.tags, tags);
  },
});
