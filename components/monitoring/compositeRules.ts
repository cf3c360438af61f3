/** One alarm for all of an environment's alarms in a Region; a composite alarm sees no other Region. */
import type { AlarmPlan } from "./alarmPlan";
import { alarmArn, type Owner, prefixOf } from "./names";

/** A composite alarm. */
export interface CompositePlan {
  readonly name: string;
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
  readonly rule: string;
}

/** So many fit into the 10,240 characters of a rule, however long their names are. */
const MAX_ALARMS = 50;

/** The composite alarms over `alarms` of one Region, the environment's own last; the others are its parts where there are many alarms. */
export function compositePlans(
  owner: Owner,
  region: string,
  alarms: readonly Pick<AlarmPlan, "name">[],
): readonly CompositePlan[] {
  const anyOf = (some: readonly { readonly name: string }[]) =>
    some.map(({ name }) => `ALARM("${alarmArn(owner, region, name)}")`).join(" OR ");
  const name = prefixOf(owner);
  if (alarms.length === 0) return [];
  if (alarms.length <= MAX_ALARMS) return [{ name, rule: anyOf(alarms) }];
  const parts = Array.from({ length: Math.ceil(alarms.length / MAX_ALARMS) }, (_, index) => ({
    name: `${name}-part-${index + 1}`,
    rule: anyOf(alarms.slice(index * MAX_ALARMS, (index + 1) * MAX_ALARMS)),
  }));
  return [...parts, { name, rule: anyOf(parts) }];
}
