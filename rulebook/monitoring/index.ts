/** The rules about who hears of what happens to keys. */
import type { Rule } from "../rule";
import { alarmDeletion, alarmFailures, alarmPolicyChange } from "./alarmRules";
import { metricExists } from "./metricExists";
import { topicDeliverable } from "./topicDeliverable";
import { trail } from "./trail";
import { trailEncrypted } from "./trailEncrypted";

/** In the order of reports. */
export const monitoring: readonly Rule[] = [
  trail,
  trailEncrypted,
  alarmDeletion,
  alarmPolicyChange,
  alarmFailures,
  topicDeliverable,
  metricExists,
];
