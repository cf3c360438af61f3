import { keyOrigins } from "../../kms/keySpecs";
import { UNKNOWN } from "../facts";
import { textList } from "../options";
import { keyRule, pass, unknown, violation } from "../rule";

/** Key material comes from where the environment wants it to come from. */
export const originAllowed = keyRule<{ allowedOrigins: readonly string[] }>({
  id: "kms-origin-allowed",
  title: "Key material comes from an allowed source",
  area: "Key management",
  severity: "medium",
  level: "disabled",
  rationale:
    "Imported material must be kept, and imported again, by its owner; a custom key store fails with its cluster or proxy.",
  remedy: {
    setting: "material.from",
    property: "the resource type and customKeyStoreId that the origin needs",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/create-keys.html#key-origin",
  standards: { nist: ["SC-12"] },
  options: {
    allowedOrigins: textList("origins that keys may have", { enum: [...keyOrigins] }, ["AWS_KMS"]),
  },
  check(key, { allowedOrigins }) {
    if (key.origin === UNKNOWN) return unknown("key material origin");
    return allowedOrigins.includes(key.origin)
      ? pass
      : violation(`the key material's origin is ${key.origin}, and ${allowedOrigins.join(", ")} is allowed`);
  },
});
