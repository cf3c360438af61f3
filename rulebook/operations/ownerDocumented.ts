import { UNKNOWN } from "../facts";
import { textList } from "../options";
import { keyRule, pass, unknown, violation } from "../rule";
import { tagValue } from "../tags";

interface Tags {
  readonly ownerTags: readonly string[];
  readonly contactTags: readonly string[];
}

/** Somebody answers for each key. */
export const ownerDocumented = keyRule<Tags>({
  id: "kms-owner-documented",
  title: "Keys name their owner and whom to call",
  area: "Operations",
  severity: "low",
  level: "disabled",
  rationale: "When a key is about to be deleted or is misused, somebody must be found in minutes.",
  remedy: { setting: "tags: Owner and Contact", property: "the same tags" },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/tagging-keys.html",
  standards: { nist: ["CM-8"], pci: ["3.6.1"] },
  options: {
    ownerTags: textList("tag keys of which one names the owner", {}, ["Owner", "Team"]),
    contactTags: textList("tag keys of which one names whom to call; nobody, where empty", {}, []),
  },
  check(key, { ownerTags, contactTags }) {
    if (key.tags === UNKNOWN) return unknown("tags");
    const { tags } = key;
    const missing = [ownerTags, contactTags].filter(
      (names) => names.length > 0 && tagValue(tags, ...names) === undefined,
    );
    return missing.length === 0
      ? pass
      : violation(`the key has no tag ${missing.map((names) => names.join(" or ")).join(", and none ")}`);
  },
});
