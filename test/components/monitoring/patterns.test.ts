import assert from "node:assert/strict";
import { allWatches } from "../../../components/monitoring/watches";
import { MAX_FILTER_LENGTH } from "../../../components/monitoring/filterPatterns";
import { watchIds } from "../../../components/monitoring/watch";
import { matchesEvent } from "../../../rulebook/monitoring/eventPattern";
import { matchesRecord } from "../../../rulebook/monitoring/filterPattern";
import { ACCOUNT, busEventOf, cases, DEPLOYER } from "./cases";
import { recordsOf } from "./records";

const watches = allWatches({ accountId: ACCOUNT, partition: "aws", deployers: [DEPLOYER] });

describe("the patterns of the watches", () => {
  it("are all there, each id once", () => {
    assert.deepEqual(watches.map(({ id }) => id).sort(), [...watchIds].sort());
  });

  for (const { id, event, log } of watches) {
    const { sees, misses } = cases[id] ?? { sees: [], misses: [] };

    it(`${id} has cases for what it sees and for near misses`, () => {
      if (event === undefined && log === undefined) return;
      assert.ok(sees.length > 0 && misses.length > 0);
    });

    if (event !== undefined) {
      const matched = (samples: typeof sees) =>
        samples.filter((sample) => matchesEvent(event.pattern, busEventOf(sample))).map(({ what }) => what);
      it(`${id}: its event rule sees what it should, and no near miss`, () => {
        assert.deepEqual([matched(sees), matched(misses)], [sees.map(({ what }) => what), []]);
      });

      it(`${id}: its event rule comes to see read-only calls exactly where it needs them`, () => {
        const readOnly = sees.some(({ record }) => record?.readOnly === true);
        assert.equal(event.readOnlyCalls, readOnly);
      });
    }

    if (log !== undefined) {
      const matched = (samples: typeof sees) =>
        samples
          .filter(({ record }) => record !== undefined && matchesRecord(log.pattern, record))
          .map(({ what }) => what);
      it(`${id}: its metric filter sees what it should, and no near miss`, () => {
        assert.deepEqual([matched(sees), matched(misses)], [sees.map(({ what }) => what), []]);
      });

      it(`${id}: its metric filter is no longer than CloudWatch Logs takes`, () => {
        assert.ok(log.pattern.length <= MAX_FILTER_LENGTH, String(log.pattern.length));
      });
    }
  }

  it("leave no critical event without an alarm that stays in state", () => {
    for (const { id, severity, event } of watches) {
      if (severity !== "critical" || event === undefined) continue;
      for (const { record, what } of cases[id]?.sees ?? []) {
        const kept = watches.some(
          (other) => other.severity === "critical" && other.log && matchesRecord(other.log.pattern, record),
        );
        assert.ok(kept, `${id}: ${what}`);
      }
    }
  });

  it("have the text of CIS 4.7 letter by letter, without a term more", () => {
    const cis = watches.find(({ id }) => id === "disabled-or-deleted");
    assert.equal(
      cis?.log?.pattern,
      "{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}",
    );
  });

  it("are silent about the daily use of keys", () => {
    const daily = [...recordsOf("kmsguide"), ...recordsOf("panther")].filter(
      ({ readOnly, errorCode }) => readOnly === true && errorCode === undefined,
    );
    assert.ok(daily.length > 30);
    const heard = watches.filter(({ event, log }) =>
      daily.some(
        (record) =>
          (event && matchesEvent(event.pattern, busEventOf({ what: "", record }))) === true ||
          (log && matchesRecord(log.pattern, record)) === true,
      ),
    );
    assert.deepEqual(heard, []);
  });

  it("do not look for changes outside Pulumi where nobody says what Pulumi's role is", () => {
    const without = allWatches({ accountId: ACCOUNT, partition: "aws", deployers: [] });
    assert.equal(
      without.some(({ id }) => id === "changed-outside-pulumi"),
      false,
    );
  });
});
