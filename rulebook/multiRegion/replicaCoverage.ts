import { type Estate, type Fact, isReference, type KeyFacts, resolve, UNKNOWN } from "../facts";
import { type EstateVerdict, estateRule, notApplicable, pass, type Verdict, violation } from "../rule";
import { aliasesOf } from "./aliases";
import { primaryOf, relatedKeys } from "./related";

/** A multi-Region key has replicas, and they look like it. */
export const replicaCoverage = estateRule({
  id: "kms-replica-coverage",
  title: "Multi-Region keys have replicas that match them",
  area: "Multi-Region",
  severity: "medium",
  level: "advisory",
  rationale:
    "A multi-Region key without a replica survives no Region; a replica with another alias, other tags or that is disabled fails the program that moves to it.",
  remedy: {
    setting:
      "replicaRegions, which get the same alias, tags and description; multiRegion: false for a key that needs none",
    property: "an aws.kms.ReplicaKey with the primary's description, tags, enabled state and alias",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-replicate.html",
  standards: { nist: ["CP-9", "SC-12(1)"] },
  check(estate) {
    const related = relatedKeys(estate);
    return estate.key.map((key): EstateVerdict => {
      const { resource, role } = key;
      if (role === "singleRegion") return { resource, verdict: notApplicable("the key is of one Region") };
      if (role === "primary") {
        const hasReplica = related.some(({ primary }) => primary === key);
        return {
          resource,
          verdict: hasReplica ? pass : violation("the multi-Region key has no replica key"),
        };
      }
      const primary = primaryOf(key, estate.key);
      if (primary === undefined) return { resource, verdict: withoutPrimary(key, estate) };
      if (primary.region !== UNKNOWN && primary.region === key.region)
        return {
          resource,
          verdict: violation(`the replica key is in ${primary.region}, where its primary key is`),
        };
      const differences = differencesOf(primary, key, estate);
      return {
        resource,
        verdict:
          differences.length === 0
            ? pass
            : violation(`the replica key has ${differences.join(", ")} than its primary key`),
      };
    });
  },
});

/** AWS replicates multi-Region keys alone. */
function withoutPrimary({ primary: reference }: KeyFacts, estate: Estate): Verdict {
  const single = isReference(reference) ? resolve(reference, estate.key) : undefined;
  return single?.role === "singleRegion"
    ? violation(`the key that it replicates, ${single.resource.name}, is no multi-Region key`)
    : notApplicable("its primary key is elsewhere");
}

function differencesOf(primary: KeyFacts, replica: KeyFacts, estate: Estate): string[] {
  return [
    ...(differ(primary.description, replica.description) ? ["another description"] : []),
    ...(differ(primary.enabled, replica.enabled) ? ["another enabled state"] : []),
    ...(differ(tagsText(primary), tagsText(replica)) ? ["other tags"] : []),
    ...(differ(aliasText(primary, estate), aliasText(replica, estate)) ? ["other aliases"] : []),
  ];
}

function differ(left: Fact<unknown>, right: Fact<unknown>): boolean {
  return left !== UNKNOWN && right !== UNKNOWN && left !== right;
}

function tagsText({ tags }: KeyFacts): Fact<string> {
  return tags === UNKNOWN ? UNKNOWN : JSON.stringify(Object.entries(tags).sort());
}

function aliasText(key: KeyFacts, estate: Estate): Fact<string> {
  const names = aliasesOf(key, estate).map(({ name }) => name);
  return names.includes(UNKNOWN) || names.includes(undefined) ? UNKNOWN : names.sort().join();
}
