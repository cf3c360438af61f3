import assert from "node:assert/strict";
import fc from "fast-check";
import { type Clock, Rate, SHARE_OF_QUOTA } from "../../../audit/assess/collect/rate";
import { Scores } from "../../../audit/assess/score";

/** A clock that stands still until somebody sleeps. */
function fakeClock(): Clock & { time: number } {
  const clock = {
    time: 0,
    now: () => clock.time,
    sleep: (milliseconds: number) => {
      clock.time += milliseconds;
      return Promise.resolve();
    },
  };
  return clock;
}

describe("the rate of calls", () => {
  it("keeps to its share of the quota, however many ask", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 1, max: 500 }),
        async (quota, asked) => {
          const clock = fakeClock();
          const rate = new Rate(quota, clock);
          for (let one = 0; one < asked; one += 1) await rate.turn();
          // Turns saved from before the start: 50 ms of them.
          const least = ((asked - 1) / (quota * SHARE_OF_QUOTA)) * 1000 - 51;
          assert.ok(clock.time >= least, `${clock.time} < ${least}`);
        },
      ),
    );
  });

  it("falls by much where AWS throttles, once for a burst, and rises by little until it is back", () => {
    const clock = fakeClock();
    const rate = new Rate(100, clock);
    rate.throttled();
    rate.throttled();
    assert.equal(Math.round(rate.current), 63);
    clock.time += 1000;
    rate.throttled();
    assert.equal(Math.round(rate.current), 44);
    const before = rate.current;
    rate.succeeded();
    assert.ok(rate.current > before && rate.current < before + 1);
    for (let call = 0; call < 10_000; call += 1) rate.succeeded();
    assert.equal(rate.current, 90);
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
