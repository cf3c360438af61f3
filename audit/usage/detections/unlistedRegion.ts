import { quoted } from "../filters";
import { type Detection, found } from "./detection";
import { eachHit, hits, keyName, nameOf, parameter, SUCCEEDED } from "./hits";

const target = `coalesce(${parameter("replicaRegion")}, ${parameter("primaryRegion")})`;
const moves = "eventName IN ('ReplicateKey', 'UpdatePrimaryRegion')";

/** https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html */
export const unlistedRegion: Detection = {
  id: "KMS-17",
  title: "Keys written in a Region outside the list",
  severity: "high",
  technique: { id: "T1535", name: "Unused/Unsupported Cloud Regions" },
  rationale:
    "A replica in a Region that nobody watches decrypts what its primary encrypts; keys made there are found late.",
  remediation:
    "Remove the replica or key; allow only your Regions by SCP with aws:RequestedRegion and kms:ReplicaRegion.",
  falsePositives:
    "None if the list of Regions is right. Without a list, moves of keys between Regions are told as low.",
  async find(trail) {
    const { regions } = trail.allow;
    if (regions === undefined) {
      const moved = await hits(trail, `${SUCCEEDED} AND ${moves}`, target);
      return found(
        eachHit(moved, ({ principal, eventName, key, detail }) => ({
          severity: "low",
          message: `${nameOf(principal)} called ${eventName} on ${keyName(key)} to ${detail ?? "an unknown Region"}; no list of Regions is given`,
        })),
      );
    }
    const list = regions.length === 0 ? "''" : regions.map(quoted).join(", ");
    const written = await hits(
      trail,
      `${SUCCEEDED} AND coalesce(eventType, '') <> 'AwsServiceEvent'
        AND ((${moves} AND ${target} NOT IN (${list})) OR (readOnly = FALSE AND region NOT IN (${list})))`,
      `CASE WHEN ${target} NOT IN (${list}) THEN ${target} ELSE region END`,
      trail.events,
    );
    return found(
      eachHit(written, ({ principal, eventName, key, detail }) => ({
        severity: "high",
        message: `${nameOf(principal)} called ${eventName} on ${keyName(key)}: ${detail ?? ""} is not among the listed Regions`,
      })),
    );
  },
};
