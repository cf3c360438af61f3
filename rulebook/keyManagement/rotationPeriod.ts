import { canRotate, DEFAULT_ROTATION_PERIOD_IN_DAYS, ROTATION_PERIOD_IN_DAYS } from "../../kms/keySpecs";
import { UNKNOWN } from "../facts";
import { wholeNumber } from "../options";
import { keyRule, notApplicable, pass, unknown, violation } from "../rule";

/** Rotation comes often enough, within what AWS takes. */
export const rotationPeriod = keyRule<{ maximumDays: number }>({
  id: "kms-rotation-period",
  title: "Keys rotate often enough",
  area: "Key management",
  severity: "medium",
  level: "mandatory",
  rationale: "A period of years is rotation in name only, and AWS refuses one outside 90 to 2560 days.",
  remedy: { setting: "rotationPeriodInDays: 365 or less", property: "rotationPeriodInDays: 365 or less" },
  awsPage: "https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html",
  standards: { nist: ["SC-12"], pci: ["3.7.4"] },
  options: {
    maximumDays: wholeNumber("the longest period allowed, in days", {
      minimum: ROTATION_PERIOD_IN_DAYS.min,
      maximum: ROTATION_PERIOD_IN_DAYS.max,
      default: DEFAULT_ROTATION_PERIOD_IN_DAYS,
    }),
  },
  check(key, { maximumDays }) {
    if (key.role === "replica") return notApplicable("a replica key rotates with its primary key");
    if (key.rotationEnabled === false) return notApplicable("automatic rotation is off");
    if (key.spec !== UNKNOWN && key.origin !== UNKNOWN && !canRotate({ spec: key.spec, origin: key.origin }))
      return notApplicable("AWS KMS cannot rotate this key");
    if (key.rotationPeriodInDays === UNKNOWN) return unknown("rotation period");
    const days = key.rotationPeriodInDays ?? DEFAULT_ROTATION_PERIOD_IN_DAYS;
    const { min, max } = ROTATION_PERIOD_IN_DAYS;
    if (!(days >= min && days <= max))
      return violation(`the rotation period is ${days} days, and AWS takes ${min} to ${max}`);
    return days <= maximumDays
      ? pass
      : violation(`the rotation period is ${days} days, above the maximum of ${maximumDays} days`);
  },
});
