import { UNKNOWN } from "../facts";
import { relatedKeys } from "../multiRegion/related";
import { textList } from "../options";
import { type EstateVerdict, estateRule, notApplicable, pass, unknown, violation } from "../rule";
import { tagValue } from "../tags";

interface Criticality {
  readonly tag: string;
  readonly values: readonly string[];
}

/** A key that much depends on outlives a Region. */
export const disasterRecovery = estateRule<Criticality>({
  id: "kms-disaster-recovery",
  title: "Critical keys have a replica in a second Region",
  area: "Operations",
  severity: "medium",
  level: "advisory",
  rationale:
    "Backups in another Region are worth what their key is worth there; a key cannot become multi-Region afterwards.",
  remedy: {
    setting: "replicaRegions",
    property: "multiRegion on the key and an aws.kms.ReplicaKey in another Region",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html",
  standards: { nist: ["CP-6", "CP-9", "SC-12(1)"] },
  options: {
    tag: {
      description: "tag key that says how critical a key is",
      schema: { type: "string" },
      default: "Criticality",
    },
    values: textList("values of the tag, in lower case, that ask for a replica", {}, ["critical"]),
  },
  check(estate, { tag, values }) {
    const related = relatedKeys(estate);
    return estate.key.map((key): EstateVerdict => {
      const { resource, tags, role } = key;
      if (role === "replica") return { resource, verdict: notApplicable("the key is a replica itself") };
      if (tags === UNKNOWN) return { resource, verdict: unknown("tags") };
      const value = tagValue(tags, tag)?.toLowerCase();
      if (value === undefined || !values.includes(value))
        return { resource, verdict: notApplicable(`the key is not tagged ${tag}: ${values.join(" or ")}`) };
      const hasReplica = related.some(({ primary }) => primary === key);
      return {
        resource,
        verdict: hasReplica ? pass : violation("the key is critical and has no replica in a second Region"),
      };
    });
  },
});
