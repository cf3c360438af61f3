import { UNKNOWN } from "../facts";
import { keyRule, pass, unknown, violation } from "../rule";

/** Every key works. */
export const keyDisabled = keyRule({
  id: "kms-key-disabled",
  title: "Keys are enabled",
  area: "Key management",
  severity: "medium",
  level: "advisory",
  rationale:
    "A disabled key encrypts and decrypts nothing: whatever it protects is out of reach, and it still costs what a working key costs.",
  remedy: {
    setting: "enabled: true",
    property: "isEnabled: true (enabled: true on replicas and external keys)",
  },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html",
  check(key) {
    if (key.live?.state === "Disabled") return violation("the key is disabled");
    if (key.enabled === UNKNOWN) return unknown("enabled state");
    return key.enabled ? pass : violation("the key is disabled");
  },
});
