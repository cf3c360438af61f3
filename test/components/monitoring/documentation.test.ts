import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { allWatches } from "../../../components/monitoring/watches";
import { defaultThresholds, type Watch } from "../../../components/monitoring/watch";
import { monitoringSchema } from "../../../settings/monitoringSchema";
import { ACCOUNT, DEPLOYER } from "./cases";

const page = readFileSync("docs/monitoring.md", "utf8");
const rows = new Map(
  [...page.matchAll(/^\| `([\w-]+)` *\|(.*)\|$/gm)].map(([, id = "", rest = ""]) => [id, rest]),
);
const cells = (id: string) => (rows.get(id) ?? "").split("|").map((cell) => cell.trim());

/** How a watch is heard of: `rule`, `filter`, `metric`. */
const means = ({ event, log, metric }: Watch) =>
  [event && "rule", log && "filter", metric && "metric"].filter((mean) => mean !== undefined).join(", ");

describe("docs/monitoring.md", () => {
  it("has each watch of the table, with its title, severity and means", () => {
    for (const watch of allWatches({ accountId: ACCOUNT, partition: "aws", deployers: [DEPLOYER] }))
      assert.deepEqual(cells(watch.id), [watch.title, watch.severity, means(watch)], watch.id);
  });

  it("has each setting, and each threshold with its default", () => {
    for (const name of Object.keys(monitoringSchema.shape)) assert.ok(rows.has(name), name);
    for (const [name, value] of Object.entries(defaultThresholds))
      assert.equal(cells(name).at(-1), String(value));
  });
});
