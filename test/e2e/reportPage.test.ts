import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { assessmentPage } from "../../audit/page/page";
import { reportOf } from "../audit/page/report";
import { startBrowser } from "./browser";

describe("the HTML report in a browser", () => {
  let browser: Browser;
  let folder: string;
  const complaints: string[] = [];

  before(async () => {
    [browser, folder] = await Promise.all([
      startBrowser(),
      mkdtemp(path.join(tmpdir(), "kms-foundation-page-")),
    ]);
    await writeFile(path.join(folder, "small.html"), assessmentPage(reportOf(30)));
    await writeFile(path.join(folder, "large.html"), assessmentPage(reportOf(10_000)));
  });

  after(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  /** A page that notes every complaint and every request that leaves the file. */
  async function open(file: string, look: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
    const page = await browser.newPage(look);
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("request", (request) => {
      if (!/^(file|data):/.test(request.url())) complaints.push(`asks for ${request.url()}`);
    });
    await page.goto(pathToFileURL(path.join(folder, file)).href);
    return page;
  }

  const count = (page: Page) => page.locator("#count").textContent();

  it("filters by severity, Region, rule and text", async () => {
    const page = await open("small.html");
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
    const page = await open("small.html");
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

  for (const [name, look] of [
    ["light", { colorScheme: "light" }],
    ["dark", { colorScheme: "dark" }],
    ["on a phone", { viewport: { width: 390, height: 844 } }],
  ] as const)
    it(`is accessible and fits, ${name}`, async () => {
      const page = await open("small.html", look);
      await page.locator(".findings summary").first().click();
      const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
      const { violations } = await page.evaluate<AxeResults>(`${axe}; axe.run()`);
      assert.deepEqual(
        violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
        [],
      );
      const [width, visible] = await page.evaluate<[number, number]>(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
      );
      assert.equal(width, visible);
      await page.close();
    });

  it("is dark in the dark", async () => {
    const background = async (colorScheme: "light" | "dark") => {
      const page = await open("small.html", { colorScheme });
      const color = await page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
      const drawn = await page.locator(`.chart.${colorScheme}`).isVisible();
      await page.close();
      return { color, drawn };
    };
    assert.deepEqual(await background("light"), { color: "rgb(255, 255, 255)", drawn: true });
    assert.deepEqual(await background("dark"), { color: "rgb(20, 23, 27)", drawn: true });
  });

  it("draws ten thousand findings a hundred at a time, and finds among all", async () => {
    const page = await open("large.html");
    assert.equal(await page.locator(".findings > li").count(), 100);
    await page.getByRole("button", { name: /^Show 100 more/ }).click();
    assert.equal(await page.locator(".findings > li").count(), 200);
    await page.getByLabel("Search").fill("fault 9999");
    assert.equal(await count(page), "1 of 10,000 findings");
    await page.close();
  });

  it("runs nothing that an account smuggles in, complains of nothing and asks for nothing", () => {
    assert.deepEqual(complaints, []);
  });
});
