import type { Detection } from "./detection";
import { foundHits, keyName, nameOf, parameter, SUCCEEDED } from "./hits";
import { notOfTests } from "./keysByAlias";

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
