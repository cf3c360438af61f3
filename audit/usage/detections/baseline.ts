/** When a history is long enough to compare with: fifty events, or a week with events on at least five of its days. */

/** Days. */
export const BASELINE_DAYS = 7;
/** Events. */
export const BASELINE_EVENTS = 50;

/** Days that have events. */
const ACTIVE_DAYS = 5;

/** In words, for reports. */
export const BASELINE = `${BASELINE_DAYS} days or ${BASELINE_EVENTS} events`;

/**
 * SQL for "there is a baseline".
 * @param first when the history begins
 * @param now when it ends
 * @param events its events
 * @param active how many days of it have events
 */
export function isBaseline(first: string, now: string, events: string, active: string): string {
  const long = `${now} - ${first} >= INTERVAL '${BASELINE_DAYS}' DAY AND ${active} >= ${ACTIVE_DAYS}`;
  return `(coalesce(${events}, 0) >= ${BASELINE_EVENTS} OR coalesce(${long}, FALSE))`;
}
