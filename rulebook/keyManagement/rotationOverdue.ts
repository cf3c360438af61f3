import { canRotate, DEFAULT_ROTATION_PERIOD_IN_DAYS } from "../../kms/keySpecs";
import { daysBetween } from "../days";
import { knownOr, UNKNOWN } from "../facts";
import { wholeNumber } from "../options";
import { isDying } from "./keyPendingDeletion";
import { keyRule, notApplicable, pass, unknown, violation } from "../rule";

/** Days beyond the period after which a rotation that AWS promised is late. */
const GRACE_IN_DAYS = 7;

/** The key material is no older than it is meant to be. */
export const rotationOverdue = keyRule<{ maximumAgeInDays: number }>({
  id: "kms-rotation-overdue",
  title: "Key material is not older than meant",
  area: "Key management",
  severity: "medium",
  level: "advisory",
  sight: ["live"],
  rationale:
    "A switch that is on says nothing of whether the material was replaced; keys that AWS cannot rotate age until somebody replaces them.",
  remedy: {
    setting: "rotation: true, or a new key for a kind that cannot rotate",
    property: "enableKeyRotation, RotateKeyOnDemand, or a new key that the alias moves to",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
  standards: { nist: ["SC-12"], pci: ["3.7.4"] },
  options: {
    maximumAgeInDays: wholeNumber(
      "the age, in days, at which a key that AWS cannot rotate is to be replaced",
      {
        minimum: 90,
        maximum: 36_500,
        default: 730,
      },
    ),
  },
  check(key, { maximumAgeInDays }) {
    if (key.live === undefined) return notApplicable("a key that is only planned has no age");
    if (key.role === "replica") return notApplicable("a replica key rotates with its primary key");
    if (isDying(key)) return notApplicable("AWS KMS rotates no key that waits for its deletion");
    const { createdAt, readAt, rotatedAt } = key.live;
    if (rotatedAt === UNKNOWN) return unknown("last rotation");
    if (key.spec === UNKNOWN || key.origin === UNKNOWN) return unknown("key spec or key material origin");
    const age = daysBetween(rotatedAt ?? createdAt, readAt);
    if (!canRotate({ spec: key.spec, origin: key.origin }))
      return age > maximumAgeInDays
        ? violation(`the key material is ${age} days old, and AWS KMS cannot rotate it`)
        : pass;
    const period =
      knownOr(key.rotationPeriodInDays, DEFAULT_ROTATION_PERIOD_IN_DAYS) ?? DEFAULT_ROTATION_PERIOD_IN_DAYS;
    return age > period + GRACE_IN_DAYS
      ? violation(`the key material is ${age} days old, with a rotation period of ${period} days`)
      : pass;
  },
});
