import { daysBetween } from "../days";
import { isReference, type Estate, type KeyFacts, resolve, UNKNOWN } from "../facts";
import { isEventHeard, reachesAnybody } from "../monitoring/alarms";
import { wholeNumber } from "../options";
import {
  type EstateVerdict,
  estateRule,
  notApplicable,
  pass,
  unknown,
  type Verdict,
  violation,
} from "../rule";
import { rotationEnabled } from "./rotationEnabled";

/** Imported key material does not expire unnoticed. */
export const importedMaterialExpiry = estateRule<{ minimumDays: number }>({
  id: "kms-imported-material-expiry",
  title: "Imported key material does not expire soon, or unnoticed",
  area: "Key management",
  severity: "high",
  level: "advisory",
  rationale:
    "At its expiry AWS deletes imported material, and whatever the key encrypted cannot be read until the same material is imported again.",
  remedy: {
    setting: "material.validTo further off with the same material imported again, and monitoring",
    property:
      "validTo further off with the same material imported again, and an alarm on SecondsUntilKeyMaterialExpiration of the key, or an event rule for KMS Imported Key Material Expiration",
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
  check: (estate, { minimumDays }) =>
    estate.key.map((key): EstateVerdict => ({
      resource: key.resource,
      verdict: verdictOn(key, estate, minimumDays),
    })),
});

function verdictOn(key: KeyFacts, estate: Estate, minimumDays: number): Verdict {
  if (key.origin === UNKNOWN) return unknown("key material origin", rotationEnabled.id);
  if (key.origin !== "EXTERNAL") return notApplicable(`${key.origin} material never expires`);
  const { materialExpiresAt: expiry } = key;
  if (expiry === UNKNOWN) return unknown("expiry of the imported material");
  if (expiry === undefined) return pass;
  const days = daysBetween(key.live?.readAt ?? new Date().toISOString(), expiry);
  if (Number.isNaN(days)) return violation(`the expiry "${expiry}" is no time`);
  if (days < 0) return violation(`the imported material expired at ${expiry}`);
  if (days < minimumDays) return violation(`the imported material expires at ${expiry}, in ${days} days`);
  if (key.region === UNKNOWN) return unknown("Region of the key");
  return isAlarmed(key, estate) || isEventHeard(estate, expiryEvent(key.region), key.region)
    ? pass
    : violation(
        `the imported material expires at ${expiry}, and nobody hears of it: no alarm or event rule reaches a topic with a subscriber`,
      );
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/imported-key-material-expiration-alarm.html */
function isAlarmed(key: KeyFacts, estate: Estate): boolean {
  return estate.alarm.some(
    (alarm) =>
      alarm.namespace === "AWS/KMS" &&
      alarm.metric === "SecondsUntilKeyMaterialExpiration" &&
      alarm.region === key.region &&
      isReference(alarm.key) &&
      resolve(alarm.key, [key]) !== undefined &&
      alarm.actionsEnabled !== false &&
      reachesAnybody(estate, alarm.actions),
  );
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/kms-events.html */
function expiryEvent(region: string) {
  return { source: "aws.kms", "detail-type": "KMS Imported Key Material Expiration", region, detail: {} };
}
