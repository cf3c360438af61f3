import { canRotate } from "../../kms/keySpecs";
import { knownOr, UNKNOWN } from "../facts";
import { keyRule, notApplicable, pass, violation } from "../rule";
import { keySpecStrength } from "./keySpecStrength";
import { rotationEnabled } from "./rotationEnabled";
import { unknown } from "../verdict";

/** Nobody asks AWS for a rotation that it refuses. */
export const rotationUnsupported = keyRule({
  id: "kms-rotation-unsupported",
  title: "Rotation is set only where AWS can rotate",
  area: "Key management",
  severity: "high",
  level: "mandatory",
  sight: ["preview"],
  rationale:
    "AWS refuses to rotate asymmetric, HMAC, imported and custom-store keys: the update fails half-way, with the key already made.",
  remedy: { setting: "no rotation on such a key", property: "no enableKeyRotation on such a key" },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys-enable.html",
  check(key) {
    if (key.role === "replica") return notApplicable("a replica key rotates with its primary key");
    if (!knownOr(key.rotationEnabled, false)) return pass;
    if (key.spec === UNKNOWN) return unknown("key spec", keySpecStrength.id);
    if (key.origin === UNKNOWN) return unknown("key material origin", rotationEnabled.id);
    return canRotate({ spec: key.spec, origin: key.origin })
      ? pass
      : violation(
          `automatic rotation is on, and AWS KMS cannot rotate a ${key.spec} key with ${key.origin} material`,
        );
  },
});
