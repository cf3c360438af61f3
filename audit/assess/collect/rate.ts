/** How fast one call may be made: as its quota allows, slower where AWS throttles, faster again where it does not. */
import { setTimeout } from "node:timers/promises";

/** The share of a quota that an assessment takes at most: clocks and networks are not exact. */
export const SHARE_OF_QUOTA = 0.96;
/** What is left of the rate after a throttled call. */
const DECREASE = 0.8;
/** What the rate gains in a second without throttling, as a share of the quota. */
const INCREASE_A_SECOND = 0.05;
/** The slowest rate, as a share of the quota. */
const SLOWEST = 0.01;
/** AWS refuses everything until its second is over: only the first refusal of a second counts. Milliseconds. */
const ONE_DECREASE_IN = 1000;
/** How much faster than the rate turns follow each other where some were missed. */
const CATCHING_UP = 2;
/** Timers are no finer: turns of so many milliseconds are handed out at once. */
const AT_ONCE = 2;

/** The time, in milliseconds. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

const realClock: Clock = { now: () => performance.now(), sleep: (milliseconds) => setTimeout(milliseconds) };

/**
 * Hands out turns, at most a second's worth of them in any second, as AWS counts. So turns that a busy machine was too late for are made
 * up for within the second, and never at the cost of the next one. The rate rises by a little and falls by much (AIMD).
 * https://docs.aws.amazon.com/kms/latest/developerguide/throttling.html
 */
export class Rate {
  private perSecond: number;
  private decreasedAt = -Infinity;
  /** When turns were handed out: the latest ones, in a ring. */
  private readonly turns: Float64Array;
  private handedOut = 0;
  private readonly waiting: (() => void)[] = [];

  /** @param quota requests a second that AWS allows */
  constructor(
    private readonly quota: number,
    private readonly clock: Clock = realClock,
  ) {
    this.perSecond = quota * SHARE_OF_QUOTA;
    this.turns = new Float64Array(Math.ceil(this.perSecond)).fill(-Infinity);
  }

  /** Requests a second, at present. */
  get current(): number {
    return this.perSecond;
  }

  /** Resolves when it is the caller's turn; first come, first served. */
  turn(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      if (this.waiting.length === 1) void this.handOut();
    });
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

  private async handOut(): Promise<void> {
    for (let next = this.waiting[0]; next !== undefined; next = this.waiting[0]) {
      const now = this.clock.now();
      const turn = this.nextTurn(now);
      if (turn > now) {
        await this.clock.sleep(turn - now);
        continue;
      }
      this.turns[this.handedOut % this.turns.length] = turn;
      this.handedOut += 1;
      this.waiting.shift();
      next();
    }
  }

  /** Not before a second's worth of turns has grown a second old, nor in one burst. */
  private nextTurn(now: number): number {
    // One less, and two stretches of less than a second would bring more into the second that they share.
    const aSecondsWorth = Math.ceil(this.perSecond);
    const gap = 1000 / this.perSecond;
    const steady = Math.max(this.turnBefore(1) + gap / CATCHING_UP, now - AT_ONCE);
    return Math.max(this.turnBefore(aSecondsWorth) + aSecondsWorth * gap, steady);
  }

  private turnBefore(count: number): number {
    const { length } = this.turns;
    return this.turns[(this.handedOut - count + length * 2) % length] ?? -Infinity;
  }
}
