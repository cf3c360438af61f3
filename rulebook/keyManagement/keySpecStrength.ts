import { keySpecs } from "../../kms/keySpecs";
import { UNKNOWN } from "../facts";
import { textList } from "../options";
import { keyRule, notApplicable, pass, unknown, violation } from "../rule";

/** A key is strong enough for what it is for. */
export const keySpecStrength = keyRule<{ disallowedSpecs: readonly string[] }>({
  id: "kms-key-spec-strength",
  title: "Keys are strong enough",
  area: "Key management",
  severity: "medium",
  level: "mandatory",
  rationale:
    "RSA of 2048 bits gives 112 bits of security: too little for data that must stay secret beyond 2030; a key's spec never changes.",
  remedy: {
    setting: "spec: RSA_3072, RSA_4096 or SYMMETRIC_DEFAULT",
    property: "customerMasterKeySpec: RSA_3072, RSA_4096 or SYMMETRIC_DEFAULT",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html",
  standards: { nist: ["SC-12", "SC-13"], pci: ["3.7.1"] },
  options: {
    disallowedSpecs: textList("key specs that no key may have, for whatever use", { enum: [...keySpecs] }),
  },
  check(key, { disallowedSpecs }) {
    if (key.role === "replica") return notApplicable("a replica key has its primary key's spec");
    if (key.spec === UNKNOWN) return unknown("key spec");
    if (disallowedSpecs.includes(key.spec)) return violation(`the key spec ${key.spec} is not allowed`);
    if (key.spec !== "RSA_2048") return pass;
    if (key.usage === UNKNOWN) return unknown("key usage");
    return key.usage === "ENCRYPT_DECRYPT" ? violation("the key encrypts with RSA of 2048 bits") : pass;
  },
});
