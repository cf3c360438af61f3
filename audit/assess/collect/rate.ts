/** How fast one call may be made: as its quota allows, slower where AWS throttles, faster again where it does not. */
import { setTimeout } from "node:timers/promises";

/** The share of a quota that an assessment takes: others in the account call KMS, too. */
export const SHARE_OF_QUOTA = 0.9;
/** What is left of the rate after a throttled call. */
const DECREASE = 0.7;
/** What the rate gains in a second without throttling, as a share of the quota. */
const INCREASE_A_SECOND = 0.05;
/** The slowest rate, as a share of the quota. */
const SLOWEST = 0.05;
/** One burst of parallel calls throttles many of them: only one of them counts. Milliseconds. */
const ONE_DECREASE_IN = 500;
/** Turns that were not taken may be taken later, for so long. Milliseconds. */
const SAVED_FOR = 50;

/** The time, in milliseconds. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

const realClock: Clock = { now: () => performance.now(), sleep: (milliseconds) => setTimeout(milliseconds) };

/**
 * Hands out turns: a token bucket whose rate rises by a little and falls by much (AIMD).
 * https://docs.aws.amazon.com/kms/latest/developerguide/throttling.html
 */
export class Rate {
  private perSecond: number;
  private nextTurn = -Infinity;
  private decreasedAt = -Infinity;

  /** @param quota requests a second that AWS allows */
  constructor(
    private readonly quota: number,
    private readonly clock: Clock = realClock,
  ) {
    this.perSecond = quota * SHARE_OF_QUOTA;
  }

  /** Requests a second, at present. */
  get current(): number {
    return this.perSecond;
  }

  /** Resolves when it is the caller's turn; first come, first served. */
  async turn(): Promise<void> {
    const now = this.clock.now();
    const turn = Math.max(this.nextTurn, now - SAVED_FOR);
    this.nextTurn = turn + 1000 / this.perSecond;
    if (turn > now) await this.clock.sleep(turn - now);
  }

  /** A call that was not throttled. */
  succeeded(): void {
    const gain = (this.quota * INCREASE_A_SECOND) / this.perSecond;
    this.perSecond = Math.min(this.quota * SHARE_OF_QUOTA, this.perSecond + gain);
  }

  /** A call that AWS throttled. */
  throttled(): void {
    const now = this.clock.now();
    if (now - this.decreasedAt < ONE_DECREASE_IN) return;
    this.decreasedAt = now;
    this.perSecond = Math.max(this.quota * SLOWEST, this.perSecond * DECREASE);
  }
}
