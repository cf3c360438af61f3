import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { athenaText, copyStatement } from "../../audit/usage/athena/athenaTrail";
import { recordsOf } from "../../audit/usage/athena/trailEvents";
import { detections } from "../../audit/usage/detections";
import { nothingAllowed } from "../../audit/usage/detections/allowList";
import { detect, findingsOf } from "../../audit/usage/detections/detect";
import { everything, type Filters } from "../../audit/usage/filters";
import type { Answerer } from "../../audit/usage/questions/question";
import { openDatabase } from "../../audit/usage/records/database";
import { createRareEvents } from "../../audit/usage/records/eventsTable";
import { takeIn } from "../../audit/usage/records/intake";
import { reportOn } from "../../audit/usage/report";
import { trino as dialect } from "../../audit/usage/sql/dialect";
import { glueRow, trinoColumns } from "../audit/usage/athena/glueRows";
import { behaviourCases } from "../audit/usage/detections/behaviourCases";
import { outcomeOf } from "../audit/usage/detections/cases";
import { destructionCases } from "../audit/usage/detections/destructionCases";
import { policyCases } from "../audit/usage/detections/policyCases";
import { event, type Event, trailFile } from "../audit/usage/trail";
import { Trino, trinoMissing } from "./trino";

const cases = { ...policyCases, ...destructionCases, ...behaviourCases };
const table = { database: "trail", name: `"trail"."cloudtrail"`, partitions: "TRUE" };
const corpora = ["invictus", "kmsguide", "panther", "traildiscover"];

/** The same questions, asked of Trino: the parser, planner and operators that Athena is made of. */
describe("questions and detections in Trino", () => {
  let trino: Trino;
  before(function () {
    const missing = trinoMissing();
    if (missing !== undefined) {
      console.log(`      skipped: ${missing}`);
      this.skip();
    }
    trino = Trino.start();
  });
  after(() => trino.close());

  /** Puts records into the table, file by file, and copies them as `--athena` does first. */
  async function copied(files: ReadonlyMap<string, readonly Event[]>, filters = everything): Promise<void> {
    const rows = [...files].flatMap(([file, records]) => records.map((record) => glueRow(record, file)));
    await trino.load(trinoColumns, rows);
    await trino.copy(dialect.text(recordsOf(table.name, table.partitions, filters)));
  }

  /** What answers from the copy, or from one file of it. */
  function answerer(file?: string, filters: Filters = everything): Answerer {
    const records = `SELECT * FROM "trail"."copy"${file === undefined ? "" : ` WHERE file = '${file}'`}`;
    return { rows: (sql) => trino.rows(athenaText(sql, records, filters, dialect)) };
  }

  describe("in every case of a detection find what DuckDB finds", () => {
    before(() =>
      copied(
        new Map(
          Object.entries(cases).flatMap(([id, own]) =>
            own.map(({ records }, number) => [`${id} ${number}`, records]),
          ),
        ),
      ),
    );

    for (const detection of detections)
      it(`${detection.id} ${detection.title}`, async () => {
        for (const [number, { name, records, allow }] of (cases[detection.id] ?? []).entries())
          same(
            await findingsOf(detection, answerer(`${detection.id} ${number}`), {
              ...nothingAllowed,
              ...allow,
            }),
            await outcomeOf(detection.id, records, allow),
            name,
          );
      });
  });

  for (const name of corpora)
    it(`makes of ${name} the report that DuckDB makes`, async () => {
      const { Records: records } = JSON.parse(
        gunzipSync(readFileSync(`test/data/cloudtrail/${name}.json.gz`)).toString(),
      ) as { Records: readonly Event[] };
      await copied(new Map([["records.json", records]]));
      same(await reportOf(answerer()), await reportFromFile(records));
    });

  it("counts repeated deliveries, follows aliases and filters as DuckDB does", async () => {
    const records = [
      event(1, { requestParameters: { keyId: "alias/app", encryptionContext: { z: "1", a: 'say "ü"' } } }),
      event(1, { requestParameters: { keyId: "alias/app", encryptionContext: { z: "1", a: 'say "ü"' } } }),
      event(2, { requestParameters: { keyId: "alias/app" }, resources: [] }),
      event(3, { requestParameters: { keyId: "alias/other" }, resources: [] }),
      event(4, { userIdentity: { type: "AWSService", invokedBy: "s3.amazonaws.com" } }),
    ];
    for (const filters of [
      everything,
      { ...everything, keys: ["alias/app"] },
      { ...everything, principals: ["Reader"], since: new Date("2026-10-01T00:00:02Z") },
    ]) {
      await copied(new Map([["records.json", records]]), filters);
      same(await reportOf(answerer(undefined, filters)), await reportFromFile(records, filters));
    }
  });

  it("understands the statement that copies the events", () =>
    trino.parse(copyStatement(`"trail"."copy"`, table, everything, dialect)));
});

const nothingRead = { sources: 0, records: 0, duplicates: 0, skipped: 0, broken: 0, brokenRecords: [] };

function same(asked: unknown, fromFile: unknown, message?: string): void {
  assert.deepEqual(asked, fromFile, message);
}

async function reportOf(answerer: Answerer): Promise<unknown> {
  return reportOn(answerer, nothingRead, undefined, await detect(answerer, nothingAllowed));
}

async function reportFromFile(records: readonly Event[], filters: Filters = everything): Promise<unknown> {
  const database = await openDatabase();
  try {
    const read = () => Promise.resolve(Buffer.from(trailFile(...records)));
    await takeIn(database, [{ name: "trail", read }], filters);
    await createRareEvents(database);
    return await reportOf(database);
  } finally {
    await database.close();
  }
}
