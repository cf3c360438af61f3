import assert from "node:assert/strict";
import { partitionCondition } from "../../../../audit/usage/athena/trailTable";
import { everything, type Filters, quoted } from "../../../../audit/usage/filters";
import { type Database, openDatabase } from "../../../../audit/usage/records/database";
import { tableDefinition } from "./glueRows";

type Projection = Readonly<Record<string, string>>;

const byDay: Projection = { "projection.day.type": "date", "projection.day.format": "yyyy/MM/dd" };

function table(columns: readonly string[], parameters: Projection) {
  return { Name: "cloudtrail", PartitionKeys: columns.map((Name) => ({ Name })), Parameters: parameters };
}

/** Filters and the partitions that must be read for them, of all that there are. */
const cases: readonly {
  readonly name: string;
  readonly filters: Partial<Filters>;
  readonly column: string;
  readonly partitions: readonly string[];
  readonly read: readonly string[];
}[] = [
  {
    name: "a whole day, and the next, where files of its last minutes may lie",
    filters: { since: new Date("2026-10-02T00:00:00Z"), until: new Date("2026-10-03T00:00:00Z") },
    column: "day",
    partitions: ["2026/09/30", "2026/10/01", "2026/10/02", "2026/10/03", "2026/10/04", "2026/10/05"],
    read: ["2026/10/02", "2026/10/03", "2026/10/04"],
  },
  {
    name: "from the last millisecond of a day",
    filters: { since: new Date("2026-10-01T23:59:59.999Z") },
    column: "day",
    partitions: ["2026/09/30", "2026/10/01", "2026/10/02", "2027/01/01"],
    read: ["2026/10/01", "2026/10/02", "2027/01/01"],
  },
  {
    name: "until the last second of a year",
    filters: { until: new Date("2026-12-31T23:59:59Z") },
    column: "day",
    partitions: ["2025/12/31", "2026/12/31", "2027/01/01", "2027/01/02"],
    read: ["2025/12/31", "2026/12/31", "2027/01/01"],
  },
  {
    name: "a time that another time zone writes, by its day in UTC",
    filters: { since: new Date("2026-10-02T01:00:00+02:00") },
    column: "day",
    partitions: ["2026/09/30", "2026/10/01", "2026/10/02"],
    read: ["2026/10/01", "2026/10/02"],
  },
  {
    name: "Regions by their whole names",
    filters: { regions: ["us-east-1", "ap-southeast-2"] },
    column: "region",
    partitions: ["us-east-1", "us-east-2", "us-gov-east-1", "ap-southeast-2", "ap-southeast-1"],
    read: ["us-east-1", "ap-southeast-2"],
  },
  {
    name: "accounts with their zeros",
    filters: { accounts: ["000000000012"] },
    column: "account",
    partitions: ["000000000012", "12", "111122223333"],
    read: ["000000000012"],
  },
  {
    name: "everything without a filter",
    filters: {},
    column: "day",
    partitions: ["2026/10/01", "2026/10/02"],
    read: ["2026/10/01", "2026/10/02"],
  },
];

describe("the partitions of a trail's table", () => {
  let database: Database;
  before(async () => {
    database = await openDatabase();
  });
  after(() => database.close());

  for (const { name, filters, column, partitions, read } of cases)
    it(`are narrowed: ${name}`, async () => {
      const condition = partitionCondition(table([column], byDay), "a.b", { ...everything, ...filters });
      const values = partitions.map((partition) => `(${quoted(partition)})`).join(", ");
      const rows = await database.rows(
        `SELECT * FROM (VALUES ${values}) AS t("${column}") WHERE ${condition}`,
      );
      assert.deepEqual(new Set(rows.flat()), new Set(read));
    });

  it("are narrowed by all columns of the component's own table at once", () => {
    const { parameters, partitionKeys } = tableDefinition("trail");
    const filters = {
      ...{ since: new Date("2026-10-02T12:00:00Z"), until: new Date("2026-10-02T13:00:00Z") },
      ...{ regions: ["eu-west-1"], accounts: ["111122223333"] },
    };
    const condition = partitionCondition(table(partitionKeys, parameters), "a.b", {
      ...everything,
      ...filters,
    });
    assert.equal(
      condition,
      `"account" IN ('111122223333') AND "region" IN ('eu-west-1') AND "day" >= '2026/10/02' AND "day" <= '2026/10/03'`,
    );
  });

  it("are not narrowed by days that are written in another way, or by columns of other names", () => {
    const since = new Date("2026-10-02T00:00:00Z");
    const narrowed = (columns: readonly string[], parameters: Projection) =>
      partitionCondition(table(columns, parameters), "a.b", { ...everything, since, regions: ["eu-west-1"] });
    assert.equal(narrowed(["day"], { ...byDay, "projection.day.format": "yyyy-MM-dd" }), "TRUE");
    assert.equal(narrowed(["year", "month"], {}), "TRUE");
    assert.equal(narrowed(["timestamp"], {}), "TRUE");
  });

  for (const [column, option] of [
    ["accountid", "--account"],
    ["region", "--region"],
  ] as const)
    it(`are refused without ${option} where the table needs it`, () => {
      const injected = table([column], { [`projection.${column}.type`]: "injected" });
      assert.throws(
        () => partitionCondition(injected, "a.b", everything),
        new RegExp(`a\\.b.*needs ${option}`),
      );
      const filters = { ...everything, accounts: ["111122223333"], regions: ["eu-west-1"] };
      assert.match(partitionCondition(injected, "a.b", filters), new RegExp(`"${column}" IN `));
    });
});
