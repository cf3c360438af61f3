import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { usagePage } from "../../audit/page/usage/usagePage";
import type { UsageReport } from "../../audit/usage/report";
import { enlarged, usageReport } from "../audit/page/usageReport";
import { assertAccessible, groundOf, looks, Pages } from "./openPage";

describe("the HTML report of kms-audit usage in a browser", () => {
  let pages: Pages;
  let report: UsageReport;
  let day: UsageReport;

  before(async () => {
    report = await usageReport();
    day = await usageReport(["--since", "2026-10-02", "--until", "2026-10-03"]);
    pages = await Pages.of({
      "small.html": usagePage(report),
      "day.html": usagePage(day),
      "large.html": usagePage(enlarged(report, 10_000)),
      "empty.html": usagePage(await usageReport(["--region", "eu-north-1"])),
    });
  });

  after(async () => {
    await pages.close();
  });

  const count = (page: Page) => page.locator("#count").textContent();
  const findings = (of: UsageReport) => of.detections.flatMap((detection) => detection.findings);

  it("shows the report's numbers", async () => {
    const page = await pages.open("small.html");
    const text = (await page.locator("main").textContent()) ?? "";
    assert.ok(text.includes("605requests"));
    const cells = page.locator(".heat tbody tr", { hasText: "OrdersApi" }).locator("td");
    const own = report.keyUsers.filter(({ principal }) => principal.endsWith("/OrdersApi"));
    assert.deepEqual(
      (await cells.allTextContents()).map((cell) => Number(cell.replace(",", ""))),
      report.keys.map(({ keyArn }) => own.find((use) => use.keyArn === keyArn)?.events ?? 0),
    );
    assert.equal(await page.locator("#addresses ~ .scroll tbody tr").count(), report.addresses.length);
    await page.close();
  });

  it("draws volume by the day, and by the hour where the events are of one day", async () => {
    const axis = async (file: string) => {
      const page = await pages.open(file, looks.light);
      const text = (await page.locator("#volume ~ .scroll .chart.light").textContent()) ?? "";
      await page.close();
      return text;
    };
    const [days, hours] = [await axis("small.html"), await axis("day.html")];
    assert.match(days, /2026-10-01\n.*GenerateDataKey/s);
    assert.match(hours, /2026-10-02 \d\d:00/);
    assert.deepEqual(Object.keys(report.byHourAndEventName), []);
    assert.ok(Object.keys(day.byHourAndEventName).length > 0);
  });

  it("filters by severity, detection, principal and text", async () => {
    const page = await pages.open("small.html");
    const all = findings(report);
    assert.equal(await count(page), `${all.length} of ${all.length} findings`);
    await page.getByLabel("critical", { exact: true }).uncheck();
    const rest = all.filter(({ severity }) => severity !== "critical");
    assert.equal(await count(page), `${rest.length} of ${all.length} findings`);
    await page.getByRole("combobox", { name: /^Detection/ }).selectOption("KMS-18");
    assert.equal(await count(page), `1 of ${all.length} findings`);
    await page.getByLabel("Search").fill("no such text");
    assert.equal(await count(page), `0 of ${all.length} findings`);
    await page.close();
  });

  for (const [name, look] of Object.entries(looks))
    for (const file of name === "light" ? ["small.html", "empty.html"] : ["small.html"])
      it(`is accessible and fits, ${name}: ${file}`, async () => {
        const page = await pages.open(file, look);
        for (const summary of (await page.locator(".findings summary").all()).slice(0, 2))
          await summary.click();
        await assertAccessible(page);
        await page.close();
      });

  it("is dark in the dark", async () => {
    const page = await pages.open("small.html", { colorScheme: "dark" });
    assert.deepEqual(await groundOf(page, "dark"), { color: "rgb(20, 23, 27)", drawn: true });
    await page.close();
  });

  it("can be used by keyboard alone", async () => {
    const page = await pages.open("small.html");
    await page.getByLabel("Search").focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator(".findings details[open]").count(), 1);
    await page.close();
  });

  it("draws ten thousand rows a part at a time, and finds among all", async () => {
    const page = await pages.open("large.html");
    assert.equal(await page.locator(".findings > li").count(), 100);
    await page.getByRole("button", { name: /^Show 100 more/ }).click();
    assert.equal(await page.locator(".findings > li").count(), 200);
    await page.getByLabel("Search").fill("finding 9999 of");
    assert.match((await count(page)) ?? "", /^1 of 10,\d{3} findings/);
    await page.getByLabel("Key", { exact: true }).fill("alias/key-9999");
    assert.equal(await page.locator("#keys ~ .scroll tbody tr").count(), 1);
    await page.close();
  });

  it("runs nothing that a record smuggles in, complains of nothing and asks for nothing", () => {
    assert.deepEqual(pages.complaints, []);
  });
});
