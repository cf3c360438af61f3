/** When a history is long enough to compare with: a week, or fifty events. */

/** Days. */
export const BASELINE_DAYS = 7;
/** Events. */
export const BASELINE_EVENTS = 50;

/** In words, for reports. */
export const BASELINE = `${BASELINE_DAYS} days or ${BASELINE_EVENTS} events`;

/**
 * SQL for "there is a baseline".
 * @param first when the history begins
 * @param now when it ends
 * @param events its events
 */
export function isBaseline(first: string, now: string, events: string): string {
  return `(coalesce(${events}, 0) >= ${BASELINE_EVENTS} OR coalesce(${now} - ${first} >= INTERVAL ${BASELINE_DAYS} DAYS, FALSE))`;
}
