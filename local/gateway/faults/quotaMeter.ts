import type { Quota } from "./quotas";

/**
 * Counts requests against quotas as AWS does: once a quota is used up, every further request is refused for the rest of
 * the interval, a second of the clock (several for quotas below one request a second).
 * https://docs.aws.amazon.com/kms/latest/developerguide/throttling.html
 */
export class QuotaMeter {
  private readonly counts = new Map<string, { interval: number; used: number }>();

  /**
   * Takes one request of a quota.
   * @param owner whose quota it is: account and Region in one text
   * @param now milliseconds
   * @returns whether there was one left
   */
  take(owner: string, { name, perSecond }: Quota, now: number): boolean {
    const seconds = Math.max(1, 1 / perSecond);
    const interval = Math.floor(now / 1000 / seconds);
    const key = `${owner} ${name}`;
    let count = this.counts.get(key);
    if (count?.interval !== interval) this.counts.set(key, (count = { interval, used: 0 }));
    if (count.used >= Math.floor(Math.max(1, perSecond))) return false;
    count.used += 1;
    return true;
  }
}
