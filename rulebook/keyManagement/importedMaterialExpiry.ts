import { daysBetween } from "../days";
import { UNKNOWN } from "../facts";
import { wholeNumber } from "../options";
import { keyRule, notApplicable, pass, unknown, violation } from "../rule";

/** Imported key material does not expire unnoticed. */
export const importedMaterialExpiry = keyRule<{ minimumDays: number }>({
  id: "kms-imported-material-expiry",
  title: "Imported key material does not expire soon",
  area: "Key management",
  severity: "high",
  level: "advisory",
  rationale:
    "At its expiry AWS deletes imported material, and whatever the key encrypted cannot be read until the same material is imported again.",
  remedy: {
    setting: "material.validTo further off, with the same material imported again",
    property: "validTo further off, with the same material imported again",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-import-key-material.html",
  standards: { nist: ["SC-12(1)"] },
  options: {
    minimumDays: wholeNumber("days that material must still be valid for", {
      minimum: 1,
      maximum: 3650,
      default: 30,
    }),
  },
  check(key, { minimumDays }) {
    if (key.origin === UNKNOWN) return unknown("key material origin");
    if (key.origin !== "EXTERNAL") return notApplicable(`${key.origin} material never expires`);
    if (key.materialExpiresAt === UNKNOWN) return unknown("expiry of the imported material");
    if (key.materialExpiresAt === undefined) return pass;
    const days = daysBetween(key.live?.readAt ?? new Date().toISOString(), key.materialExpiresAt);
    if (Number.isNaN(days)) return violation(`the expiry "${key.materialExpiresAt}" is no time`);
    if (days < 0) return violation(`the imported material expired at ${key.materialExpiresAt}`);
    return days < minimumDays
      ? violation(`the imported material expires at ${key.materialExpiresAt}, in ${days} days`)
      : pass;
  },
});
