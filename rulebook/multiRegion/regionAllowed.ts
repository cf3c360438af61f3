import { UNKNOWN } from "../facts";
import { textList } from "../options";
import { keyRule, notApplicable, pass, unknown, violation } from "../rule";

/** Keys are where the environment wants them. */
export const regionAllowed = keyRule<{ allowedRegions: readonly string[] }>({
  id: "kms-replica-region-allowed",
  title: "Keys and replicas are in approved Regions",
  area: "Multi-Region",
  severity: "high",
  level: "mandatory",
  rationale:
    "A replica holds the same key material: data may be decrypted, and must be governed, wherever there is one.",
  remedy: {
    setting: "primaryRegion and replicaRegions within allowedRegions",
    property: "an approved region",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html",
  standards: { nist: ["AC-4", "SC-12"] },
  options: {
    allowedRegions: textList("Regions that may hold keys (`us-east-1`); any, where empty", {
      pattern: "^[a-z]{2,4}(-[a-z]+)+-[0-9]$",
    }),
  },
  check({ region }, { allowedRegions }) {
    if (allowedRegions.length === 0)
      return notApplicable("no Regions are approved or refused by the configuration");
    if (region === UNKNOWN) return unknown("Region of the key");
    return allowedRegions.includes(region)
      ? pass
      : violation(`the key is in ${region}, and ${allowedRegions.join(", ")} is approved`);
  },
});
