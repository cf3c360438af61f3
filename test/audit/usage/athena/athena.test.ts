import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { columnNames } from "../../../../audit/usage/athena/trailEvents";
import { valueOf } from "../../../../audit/usage/athena/values";
import { columns, derivedColumns } from "../../../../audit/usage/records/columns";
import type { UsageReport } from "../../../../audit/usage/report";
import { duckDb, trino } from "../../../../audit/usage/sql/dialect";
import { setEnvironment } from "../../../environment";
import { run } from "../../world";
import { glueColumns } from "./glueRows";

type Json = Readonly<Record<string, unknown>>;

const table = {
  Name: "cloudtrail",
  PartitionKeys: ["account", "region", "day"].map((Name) => ({ Name, Type: "string" })),
  Parameters: { "projection.day.type": "date", "projection.day.format": "yyyy/MM/dd" },
  StorageDescriptor: { Columns: glueColumns.map(({ name, type }) => ({ Name: name, Type: type })) },
};
const environment = {
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_REGION: "us-east-1",
} as const;

/** As much of Athena and Glue as the command asks for. */
describe("kms-audit usage --athena", () => {
  let server: Server;
  let queries: string[] = [];
  let starts: Json[] = [];
  let answers: (target: string, input: Json, sql: string) => Json | undefined;
  let restore: () => void;

  before(async () => {
    server = createServer((request, response) => {
      void json(request).then((body) => {
        const input = body as Json;
        const target = String(request.headers["x-amz-target"]).replace(/^.*\./, "");
        if (target === "StartQueryExecution") {
          starts.push(input);
          queries.push(String(input.QueryString));
        }
        const sql = queries[Number(input.QueryExecutionId)] ?? "";
        const answer = answers(target, input, sql) ?? usual(target);
        response.statusCode = "__type" in answer ? 400 : 200;
        response.setHeader("content-type", "application/x-amz-json-1.1");
        response.end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    restore = setEnvironment({ ...environment, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
  });
  after(() => {
    server.closeAllConnections();
    server.close();
    restore();
  });
  beforeEach(() => {
    [queries, starts, answers] = [[], [], () => undefined];
  });

  function usual(target: string): Json {
    switch (target) {
      case "GetTable":
        return { Table: table };
      case "StartQueryExecution":
        return { QueryExecutionId: String(queries.length - 1) };
      case "GetQueryExecution":
        return {
          QueryExecution: {
            Status: { State: "SUCCEEDED" },
            Statistics: { DataScannedInBytes: 1000 },
          },
        };
      default:
        return { ResultSet: { Rows: [{ Data: [] }], ResultSetMetadata: { ColumnInfo: [] } } };
    }
  }

  const usage = (...args: readonly string[]) =>
    run([
      "usage",
      "--athena",
      "trails.cloudtrail",
      "--athena-workgroup",
      "audit",
      "--format",
      "json",
      ...args,
    ]);

  it("copies the events of the partitions asked for once, asks the copy, and drops it", async () => {
    const { exitCode, out, err } = await usage(
      ...[
        "--since",
        "2026-10-02",
        "--until",
        "2026-10-03",
        "--region",
        "eu-west-1",
        "--account",
        "111122223333",
      ],
    );
    assert.equal(exitCode, 0, err);
    const [first = "", ...rest] = queries;
    const last = rest.pop();
    const copy =
      /^CREATE TABLE ("trails"\."kms_audit_usage_\w+") WITH \(format = 'PARQUET'\) AS /.exec(first)?.[1] ??
      "";
    assert.notEqual(copy, "");
    for (const condition of [
      ...[`"account" IN ('111122223333')`, `"region" IN ('eu-west-1')`],
      ...[`"day" >= '2026/10/02'`, `"day" <= '2026/10/04'`],
    ])
      assert.ok(first.includes(condition), `${condition} in ${first}`);
    assert.ok(rest.length > 45);
    assert.ok(rest.every((sql) => sql.includes(copy) && !sql.includes(`"trails"."cloudtrail"`)));
    assert.equal(last, `DROP TABLE IF EXISTS ${copy.replaceAll('"', "`")}`);
    assert.ok(starts.every(({ WorkGroup }) => WorkGroup === "audit"));
    const { athena, broken } = JSON.parse(out) as UsageReport;
    assert.equal(broken, 0);
    assert.equal(athena?.table, "trails.cloudtrail");
    assert.equal(athena.bytesScanned, athena.queries * 1000);
    assert.match(athena.notes.join("\n"), /broken records cannot be told/);
  });

  it("reads the trail for every question where no copy is wanted", async () => {
    const { exitCode, err } = await usage("--no-athena-copy");
    assert.equal(exitCode, 0, err);
    assert.ok(
      queries.every((sql) => sql.startsWith("WITH trail AS (") && sql.includes(`FROM "trails"."cloudtrail"`)),
    );
  });

  it("reads answers page by page, with the types of their columns", async () => {
    answers = (target, { NextToken }, sql) => {
      if (target !== "GetQueryResults" || !sql.includes("SELECT coalesce(eventName, 'None') AS name"))
        return undefined;
      const row = (...texts: readonly string[]) => ({
        Data: texts.map((VarCharValue) => ({ VarCharValue })),
      });
      const set = (...Rows: readonly object[]) => ({
        ResultSet: {
          Rows,
          ResultSetMetadata: {
            ColumnInfo: [
              { Name: "name", Type: "varchar" },
              { Name: "events", Type: "bigint" },
            ],
          },
        },
      });
      return NextToken === undefined
        ? { ...set(row("name", "events"), row("Decrypt", "7")), NextToken: "more" }
        : set(row("Encrypt", "2"));
    };
    const { out } = await usage();
    assert.deepEqual((JSON.parse(out) as UsageReport).byEventName, { Decrypt: 7, Encrypt: 2 });
  });

  it("waits for queries that are queued", async () => {
    let looks = 0;
    answers = (target) =>
      target === "GetQueryExecution" && (looks += 1) === 1
        ? { QueryExecution: { Status: { State: "QUEUED" } } }
        : undefined;
    assert.equal((await usage()).exitCode, 0);
    assert.equal(looks, queries.length + 1);
  });

  it("tells why a query failed, stops what runs, and drops the copy all the same", async () => {
    answers = (target, _, sql) =>
      target === "GetQueryExecution" && sql.includes("SELECT coalesce(eventName, 'None') AS name")
        ? { QueryExecution: { Status: { State: "FAILED", StateChangeReason: "Query exhausted resources" } } }
        : undefined;
    const { exitCode, err, out } = await usage();
    assert.equal(exitCode, 2);
    assert.match(err, /failed in Athena: Query exhausted resources/);
    assert.equal(out, "");
    assert.match(queries.at(-1) ?? "", /^DROP TABLE/);
  });

  const refusals: readonly (readonly [string, readonly string[], typeof answers, RegExp])[] = [
    ["a name without database", ["--athena", "cloudtrail"], () => undefined, /write DATABASE\.TABLE/],
    [
      "a table that is not there",
      [],
      (target) => (target === "GetTable" ? { __type: "EntityNotFoundException", message: "no" } : undefined),
      /trails\.cloudtrail: there is no such table in this account and Region/,
    ],
    [
      "a table of something else",
      [],
      (target) =>
        target === "GetTable" ? { Table: { Name: "x", StorageDescriptor: { Columns: [] } } } : undefined,
      /no table of CloudTrail's records; it has no column eventid/,
    ],
    [
      "an organization's table without accounts",
      [],
      (target) =>
        target === "GetTable"
          ? { Table: { ...table, Parameters: { "projection.account.type": "injected" } } }
          : undefined,
      /needs --account/,
    ],
    [
      "a missing permission",
      [],
      (target) =>
        target === "StartQueryExecution"
          ? {
              __type: "AccessDeniedException",
              message: "You are not authorized to perform: athena:StartQueryExecution",
            }
          : undefined,
      /Athena refuses the query: AccessDeniedException: You are not authorized/,
    ],
    [
      "a workgroup without a place for results",
      [],
      (target) =>
        target === "StartQueryExecution"
          ? { __type: "InvalidRequestException", message: "No output location provided." }
          : undefined,
      /No output location provided\. Give --athena-workgroup or --athena-output/,
    ],
    ["another source beside it", ["--lookup"], () => undefined, /--athena takes no other source/],
  ];
  for (const [what, args, answered, message] of refusals)
    it(`refuses ${what}`, async () => {
      answers = answered;
      const { exitCode, err } = await usage(...args);
      assert.equal(exitCode, 2);
      assert.match(err, message);
    });

  it("has the columns that the embedded database has", () => {
    const names = [...columns, ...derivedColumns].map(({ name }) => name);
    assert.deepEqual(new Set(columnNames), new Set([...names, "file", "place"]));
  });

  it("takes texts for what they are", () => {
    assert.deepEqual(
      [
        valueOf("bigint", "12"),
        valueOf("boolean", "true"),
        valueOf("timestamp(3)", "2026-10-01 00:00:00.000"),
        valueOf("timestamp", "2026-10-01 00:00:00.250"),
        valueOf("varchar", "12"),
        valueOf("bigint", undefined),
      ],
      [12, true, "2026-10-01T00:00:00Z", "2026-10-01T00:00:00.250Z", "12", null],
    );
  });

  it("writes for Trino what only DuckDB understands", () => {
    assert.equal(
      trino.text("WITH a AS NOT MATERIALIZED (SELECT 1) SELECT hash(x)"),
      "WITH a AS (SELECT 1) SELECT x",
    );
    assert.equal(
      trino.text("list_transform(min(ROW(t, e), 9), lambda one : one[2])"),
      "transform(min(ROW(t, e), 9), one -> one[2])",
    );
    assert.match(trino.text("SELECT count(DISTINCT hash(x)) OVER w"), /cardinality\(.*array_agg\(x\) OVER w/);
    assert.match(
      trino.text("SELECT median(n) OVER w, mad(n) OVER w"),
      /^SELECT element_at\(transform\(ARRAY\[array_sort/,
    );
    assert.equal(
      duckDb.text("transform(keys, key -> key.arn)"),
      "list_transform(keys, lambda key : key.arn)",
    );
  });
}).timeout(60_000);
