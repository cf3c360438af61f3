import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { AuditTrailPlan } from "../../../components/auditTrail/args";
import { cloudtrailTable } from "../../../components/auditTrail/cloudtrailTable";

const plan: AuditTrailPlan = {
  environment: "prod",
  accountId: "111111111111",
  region: "us-east-1",
  trail: { kind: "own", archiveAfterDays: 90, expireAfterDays: 2557, forceDestroy: false },
  tags: {},
};
const queries = { scanLimitInGib: 100, resultDays: 30, historyInDays: 400 };

interface Table {
  readonly parameters: Readonly<Record<string, string>>;
  readonly storageDescriptor: {
    readonly location: string;
    readonly columns: readonly { readonly name: string; readonly type: string }[];
  };
}
const tableOf = (change: Partial<AuditTrailPlan> = {}) =>
  cloudtrailTable({ ...plan, ...change }, queries) as Table;

/** Whether the braces of a Hive type close where they should: `struct<a:array<string>>`. */
const depths = (type: string) =>
  (type.match(/[<>]/g) ?? []).reduce<number[]>(
    (all, sign) => [...all, (all.at(-1) ?? 0) + (sign === "<" ? 1 : -1)],
    [0],
  );

describe("the table of CloudTrail's records", () => {
  const { parameters, storageDescriptor } = tableOf();

  it("works its partitions out: the account, every Region of the partition, the days that queries look back", () => {
    const projection = Object.entries(parameters).filter(([name]) => name.startsWith("projection."));
    const { "projection.region.values": regions = "", ...others } = Object.fromEntries(projection);
    assert.deepEqual(others, {
      "projection.enabled": "true",
      "projection.account.type": "enum",
      "projection.account.values": "111111111111",
      "projection.region.type": "enum",
      "projection.day.type": "date",
      "projection.day.format": "yyyy/MM/dd",
      "projection.day.interval": "1",
      "projection.day.interval.unit": "DAYS",
      "projection.day.range": "NOW-400DAYS,NOW",
    });
    assert.ok(regions.split(",").includes("ap-southeast-2"));
    assert.equal(/cn-|us-gov-|us-iso/.test(regions), false);
  });

  it("finds a record where CloudTrail puts it, of one account and of an organisation", () => {
    const at = (template = "", values: Record<string, string>) =>
      template.replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? "?");
    const values = { account: "111111111111", region: "eu-west-1", day: "2026/11/24" };
    assert.equal(
      at(parameters["storage.location.template"], values),
      "s3://prod-kms-audit-111111111111/AWSLogs/111111111111/CloudTrail/eu-west-1/2026/11/24",
    );
    const { parameters: ofAll } = tableOf({
      organization: { id: "o-abc1234567", accountIds: ["222222222222", "111111111111"] },
    });
    assert.equal(
      at(ofAll["storage.location.template"], values),
      "s3://prod-kms-audit-111111111111/AWSLogs/o-abc1234567/111111111111/CloudTrail/eu-west-1/2026/11/24",
    );
    assert.equal(ofAll["projection.account.values"], "111111111111,222222222222");
  });

  it("has a column for every field of the documented KMS records", () => {
    const names = storageDescriptor.columns.map(({ name }) => name);
    const { Records } = JSON.parse(
      String(gunzipSync(readFileSync("test/data/cloudtrail/kmsguide.json.gz"))),
    ) as { Records: object[] };
    const fields = new Set(Records.flatMap((record) => Object.keys(record)));
    assert.deepEqual(
      [...fields].filter((field) => !names.includes(field.toLowerCase())),
      [],
    );
    assert.equal(new Set(names).size, names.length);
  });

  it("has types that Hive can read: every brace closes, and no more", () => {
    for (const { name, type } of storageDescriptor.columns) {
      assert.equal(depths(type).at(-1), 0, name);
      assert.ok(Math.min(...depths(type)) >= 0, name);
    }
  });
});
