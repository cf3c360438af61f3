import type { KeyFacts } from "../facts";
import { keyRule, notApplicable, pass, violation } from "../rule";

/** Whether a live key waits for its deletion. */
export function isDying({ live }: KeyFacts): boolean {
  return live?.state === "PendingDeletion" || live?.state === "PendingReplicaDeletion";
}

/** No key is on its way out unnoticed. */
export const keyPendingDeletion = keyRule({
  id: "kms-key-pending-deletion",
  title: "No key waits for its deletion",
  area: "Key management",
  severity: "critical",
  level: "mandatory",
  sight: ["live"],
  rationale:
    "When the waiting period ends, all that the key encrypted is lost for ever; until then one call saves it.",
  remedy: { setting: "the key back among keys", property: "CancelKeyDeletion, then EnableKey" },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
  standards: { fsbp: ["KMS.3"], nist: ["SC-12", "SC-12(2)"] },
  check({ live }) {
    if (live === undefined) return notApplicable("a key that is only planned waits for nothing");
    if (live.state === "PendingDeletion") return violation("the key is scheduled for deletion");
    return live.state === "PendingReplicaDeletion"
      ? violation("the key is scheduled for deletion, as soon as its last replica key is gone")
      : pass;
  },
});
