import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { athenaText } from "../../../../audit/usage/athena/athenaTrail";
import { recordsOf } from "../../../../audit/usage/athena/trailEvents";
import { nothingAllowed } from "../../../../audit/usage/detections/allowList";
import { detect } from "../../../../audit/usage/detections/detect";
import { everything, type Filters } from "../../../../audit/usage/filters";
import type { Answerer } from "../../../../audit/usage/questions/question";
import { type Database, openDatabase } from "../../../../audit/usage/records/database";
import { createRareEvents } from "../../../../audit/usage/records/eventsTable";
import { takeIn } from "../../../../audit/usage/records/intake";
import { reportOn } from "../../../../audit/usage/report";
import { duckDb } from "../../../../audit/usage/sql/dialect";
import { behaviourCases } from "../detections/behaviourCases";
import { destructionCases } from "../detections/destructionCases";
import { policyCases } from "../detections/policyCases";
import { event, type Event, keyArn, trailFile } from "../trail";
import { duckDbColumns, glueRow } from "./glueRows";

const cases = { ...policyCases, ...destructionCases, ...behaviourCases };
const otherKeyArn = "arn:aws:kms:us-east-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321";
const nothingRead = { sources: 0, records: 0, duplicates: 0, skipped: 0, broken: 0, brokenRecords: [] };

/** The relation that Athena is asked, in the embedded database, over rows as Athena has them. */
describe("the events of a table in Athena", () => {
  for (const name of ["invictus", "kmsguide", "panther", "traildiscover"])
    it(`are those of the files: ${name}`, () => same(recordsIn(`test/data/cloudtrail/${name}.json.gz`)));

  it("are those of the files: every detection's cases", () =>
    same(Object.values(cases).flatMap((own) => own.flatMap(({ records }) => records))));

  const aliased = [
    event(1, { requestParameters: { keyId: "alias/app", encryptionContext: { z: "1", a: 'say "ü"' } } }),
    event(1, { requestParameters: { keyId: "alias/app", encryptionContext: { z: "1", a: 'say "ü"' } } }),
    event(2, { requestParameters: { keyId: "alias/app" }, resources: [] }),
    event(3, { requestParameters: { keyId: "alias/other" }, resources: [] }),
    event(4, {
      requestParameters: null,
      userIdentity: { type: "AWSService", invokedBy: "s3.amazonaws.com" },
    }),
    event(5, { eventSource: "s3.amazonaws.com", eventName: "GetObject" }),
    event(6, {
      eventName: "ReEncrypt",
      requestParameters: { destinationKeyId: "alias/second" },
      resources: [{ ARN: otherKeyArn }, { ARN: keyArn }],
      userIdentity: { type: "AssumedRole", arn: "arn:aws:sts::111122223333:assumed-role/my_role/session" },
    }),
  ];
  const filters: Readonly<Record<string, Partial<Filters>>> = {
    everything: {},
    "an alias": { keys: ["alias/app"] },
    "the ARN of an alias": { keys: ["arn:aws:kms:us-east-1:111122223333:alias/app"] },
    "the ARN of a key that is the second": { keys: [keyArn] },
    "the id of a key that is the second": { keys: [keyArn.replace(/.*\//, "")] },
    "a name with an underscore": { principals: ["my_role"] },
    "a role's session": { principals: ["arn:aws:sts::111122223333:assumed-role/my_role/session"] },
    "a principal since a moment": { principals: ["Reader"], since: new Date("2026-10-01T00:00:02Z") },
    "a Region and an account": { regions: ["us-east-1"], accounts: ["111122223333"] },
  };
  for (const [name, some] of Object.entries(filters))
    it(`are those of the files where the filter is ${name}`, () => same(aliased, { ...everything, ...some }));
}).timeout(60_000);

async function same(records: readonly Event[], filters = everything): Promise<void> {
  const [asked, fromFile] = await Promise.all([
    reportFrom(async (database) => {
      const file = path.join(database.folder, "rows.ndjson");
      await writeFile(file, records.map((record) => glueRow(record, "trail")).join("\n"));
      await database.run(
        `CREATE TABLE cloudtrail AS FROM read_ndjson('${file}', columns = ${duckDbColumns}, maximum_object_size = 16777216)`,
      );
      const dialect = { ...duckDb, prelude: [] };
      await database.run(`CREATE TABLE copy AS ${dialect.text(recordsOf("cloudtrail", "TRUE", filters))}`);
      return { rows: (sql) => database.rows(athenaText(sql, "SELECT * FROM copy", filters, dialect)) };
    }),
    reportFrom(async (database) => {
      const read = () => Promise.resolve(Buffer.from(trailFile(...records)));
      await takeIn(database, [{ name: "trail", read }], filters);
      await createRareEvents(database);
      return database;
    }),
  ]);
  assert.deepEqual(asked, fromFile);
}

async function reportFrom(fill: (database: Database) => Promise<Answerer>): Promise<unknown> {
  const database = await openDatabase();
  try {
    const answerer = await fill(database);
    return await reportOn(answerer, nothingRead, undefined, await detect(answerer, nothingAllowed));
  } finally {
    await database.close();
  }
}

function recordsIn(file: string): readonly Event[] {
  return (JSON.parse(gunzipSync(readFileSync(file)).toString()) as { Records: readonly Event[] }).Records;
}
