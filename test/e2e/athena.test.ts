import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { Glue } from "@aws-sdk/client-glue";
import { S3 } from "@aws-sdk/client-s3";
import type { UsageReport } from "../../audit/usage/report";
import { glueColumns, tableDefinition } from "../audit/usage/athena/glueRows";
import { behaviourCases } from "../audit/usage/detections/behaviourCases";
import { destructionCases } from "../audit/usage/detections/destructionCases";
import { policyCases } from "../audit/usage/detections/policyCases";
import { trailFile } from "../audit/usage/trail";
import { run } from "../audit/world";
import { setEnvironment } from "../environment";
import { localInstance } from "./localInstance";

const cases = { ...policyCases, ...destructionCases, ...behaviourCases };
const account = "111122223333";
const environment = {
  AWS_ACCESS_KEY_ID: account,
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_REGION: "us-east-1",
} as const;

/** The component's table over a bucket, without its stack; and the same objects in a folder. */
describe("kms-audit usage --athena on local AWS", () => {
  let folder: string;
  let glue: Glue;
  let s3: S3;
  let restore: () => void;

  before(async () => {
    const { environment: local } = await localInstance();
    restore = setEnvironment({ ...environment, AWS_ENDPOINT_URL: local.AWS_ENDPOINT_URL ?? "" });
    folder = await mkdtemp(path.join(tmpdir(), "kms-foundation-athena-"));
    glue = new Glue();
    s3 = new S3({ forcePathStyle: true });
    await s3.createBucket({ Bucket: "athena-results" });
    await glue.createDatabase({ DatabaseInput: { Name: "trails" } });
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    restore();
  });

  /** A trail's bucket of this name with a table over it. */
  async function trail(name: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
    await s3.createBucket({ Bucket: name });
    for (const [file, Body] of Object.entries(files)) {
      const Key = `AWSLogs/${account}/CloudTrail/us-east-1/${file}`;
      await s3.putObject({ Bucket: name, Key, Body });
      await mkdir(path.dirname(path.join(folder, name, Key)), { recursive: true });
      await writeFile(path.join(folder, name, Key), Body);
    }
    const { parameters, partitionKeys, location, inputFormat, serializationLibrary } = tableDefinition(name);
    await glue.createTable({
      DatabaseName: "trails",
      TableInput: {
        Name: name.replaceAll("-", "_"),
        Parameters: parameters,
        PartitionKeys: partitionKeys.map((Name) => ({ Name, Type: "string" })),
        StorageDescriptor: {
          Location: location,
          InputFormat: inputFormat,
          Columns: glueColumns.map((column) => ({ Name: column.name, Type: column.type })),
          SerdeInfo: { SerializationLibrary: serializationLibrary },
        },
      },
    });
  }

  const athena = (name: string) => [
    ...["--athena", `trails.${name.replaceAll("-", "_")}`, "--athena-dialect", "duckdb"],
    ...["--athena-output", "s3://athena-results/"],
  ];

  async function report(...args: readonly string[]): Promise<UsageReport> {
    const { exitCode, out, err } = await run(["usage", ...args, "--format", "json"]);
    assert.equal(exitCode, 0, err);
    return JSON.parse(out) as UsageReport;
  }

  /** The report from Athena, and that from the files with what only files tell put in its place. */
  async function both(name: string): Promise<[unknown, unknown]> {
    const { athena: use, ...asked } = await report(...athena(name));
    assert.ok(use !== undefined && use.queries > 50, `${use?.queries} queries`);
    const { sources, records, skipped } = asked;
    return [asked, { ...(await report(path.join(folder, name))), sources, records, skipped }];
  }

  it("makes of public records, of every detection's cases and of a second delivery the report that their files make", async () => {
    const sets = ["invictus", "kmsguide", "panther", "traildiscover"];
    const packed = await Promise.all(sets.map((set) => readFile(`test/data/cloudtrail/${set}.json.gz`)));
    const records = Object.values(cases).flatMap((own) => own.flatMap((one) => one.records));
    await trail("every-record", {
      ...Object.fromEntries(packed.map((bytes, number) => [`2026/10/01/${number}.json.gz`, bytes])),
      "2026/10/02/cases.json.gz": gzipSync(trailFile(...records)),
      "2026/10/03/again.json": gunzipSync(packed[0] ?? ""),
    });
    const [asked, fromFiles] = await both("every-record");
    assert.deepEqual(asked, fromFiles);
    assert.ok((asked as UsageReport).detections.length > 20);
  });

  it("says what is wrong with a table, and with a query", async () => {
    const missing = await run(["usage", ...athena("no-table")]);
    assert.equal(missing.exitCode, 2);
    assert.match(missing.err, /trails\.no_table: there is no such table/);
    await glue.createTable({
      DatabaseName: "trails",
      TableInput: { Name: "other", StorageDescriptor: { Columns: [{ Name: "a", Type: "string" }] } },
    });
    assert.match((await run(["usage", ...athena("other")])).err, /no column eventid/);
    const [table = "", name = ""] = athena("every-record");
    const wrongDialect = await run(["usage", table, name, "--athena-output", "s3://athena-results/"]);
    assert.equal(wrongDialect.exitCode, 2);
    assert.match(wrongDialect.err, /failed in Athena: /);
  });
});
