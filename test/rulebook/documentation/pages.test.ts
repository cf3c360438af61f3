import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { rules } from "../../../rulebook";
import { rulePages } from "../../../rulebook/documentation/pages";
import { stalePages, writePages } from "../../../rulebook/documentation/write";

describe("the pages about the rules", () => {
  it("are current", async () => {
    assert.deepEqual(await stalePages("docs/rules"), [], "run npm run docs:rules");
  });

  it("are one for each rule and an index that links them all", () => {
    const pages = rulePages();
    assert.equal(pages.size, rules.length + 1);
    for (const { id, awsPage } of rules) {
      assert.ok(pages.get("README.md")?.includes(`(${id}.md)`), id);
      assert.ok(pages.get(`${id}.md`)?.includes(awsPage), id);
    }
  });

  it("are stale when one is missing, changed or left over, until they are written again", async function () {
    this.timeout(60_000); // every page is formatted four times
    const folder = await mkdtemp(path.join(tmpdir(), "kms-foundation-rules-"));
    try {
      await writePages(folder);
      await rm(path.join(folder, "kms-lockout.md"));
      await writeFile(path.join(folder, "kms-description.md"), "# Other\n");
      await writeFile(path.join(folder, "kms-gone.md"), "# Gone\n");
      assert.deepEqual(await stalePages(folder), ["kms-description.md", "kms-gone.md", "kms-lockout.md"]);
      await writePages(folder);
      assert.deepEqual(await stalePages(folder), []);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("are all told in the checklist", async () => {
    const checklist = await readFile("docs/checklist.md", "utf8");
    const missing = rules.filter(({ id }) => !checklist.includes(`rules/${id}.md`)).map(({ id }) => id);
    assert.deepEqual(missing, []);
  });
});
