import { quoted } from "../filters";
import { likePattern } from "./allowList";
import { type Detection, type Trail } from "./detection";
import { foundHits, KEY, keyName, nameOf, parameter, SUCCEEDED } from "./hits";

/** Days: AWS allows 7 to 30. */
const SHORT = 7;

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html#KMS-ScheduleKeyDeletion-request-PendingWindowInDays */
export const shortDeletionWindow: Detection = {
  id: "KMS-04",
  title: "Key scheduled for deletion with the shortest waiting period",
  severity: "critical",
  technique: { id: "T1485", name: "Data Destruction" },
  rationale:
    "After the waiting period everything that was encrypted with the key is lost. Who asks for the shortest one does not want it to be noticed in time.",
  remediation:
    "Call CancelKeyDeletion and EnableKey, then find out who asked and why. Deny short windows with kms:ScheduleKeyDeletionPendingWindowInDays.",
  falsePositives: "Stacks that are made for tests and removed: list their aliases as testAliases.",
  attempts: ["ScheduleKeyDeletion"],
  sigma: { selection: { eventName: "ScheduleKeyDeletion", "requestParameters.pendingWindowInDays": SHORT } },
  find: (trail) =>
    foundHits(
      trail,
      `${SUCCEEDED} AND eventName = 'ScheduleKeyDeletion' AND ${notOfTests(trail)}
        AND TRY_CAST(${parameter("pendingWindowInDays")} AS INTEGER) <= ${SHORT}`,
      ({ principal, key, detail }) => ({
        severity: "critical",
        message: `${nameOf(principal)} scheduled ${keyName(key)} for deletion in ${detail ?? ""} days`,
      }),
      parameter("pendingWindowInDays"),
    ),
};

/** The key has none of the aliases that are listed as those of tests. */
export function notOfTests({ allow: { testAliases } }: Trail): string {
  return testAliases.length === 0 ? "TRUE" : `coalesce(${KEY} NOT IN (${keysWithAlias(testAliases)}), TRUE)`;
}

/** The ARNs of keys that events name by one of these aliases, as a SELECT. */
export function keysWithAlias(patterns: readonly string[]): string {
  const alias =
    "coalesce(json_extract_scalar(requestParameters, '$.aliasName'), regexp_extract(requestedKey, 'alias/.*$'))";
  const matches = patterns.map((pattern) => `${alias} LIKE ${quoted(likePattern(pattern))} ESCAPE '\\'`);
  return `SELECT DISTINCT keyArn FROM events WHERE keyArn IS NOT NULL AND (${matches.join(" OR ")})`;
}
