/** When a history is long enough to compare with: fifty events, or a week with events in at least seven hours of it. */

/** Days. */
export const BASELINE_DAYS = 7;
/** Events. */
export const BASELINE_EVENTS = 50;

/** Hours that have events. */
const BASELINE_HOURS = 7;

/** In words, for reports. */
export const BASELINE = `${BASELINE_DAYS} days or ${BASELINE_EVENTS} events`;

/**
 * SQL for "there is a baseline".
 * @param first when the history begins
 * @param now when it ends
 * @param events its events
 * @param hours how many hours of it have events
 */
export function isBaseline(first: string, now: string, events: string, hours: string): string {
  const long = `${now} - ${first} >= INTERVAL ${BASELINE_DAYS} DAYS AND ${hours} >= ${BASELINE_HOURS}`;
  return `(coalesce(${events}, 0) >= ${BASELINE_EVENTS} OR coalesce(${long}, FALSE))`;
}
