/** Pages of the command in a real browser. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { startBrowser } from "./browser";

/** Screens that a page is looked at on. */
export const looks = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "on a phone": { viewport: { width: 390, height: 844 } },
} as const;

/** A browser and the pages that it may open. */
export class Pages {
  /** What pages wrote to the console, errors, and requests that left the file. */
  readonly complaints: string[] = [];

  private constructor(
    private readonly browser: Browser,
    private readonly folder: string,
  ) {}

  /** Starts the browser. */
  static async of(files: Readonly<Record<string, string>>): Promise<Pages> {
    const [browser, folder] = await Promise.all([
      startBrowser(),
      mkdtemp(path.join(tmpdir(), "kms-foundation-page-")),
    ]);
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
    return new Pages(browser, folder);
  }

  async open(file: string, look: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
    const page = await this.browser.newPage(look);
    page.on("console", (message) => this.complaints.push(message.text()));
    page.on("pageerror", ({ message }) => this.complaints.push(message));
    page.on("request", (request) => {
      if (!/^(file|data):/.test(request.url())) this.complaints.push(`asks for ${request.url()}`);
    });
    await page.goto(pathToFileURL(path.join(this.folder, file)).href);
    return page;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await rm(this.folder, { recursive: true });
  }
}

/** axe-core has nothing to say, and nothing is wider than the screen. */
export async function assertAccessible(page: Page): Promise<void> {
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
}

/** The colour behind the page, and whether the drawing for this screen is the one that shows. */
export async function groundOf(
  page: Page,
  look: "light" | "dark",
): Promise<{ color: string; drawn: boolean }> {
  return {
    color: await page.evaluate<string>("getComputedStyle(document.body).backgroundColor"),
    drawn: await page.locator(`.chart.${look}`).first().isVisible(),
  };
}
