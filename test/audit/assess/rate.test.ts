import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { type Clock, Rate, SHARE_OF_QUOTA } from "../../../audit/assess/collect/rate";
import { Scores } from "../../../audit/assess/score";

/** A clock that stands still until somebody sleeps, and wakes them late by turns. Milliseconds. */
function fakeClock(lateness: readonly number[] = [0]): Clock & { time: number } {
  let sleeps = 0;
  const clock = {
    time: 0,
    now: () => clock.time,
    sleep: async (milliseconds: number) => {
      // Whoever has had a turn looks at the clock first.
      await setImmediate();
      clock.time += milliseconds + (lateness[sleeps % lateness.length] ?? 0);
      sleeps += 1;
    },
  };
  return clock;
}

/** When each of so many callers, who ask at once, has its turn. */
async function turnsOf(rate: Rate, clock: Clock, callers: number): Promise<number[]> {
  const turns: number[] = [];
  const ask = () => rate.turn().then(() => turns.push(clock.now()));
  await Promise.all(Array.from({ length: callers }, ask));
  return turns;
}

describe("the rate of calls", () => {
  const quotas = fc.integer({ min: 1, max: 2000 });
  const callers = fc.integer({ min: 1, max: 3000 });
  const lateness = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 20 });

  it("never hands out more than the quota in any second, however late it is woken", async () => {
    await fc.assert(
      fc.asyncProperty(quotas, callers, lateness, async (quota, count, late) => {
        const clock = fakeClock(late);
        const turns = await turnsOf(new Rate(quota, clock), clock, count);
        for (const [index, turn] of turns.entries()) {
          const aSecondLater = turns[index + quota];
          assert.ok(aSecondLater === undefined || aSecondLater - turn > 990, `${turn} to ${aSecondLater}`);
        }
      }),
      { numRuns: 50, examples: [[3, 4, [0]]] },
    );
  });

  it("hands out its whole share, first come, first served", async () => {
    await fc.assert(
      fc.asyncProperty(quotas, callers, async (quota, count) => {
        const clock = fakeClock();
        const turns = await turnsOf(new Rate(quota, clock), clock, count);
        assert.deepEqual(
          turns,
          [...turns].sort((left, right) => left - right),
        );
        const share = (count / (quota * SHARE_OF_QUOTA)) * 1000;
        assert.ok(clock.time <= share, `${clock.time} > ${share}`);
      }),
      { numRuns: 50 },
    );
  });

  it("makes up within the second for turns that it was woken too late for", async () => {
    const clock = fakeClock([...Array<number>(90).fill(0), 300]);
    await turnsOf(new Rate(100, clock), clock, 1000);
    const steady = 1000 / (100 * SHARE_OF_QUOTA);
    assert.ok(clock.time < steady * 1000 * 1.02, String(clock.time));
  });

  it("falls by much where AWS throttles, once for a burst, and rises by little until it is back", () => {
    const clock = fakeClock();
    const rate = new Rate(100, clock);
    rate.throttled();
    rate.throttled();
    assert.equal(Math.round(rate.current), 77);
    clock.time += 1000;
    rate.throttled();
    assert.equal(Math.round(rate.current), 61);
    const before = rate.current;
    rate.succeeded();
    assert.ok(rate.current > before && rate.current < before + 1);
    for (let call = 0; call < 10_000; call += 1) rate.succeeded();
    assert.equal(rate.current, 100 * SHARE_OF_QUOTA);
  });
});

describe("the score", () => {
  const place = { area: "Access control", account: "111122223333", region: "us-east-1", key: "arn" } as const;

  it("is the share of applicable checks that pass, weighted by severity", () => {
    const scores = new Scores();
    scores.add({ ...place, severity: "critical" }, false);
    scores.add({ ...place, severity: "high" }, true);
    scores.add({ ...place, severity: "medium" }, true);
    scores.add({ ...place, severity: "low" }, true);
    scores.add({ ...place, severity: "low", key: undefined, region: "eu-west-1" }, true);
    assert.deepEqual(scores.total.report(), { score: 50, passed: 4, applied: 5 });
    assert.deepEqual(scores.keys.entries(), [["arn", { score: 47.3, passed: 3, applied: 4 }]]);
    assert.deepEqual(
      scores.regions.entries().map(([region, { score }]) => [region, score]),
      [
        ["eu-west-1", 100],
        ["us-east-1", 47.3],
      ],
    );
  });

  it("is 100 only where nothing fails, and null where nothing applies", () => {
    const scores = new Scores();
    assert.equal(scores.total.report().score, null);
    for (let check = 0; check < 100_000; check += 1) scores.add({ ...place, severity: "critical" }, true);
    assert.equal(scores.total.report().score, 100);
    scores.add({ ...place, severity: "low" }, false);
    assert.equal(scores.total.report().score, 99.9);
  });
});
