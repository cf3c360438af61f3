import { DEFAULT_DELETION_WINDOW_IN_DAYS } from "../../kms/keySpecs";
import { UNKNOWN } from "../facts";
import { keyRule, pass, unknown, violation } from "../rule";

/** A deleted key waits long enough for somebody to notice. */
export const deletionWindow = keyRule<{ minimumDays: number }>({
  id: "kms-deletion-window",
  title: "Deleted keys wait long enough",
  area: "Key management",
  severity: "medium",
  level: "mandatory",
  rationale:
    "After the waiting period the key, and all that it encrypted, is lost for ever; within it one call brings it back.",
  remedy: { setting: "deletionWindowInDays: 30", property: "deletionWindowInDays: 30" },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys-how-it-works.html",
  options: { minimumDays: { schema: { type: "integer", minimum: 7, maximum: 30 }, default: 30 } },
  check(key, { minimumDays }) {
    if (key.deletionWindowInDays === UNKNOWN) return unknown("deletion window");
    const days = key.deletionWindowInDays ?? DEFAULT_DELETION_WINDOW_IN_DAYS;
    return days >= minimumDays
      ? pass
      : violation(`the deletion window is ${days} days, below the minimum of ${minimumDays} days`);
  },
});
