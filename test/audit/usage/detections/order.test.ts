import assert from "node:assert/strict";
import { detections } from "../../../../audit/usage/detections";
import { nothingAllowed } from "../../../../audit/usage/detections/allowList";
import { detect, findingsOf } from "../../../../audit/usage/detections/detect";
import { everything } from "../../../../audit/usage/filters";
import { type Database, openDatabase } from "../../../../audit/usage/records/database";
import { createRareEvents } from "../../../../audit/usage/records/eventsTable";
import { takeIn } from "../../../../audit/usage/records/intake";
import { reportOn } from "../../../../audit/usage/report";
import { type Event, trailFile } from "../trail";
import { behaviourCases } from "./behaviourCases";
import { at } from "./cases";
import { destructionCases } from "./destructionCases";
import { policyCases } from "./policyCases";

const cases = { ...policyCases, ...destructionCases, ...behaviourCases };
const nothingRead = { sources: 0, records: 0, duplicates: 0, skipped: 0, broken: 0, brokenRecords: [] };

/** Orders of the rows, each with how many threads of the engine read them. */
const orders = [
  ["as they come", 1],
  ["one", 1],
  ["another", 4],
  ["a third", 2],
] as const;

/** Events as they are, and so that many are of one moment: then nothing but a total order decides between them. */
const times: Readonly<Record<string, (record: Event) => Event>> = {
  "as they are": (record) => record,
  "of which many are of one moment": (record) => ({ ...record, eventTime: tenMinutes(record) }),
};

describe("the order of the events in the table", () => {
  for (const [which, change] of Object.entries(times)) {
    it(`makes no difference to any detection: events ${which}`, async () => {
      for (const detection of detections) {
        const records = (cases[detection.id] ?? []).flatMap((one) => one.records.map(change));
        await sameInAnyOrder(records, detection.id, (database) =>
          findingsOf(detection, database, { ...nothingAllowed, regions: ["us-east-1"] }),
        );
      }
    });

    it(`makes no difference to the report: events ${which}`, () =>
      sameInAnyOrder(
        Object.values(cases).flatMap((own) => own.flatMap(({ records }) => records.map(change))),
        "report",
        async (database) =>
          reportOn(database, nothingRead, undefined, await detect(database, nothingAllowed)),
      ));
  }
}).timeout(120_000);

/** Asks the same of the same rows in several orders. */
async function sameInAnyOrder(
  records: readonly Event[],
  what: string,
  asked: (database: Database) => Promise<unknown>,
): Promise<void> {
  const database = await openDatabase();
  try {
    const read = () => Promise.resolve(Buffer.from(trailFile(...records)));
    await takeIn(database, [{ name: "synthetic.json", read }], everything);
    await createRareEvents(database);
    let expected: string | undefined;
    for (const [order, threads] of orders) {
      if (expected !== undefined) await shuffle(database, order);
      await database.run(`SET threads = ${threads}`);
      const answer = JSON.stringify(await asked(database), undefined, 1);
      assert.equal(answer, (expected ??= answer), `${what}, rows in ${order} order`);
    }
  } finally {
    await database.close();
  }
}

async function shuffle(database: Database, seed: string): Promise<void> {
  await database.run("CREATE OR REPLACE TEMP TABLE shuffled AS FROM records");
  await database.run("DELETE FROM records");
  await database.run(`INSERT INTO records FROM shuffled ORDER BY md5(concat(eventID, place, '${seed}'))`);
}

function tenMinutes({ eventTime }: Event): string {
  const seconds = (Date.parse(String(eventTime)) - Date.parse(at(0))) / 1000;
  return at(Math.floor(seconds / 600) * 600);
}
