import { canRotate } from "../../kms/keySpecs";
import { UNKNOWN } from "../facts";
import { isDying } from "./keyPendingDeletion";
import { keyRule, notApplicable, pass, unknown, violation } from "../rule";
import { keySpecStrength } from "./keySpecStrength";

/** A key that can rotate by itself does. */
export const rotationEnabled = keyRule({
  id: "kms-rotation-enabled",
  title: "Keys that can rotate do rotate",
  area: "Key management",
  severity: "medium",
  level: "mandatory",
  rationale:
    "Rotation limits how much data one version of the key material protects, and costs the key's users nothing.",
  remedy: { setting: "rotation: true", property: "enableKeyRotation: true" },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys-enable.html",
  standards: { cis: ["3.6"], nist: ["SC-12", "SC-12(2)", "SC-28(3)"], pci: ["3.7.4"] },
  check(key) {
    if (key.role === "replica") return notApplicable("a replica key rotates with its primary key");
    if (isDying(key)) return notApplicable("AWS KMS rotates no key that waits for its deletion");
    if (key.usage !== UNKNOWN && key.usage !== "ENCRYPT_DECRYPT")
      return notApplicable(`AWS KMS cannot rotate a key for ${key.usage}`);
    if (key.spec === UNKNOWN) return unknown("key spec", keySpecStrength.id);
    if (key.origin === UNKNOWN) return unknown("key material origin");
    if (!canRotate({ spec: key.spec, origin: key.origin })) {
      return notApplicable(`AWS KMS cannot rotate a ${key.spec} key with ${key.origin} material`);
    }
    if (key.rotationEnabled === UNKNOWN) return unknown("automatic rotation");
    return key.rotationEnabled ? pass : violation("automatic rotation is off");
  },
});
