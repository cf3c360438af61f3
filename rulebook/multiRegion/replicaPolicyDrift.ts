import { compare } from "../../kms/policy/compare";
import { localizeKeyPolicy } from "../../kms/policy/localize";
import { type Estate, knownOr, UNKNOWN } from "../facts";
import { type Judged, judgedPolicy } from "../policy/analysis";
import { estateRule, pass, unknown, type Verdict, violation } from "../rule";
import { policyInForce, type Related, relatedKeys } from "./related";

/** A replica lets in whom its primary lets in. */
export const replicaPolicyDrift = estateRule({
  id: "kms-replica-policy-drift",
  title: "Replicas let in whom their primary lets in",
  area: "Multi-Region",
  severity: "high",
  level: "mandatory",
  rationale:
    "Key policies are not shared between related keys, which hold the same material: the weakest policy of all Regions decides who reads the data.",
  remedy: {
    setting: "one key with replicaRegions: each Region gets the same policy, localized",
    property: "the same policy on the ReplicaKey, with its own Region in conditions",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html",
  standards: { nist: ["AC-3", "AC-6", "CM-6"] },
  check: (estate) =>
    relatedKeys(estate).map((related) => ({
      resource: related.replica.resource,
      verdict: verdictOn(related, estate),
    })),
});

function verdictOn({ primary, replica }: Related, estate: Estate): Verdict {
  const [of, to] = [policyInForce(primary, estate), policyInForce(replica, estate)];
  if (of.policy !== UNKNOWN && to.policy !== UNKNOWN && of.policy.kind !== to.policy.kind) {
    if (to.policy.kind === "default")
      return violation(
        "the replica key has AWS's default key policy, and its primary key has one of its own",
      );
    if (of.policy.kind === "default")
      return violation(
        "the replica key has a key policy of its own, and its primary key has AWS's default one",
      );
  }
  const [old, young] = [judgedPolicy(of), judgedPolicy(to)];
  if ("verdict" in old) return old.verdict.status === "notApplicable" ? pass : old.verdict;
  if ("verdict" in young) return young.verdict;
  const [from, here] = [knownOr(primary.region, undefined), knownOr(replica.region, undefined)];
  if (from === undefined || here === undefined) return unknown("Region of the key or of its replica");
  return difference(old, young, { from, to: here });
}

function difference(
  primary: Judged,
  replica: Judged,
  move: { readonly from: string; readonly to: string },
): Verdict {
  const { gained, lost } = compare(localizeKeyPolicy(primary.policy, move), replica.policy, {
    ownerAccount: primary.ownerAccount,
    region: move.to,
  });
  const told = [
    ...gained.map(
      ({ principals, actions }) => `${principals.join(", ")} can call ${actions.join(", ")} only here`,
    ),
    ...lost.map(
      ({ principals, actions }) =>
        `${principals.join(", ")} can call ${actions.join(", ")} only with the primary key`,
    ),
  ];
  return told.length === 0
    ? pass
    : violation(
        `the replica key's policy differs from its primary key's: ${told.join("; ")}`,
        [...gained, ...lost].map(({ witness }) => ({ witness })),
      );
}
