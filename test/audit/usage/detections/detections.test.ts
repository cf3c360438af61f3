import assert from "node:assert/strict";
import { detections } from "../../../../audit/usage/detections";
import { behaviourCases } from "./behaviourCases";
import { outcomeOf } from "./cases";
import { destructionCases } from "./destructionCases";
import { policyCases } from "./policyCases";

const cases = { ...policyCases, ...destructionCases, ...behaviourCases };

describe("detections", () => {
  for (const { id, title } of detections)
    describe(`${id} ${title}`, () => {
      for (const { name, records, allow, expected, says, notes } of cases[id] ?? [])
        it(name, async () => {
          const outcome = await outcomeOf(id, records, allow);
          const severities = outcome.findings.map(({ severity }) => severity);
          assert.deepEqual(
            [...severities].sort(),
            [...expected].sort(),
            JSON.stringify(outcome.findings, undefined, 1),
          );
          if (says !== undefined)
            assert.match(outcome.findings.map(({ message }) => message).join("\n"), says);
          if (notes !== undefined) assert.match(outcome.notes.join("\n"), notes);
          const known = new Set(records.map(({ eventID }) => eventID));
          for (const { events, count } of outcome.findings) {
            assert.ok(events.length > 0 && events.length <= count, `${events.length} of ${count}`);
            assert.ok(events.every((event) => known.has(event)));
          }
        });

      it("has a case that fires and two that must not", () => {
        const own = cases[id] ?? [];
        assert.ok(own.some(({ expected }) => expected.length > 0));
        assert.ok(own.filter(({ expected }) => expected.length === 0).length >= 2);
      });
    });
});
