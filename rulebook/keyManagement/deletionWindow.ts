import { DEFAULT_DELETION_WINDOW_IN_DAYS, DELETION_WINDOW_IN_DAYS } from "../../kms/keySpecs";
import { UNKNOWN } from "../facts";
import { wholeNumber } from "../options";
import { keyRule, notApplicable, pass, unknown, violation } from "../rule";

/** A deleted key waits long enough for somebody to notice. */
export const deletionWindow = keyRule<{ minimumDays: number }>({
  id: "kms-deletion-window",
  title: "Deleted keys wait long enough",
  area: "Key management",
  severity: "medium",
  level: "mandatory",
  sight: ["preview"],
  rationale:
    "After the waiting period the key, and all that it encrypted, is lost for ever; within it one call brings it back.",
  remedy: { setting: "deletionWindowInDays: 30", property: "deletionWindowInDays: 30" },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys-how-it-works.html",
  standards: { nist: ["SC-12(1)"] },
  options: {
    minimumDays: wholeNumber("the shortest window allowed, in days", {
      minimum: DELETION_WINDOW_IN_DAYS.min,
      maximum: DELETION_WINDOW_IN_DAYS.max,
      default: 30,
    }),
  },
  check(key, { minimumDays }) {
    if (key.live !== undefined) return notApplicable("AWS forgets the window until the key is deleted");
    if (key.deletionWindowInDays === UNKNOWN) return unknown("deletion window");
    const days = key.deletionWindowInDays ?? DEFAULT_DELETION_WINDOW_IN_DAYS;
    return days >= minimumDays
      ? pass
      : violation(`the deletion window is ${days} days, below the minimum of ${minimumDays} days`);
  },
});
