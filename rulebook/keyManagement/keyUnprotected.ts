import { keyRule, notApplicable, pass, violation } from "../rule";

/** Pulumi refuses to delete a key by itself. */
export const keyUnprotected = keyRule({
  id: "kms-key-unprotected",
  title: "Pulumi refuses to delete keys",
  area: "Key management",
  severity: "high",
  level: "disabled",
  sight: ["preview"],
  rationale: "A renamed resource or a stack destroyed by mistake schedules the deletion of every key in it.",
  remedy: { setting: "protect: true", property: "the resource option protect: true" },
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
  standards: { nist: ["SC-12(1)", "CM-3"] },
  check(key) {
    if (key.protected === undefined) return notApplicable("only a Pulumi program can protect a key");
    return key.protected ? pass : violation("nothing keeps Pulumi from deleting the key");
  },
});
