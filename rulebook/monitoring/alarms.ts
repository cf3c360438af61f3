/** Who hears of a call, by a metric filter with an alarm or by an event rule. */
import {
  type Estate,
  type EventRuleFacts,
  type Fact,
  isReference,
  type Reference,
  resolve,
  type TopicFacts,
  UNKNOWN,
} from "../facts";
import { type EstateVerdict, notApplicable, pass, unknown, violation } from "../verdict";
import { type Call, eventOf, recordOf } from "./calls";
import { matchesEvent } from "./eventPattern";
import { matchesRecord } from "./filterPattern";

const ALL_EVENTS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

/** One verdict for each Region with keys: whether somebody hears of each of these calls there. */
export function alarmVerdicts(estate: Estate, calls: readonly Call[]): readonly EstateVerdict[] {
  if (estate.key.length === 0) return [{ verdict: notApplicable("there is no key to watch") }];
  const regions = new Set(estate.key.map(({ region }) => region));
  if (regions.has(UNKNOWN)) return [{ verdict: unknown("Region of a key") }];
  return [...regions].map((region) => {
    const unheard = calls.filter((call) => !isHeard(estate, call, String(region)));
    const names = unheard.map(({ eventName }) => eventName).join(", ");
    return {
      region,
      verdict:
        unheard.length === 0
          ? pass
          : violation(
              `nobody hears of ${names} in ${String(region)}: no alarm or event rule reaches a topic with a subscriber`,
            ),
    };
  });
}

function isHeard(estate: Estate, call: Call, region: string): boolean {
  return byMetricFilter(estate, call, region) || byEventRule(estate, call, region);
}

/** A trail of all Regions sends all its events to the one log group that it has. */
function byMetricFilter(estate: Estate, call: Call, region: string): boolean {
  const gathers = estate.trail.length === 0 || estate.trail.some(({ multiRegion }) => multiRegion !== false);
  return estate.metricFilter.some(
    (filter) =>
      filter.pattern !== UNKNOWN &&
      matchesRecord(filter.pattern, recordOf(call, region)) &&
      (gathers || filter.region === region) &&
      estate.alarm.some(
        (alarm) =>
          alarm.namespace === filter.namespace &&
          alarm.metric === filter.metric &&
          alarm.region === filter.region &&
          alarm.actionsEnabled !== false &&
          reachesAnybody(estate, alarm.actions),
      ),
  );
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html : read-only calls need the wider state. */
function byEventRule(estate: Estate, call: Call, region: string): boolean {
  return isEventHeard(estate, eventOf(call, region), region, ({ state }) =>
    call.readOnly ? state === ALL_EVENTS : state !== "DISABLED",
  );
}

/** Whether an event rule of the Region, of those that `isOn` lets count, sends the event to somebody. */
export function isEventHeard(
  estate: Estate,
  event: unknown,
  region: string,
  isOn: (rule: EventRuleFacts) => boolean = ({ state }) => state !== "DISABLED",
): boolean {
  return estate.eventRule.some(
    (rule) =>
      rule.region === region &&
      (rule.bus === "default" || rule.bus === UNKNOWN) &&
      isOn(rule) &&
      rule.pattern !== UNKNOWN &&
      matchesEvent(rule.pattern, event) &&
      estate.eventTarget.some(
        ({ rule: of, target }) =>
          isReference(of) &&
          resolve(of, [rule]) !== undefined &&
          isReference(target) &&
          reachesAnybody(estate, [target]),
      ),
  );
}

/** A topic of the estate needs a subscriber; what is elsewhere is taken to have one. */
export function reachesAnybody(estate: Estate, actions: Fact<readonly Reference[]>): boolean {
  if (actions === UNKNOWN) return false;
  return actions.some((action) => {
    const topic = resolve(action, estate.topic);
    return topic === undefined || hasSubscriber(estate, topic);
  });
}

function hasSubscriber(estate: Estate, topic: TopicFacts): boolean {
  return estate.subscription.some(
    (subscription) => isReference(subscription.topic) && resolve(subscription.topic, [topic]) !== undefined,
  );
}
