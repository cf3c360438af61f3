import { daysBetween } from "../days";
import { UNKNOWN } from "../facts";
import { wholeNumber } from "../options";
import { keyRule, notApplicable, pass, unknown, violation } from "../rule";

/** No key lies around for nothing. */
export const unusedKey = keyRule<{ maximumDays: number }>({
  id: "kms-unused-key",
  title: "Keys are used",
  area: "Key management",
  severity: "low",
  level: "advisory",
  sight: ["live"],
  rationale:
    "A key that nobody uses costs every month, and is one more that somebody may use for what it is not meant for.",
  remedy: {
    setting: "enabled: false first, and the key removed when nothing fails",
    property: "isEnabled: false first, and a deletion with 30 days when nothing fails",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys-determining-usage.html",
  standards: { pci: ["3.7.5"] },
  options: {
    maximumDays: wholeNumber("days without any use", { minimum: 1, maximum: 3650, default: 90 }),
  },
  check({ live }, { maximumDays }) {
    if (live === undefined) return notApplicable("a key that is only planned has no use to look at");
    if (live.usedAt === UNKNOWN) return unknown("last use");
    const days = daysBetween(live.usedAt ?? live.createdAt, live.readAt);
    if (days <= maximumDays) return pass;
    return violation(
      live.usedAt === undefined
        ? `the key was never used in the ${days} days since it was made`
        : `the key was not used for ${days} days`,
    );
  },
});
