import type { Detection, Severity } from "./detection";
import { foundHits, type Hit, keyName, nameOf, parameter, SUCCEEDED } from "./hits";

/** Days of imported material that are as short as the shortest waiting period of a deletion. */
const SHORT = 7;
/** Milliseconds. */
const DAY = 24 * 3_600_000;

/** https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-delete-key-material.html */
export const importedMaterial: Detection = {
  id: "KMS-07",
  title: "Key material from outside: made, imported or deleted",
  severity: "critical",
  technique: { id: "T1486", name: "Data Encrypted for Impact" },
  rationale:
    "Who brings the key material can take it away at once, without a waiting period: data is encrypted with a key that only the attacker has a copy of, and held to ransom.",
  remediation:
    "Find out who holds the material. After DeleteImportedKeyMaterial import the same material again; no other will do. Deny kms:ImportKeyMaterial and kms:DeleteImportedKeyMaterial by SCP where nobody needs them.",
  falsePositives:
    "Teams that bring their own keys by policy, and rotate them. Material that is valid for no more than seven days is critical, since that is an import and a deletion in one.",
  attempts: ["ImportKeyMaterial", "DeleteImportedKeyMaterial"],
  sigma: { selection: { eventName: ["ImportKeyMaterial", "DeleteImportedKeyMaterial"] } },
  find: (trail) =>
    foundHits(
      trail,
      `${SUCCEEDED} AND (eventName IN ('ImportKeyMaterial', 'DeleteImportedKeyMaterial')
        OR (eventName = 'CreateKey' AND ${parameter("origin")} IN ('EXTERNAL', 'EXTERNAL_KEY_STORE')))`,
      tell,
      `coalesce(${parameter("origin")}, ${parameter("validTo")})`,
    ),
};

function tell({ eventName, principal, key, detail, time }: Hit): { severity: Severity; message: string } {
  const who = nameOf(principal);
  if (eventName === "DeleteImportedKeyMaterial")
    return {
      severity: "critical",
      message: `${who} deleted the imported material of ${keyName(key)}, at once`,
    };
  if (eventName === "CreateKey")
    return { severity: "high", message: `${who} made ${keyName(key)} with origin ${detail ?? ""}` };
  const until = detail === null ? "" : `, valid until ${detail}`;
  return {
    severity: detail !== null && daysBetween(time, detail) <= SHORT ? "critical" : "high",
    message: `${who} imported material into ${keyName(key)}${until}`,
  };
}

/** @param until as CloudTrail writes it: `Jan 1, 2027 8:00:00 PM`, UTC, or ISO 8601. NaN where it is neither */
function daysBetween(from: string, until: string): number {
  const end = Date.parse(/\dT\d/.test(until) ? until : `${until} UTC`);
  return (end - Date.parse(from)) / DAY;
}
