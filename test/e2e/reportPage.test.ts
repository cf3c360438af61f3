import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { assessmentPage } from "../../audit/page/page";
import { reportOf } from "../audit/page/report";
import { assertAccessible, groundOf, looks, Pages } from "./openPage";

describe("the HTML report in a browser", () => {
  let pages: Pages;

  before(async () => {
    pages = await Pages.of({
      "small.html": assessmentPage(reportOf(30)),
      "large.html": assessmentPage(reportOf(10_000)),
    });
  });

  after(async () => {
    await pages.close();
  });

  const count = (page: Page) => page.locator("#count").textContent();

  it("filters by severity, Region, rule and text", async () => {
    const page = await pages.open("small.html");
    assert.equal(await count(page), "30 of 30 findings");
    await page.getByLabel("low", { exact: true }).uncheck();
    assert.equal(await count(page), "23 of 30 findings");
    await page.getByLabel("Rule").selectOption("kms-rule-critical");
    assert.equal(await count(page), "8 of 30 findings");
    await page.getByLabel("Search").fill("fault 12");
    assert.equal(await count(page), "1 of 30 findings");
    await page.getByLabel("Region").first().selectOption("eu-west-1");
    assert.equal(await count(page), "0 of 30 findings");
    await page.close();
  });

  it("shows the request behind a cell of the matrix", async () => {
    const page = await pages.open("small.html");
    await page.locator("#access ~ form select").selectOption("private");
    await page.getByRole("button", { name: "Reader" }).first().click();
    const dialog = page.getByRole("dialog");
    assert.match(
      (await dialog.textContent()) ?? "",
      /role Reader of account 222222222222 can call kms:Decrypt/,
    );
    assert.match(
      (await dialog.locator("pre").textContent()) ?? "",
      /arn:aws:kms:eu-west-1:111111111111:key\/mrk-0+1"/,
    );
    await dialog.getByRole("button", { name: "Close" }).click();
    assert.ok(!(await dialog.isVisible()));
    await page.close();
  });

  for (const [name, look] of Object.entries(looks))
    it(`is accessible and fits, ${name}`, async () => {
      const page = await pages.open("small.html", look);
      await page.locator(".findings summary").first().click();
      await assertAccessible(page);
      await page.close();
    });

  it("is dark in the dark", async () => {
    const ground = async (colorScheme: "light" | "dark") => {
      const page = await pages.open("small.html", { colorScheme });
      const found = await groundOf(page, colorScheme);
      await page.close();
      return found;
    };
    assert.deepEqual(await ground("light"), { color: "rgb(255, 255, 255)", drawn: true });
    assert.deepEqual(await ground("dark"), { color: "rgb(20, 23, 27)", drawn: true });
  });

  it("draws ten thousand findings a hundred at a time, and finds among all", async () => {
    const page = await pages.open("large.html");
    assert.equal(await page.locator(".findings > li").count(), 100);
    await page.getByRole("button", { name: /^Show 100 more/ }).click();
    assert.equal(await page.locator(".findings > li").count(), 200);
    await page.getByLabel("Search").fill("fault 9999");
    assert.equal(await count(page), "1 of 10,000 findings");
    await page.close();
  });

  it("runs nothing that an account smuggles in, complains of nothing and asks for nothing", () => {
    assert.deepEqual(pages.complaints, []);
  });
});
