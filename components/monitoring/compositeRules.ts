/** One alarm for all of an environment's alarms in a Region; a composite alarm sees no other Region. */
import type { AlarmPlan } from "./alarmPlan";

/** A composite alarm; the rule names others by their names. */
export interface CompositePlan {
  readonly name: string;
  readonly rule: string;
}

/** Fewer than the 100 alarms, and than the 10,240 characters, that a rule may have. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
const MAX_ALARMS = 60;

/** The composite alarms over `alarms`, the environment's own last; the others are its parts where there are many alarms. */
export function compositePlans(name: string, alarms: readonly AlarmPlan[]): readonly CompositePlan[] {
  const names = alarms.map((alarm) => alarm.name);
  if (names.length === 0) return [];
  if (names.length <= MAX_ALARMS) return [{ name, rule: anyOf(names) }];
  const parts = Array.from({ length: Math.ceil(names.length / MAX_ALARMS) }, (_, index) => ({
    name: `${name}-part-${index + 1}`,
    rule: anyOf(names.slice(index * MAX_ALARMS, (index + 1) * MAX_ALARMS)),
  }));
  return [...parts, { name, rule: anyOf(parts.map((part) => part.name)) }];
}

function anyOf(names: readonly string[]): string {
  return names.map((name) => `ALARM("${name}")`).join(" OR ");
}
