import assert from "node:assert/strict";
import { heatOf } from "../../../audit/page/usage/heat";
import { usagePageData } from "../../../audit/page/usage/model";
import { timeline } from "../../../audit/page/usage/timeSteps";
import { usagePage } from "../../../audit/page/usage/usagePage";
import { undetected } from "../../../audit/usage/detections/detect";
import { usageText } from "../../../audit/usage/formats/text";
import type { UsageReport } from "../../../audit/usage/report";
import { enlarged, smuggled, usageReport } from "./usageReport";

describe("what the HTML page of kms-audit usage shows", () => {
  let report: UsageReport;
  before(async () => {
    report = await usageReport();
  });

  it("sums up what the report says", () => {
    const data = usagePageData(report);
    assert.equal(data.failures, report.byErrorCode.AccessDenied);
    assert.deepEqual(
      data.findings.map(({ severity }) => severity),
      report.detections.flatMap(({ findings }) => findings.map(({ severity }) => severity)),
    );
    assert.equal(data.addressCount, Object.keys(report.bySource).length);
  });

  it("shows no findings, not none, where detections were left out", () => {
    const page = usagePage({ ...report, ...undetected });
    assert.match(page, /<li>detections were left out \(--no-detections\)<\/li>/);
    assert.doesNotMatch(page.replace(/<script[^]*/, ""), /of 0 findings|class="tag critical"/);
    assert.match(usagePage(report), /class="tag critical"/);
  });

  it("maps every request of the busiest keys to its principal", () => {
    const { keys, rows } = heatOf(report);
    const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
    assert.deepEqual(
      keys.map((_, index) => sum(rows.map(({ events }) => events[index] ?? 0))),
      report.keys.map(({ events }) => events),
    );
  });

  it("stays within twelve megabytes with ten thousand findings, keys and addresses", () => {
    assert.ok(usagePage(enlarged(report, 10_000)).length < 12_000_000);
  });

  it("tells the cost as the report for people does, also where it is less than a cent", () => {
    const [, dollars = ""] = /Cost of the requests: (\$\S+)/.exec(usageText(report, 80, false)) ?? [];
    assert.match(dollars, /^\$0\.00\d\d$/);
    assert.ok(usagePage(report).includes(`>${dollars}<`), dollars);
  });

  it("lets nothing out of a record become markup", () => {
    const page = usagePage(report);
    assert.ok(page.includes("smuggled"));
    assert.ok(!page.includes(smuggled) && !page.includes("<img"));
  });

  it("has a step of the axis for each day or hour, also those without requests", () => {
    assert.deepEqual(timeline(["2026-02-27", "2026-03-02"]), [
      "2026-02-27",
      "2026-02-28",
      "2026-03-01",
      "2026-03-02",
    ]);
    assert.deepEqual(timeline(["2026-10-01T22", "2026-10-02T01"]).slice(1, 3), [
      "2026-10-01T23",
      "2026-10-02T00",
    ]);
    assert.deepEqual(timeline(["2014-11-04", "2026-10-01"]), ["2014-11-04", "2026-10-01"]);
    assert.deepEqual(timeline([]), []);
  });
});
