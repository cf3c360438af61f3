import type { Call } from "./calls";
import { alarmVerdicts } from "./alarms";
import { estateRule } from "../rule";

const mutating = (...names: readonly string[]): readonly Call[] =>
  names.map((eventName) => ({ eventName, readOnly: false }));

/** Of grants to their own account, which services make all day, nobody need hear. */
const grantOutside: Call = {
  eventName: "CreateGrant",
  readOnly: false,
  requestParameters: { granteePrincipal: "arn:aws:iam::999999999999:role/Outsider" },
};

const remedy = {
  property:
    "an EventRule on these calls (or a LogMetricFilter with a MetricAlarm) in each Region, with a topic that somebody subscribes to",
};

/** Somebody hears of a key that is disabled or about to be deleted. */
export const alarmDeletion = estateRule({
  id: "kms-alarm-deletion",
  title: "Somebody hears of keys that are disabled or deleted",
  area: "Monitoring",
  severity: "medium",
  level: "disabled",
  rationale: "A deletion can be taken back only within its window, and only by somebody who hears of it.",
  remedy,
  awsPage:
    "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys-creating-cloudwatch-alarm.html",
  standards: { cis: ["4.7"], nist: ["AU-6", "SI-4"], pci: ["10.4.1"] },
  check: (estate) => alarmVerdicts(estate, mutating("DisableKey", "ScheduleKeyDeletion")),
});

/** Somebody hears of a change of who may use a key, and of what weakens it. */
export const alarmPolicyChange = estateRule({
  id: "kms-alarm-policy-change",
  title: "Somebody hears of changes of key policies, grants, rotation and replicas",
  area: "Monitoring",
  severity: "medium",
  level: "disabled",
  rationale:
    "By these calls somebody gives access away, or takes the protection of time and place from a key, without touching its data.",
  remedy,
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html",
  standards: { nist: ["AU-6", "SI-4"], pci: ["10.4.1"] },
  check: (estate) =>
    alarmVerdicts(estate, [
      grantOutside,
      ...mutating(
        ...["PutKeyPolicy", "DisableKeyRotation", "DeleteImportedKeyMaterial"],
        ...["ReplicateKey", "UpdatePrimaryRegion"],
      ),
    ]),
});

/** Somebody hears of those who try what they may not. */
export const alarmFailures = estateRule({
  id: "kms-alarm-failures",
  title: "Somebody hears of denied requests",
  area: "Monitoring",
  severity: "low",
  level: "disabled",
  rationale:
    "Denied requests are the first sign of a stolen credential, and of a program that lost its access. KMS has no metric of failures.",
  remedy,
  awsPage: "https://docs.aws.amazon.com/kms/latest/developerguide/ct-decrypt.html",
  standards: { cis: ["4.1"], nist: ["AU-6", "SI-4"], pci: ["10.2.1.4"] },
  check: (estate) =>
    alarmVerdicts(estate, [{ eventName: "Decrypt", readOnly: true, errorCode: "AccessDenied" }]),
});
