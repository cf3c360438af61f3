import { UNKNOWN } from "../facts";
import { textList } from "../options";
import { keyRule, notApplicable, pass, unknown, violation } from "../rule";
import { tagValue } from "../tags";

/** Every key has a program that owns it. */
export const managedByCode = keyRule<{ tags: readonly string[] }>({
  id: "kms-managed-by-code",
  title: "Keys are managed by code",
  area: "Operations",
  severity: "low",
  level: "advisory",
  sight: ["live"],
  rationale: "A key made by hand is reviewed by nobody, and nobody can make it again as it was.",
  remedy: {
    setting: "adopt, for a key that exists",
    property: "an import of the key into a stack, and a ManagedBy tag",
  },
  awsPage:
    "https://docs.aws.amazon.com/prescriptive-guidance/latest/aws-kms-best-practices/data-protection.html",
  standards: { nist: ["CM-2", "CM-3", "CM-8"] },
  options: {
    tags: textList("tag keys of which one says what owns a key", {}, ["ManagedBy", "pulumi:stack"]),
  },
  check(key, { tags }) {
    if (key.live === undefined) return notApplicable("a key that is planned is managed by its program");
    if (key.tags === UNKNOWN) return unknown("tags");
    return tagValue(key.tags, ...tags) === undefined
      ? violation(`no tag ${tags.join(" or ")} says which program owns the key`)
      : pass;
  },
});
