import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";

const pages = ["README.md", "CONTRIBUTING.md", ...globSync("docs/**/*.md")];
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

for (const page of pages) {
  describe(page, () => {
    const text = readFileSync(page, "utf8");

    it("names only npm scripts that exist", () => {
      const named = [...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, script]) =>
        String(script),
      );
      assert.deepEqual(
        named.filter((script) => !(script in scripts)),
        [],
      );
    });

    it("links only to files that exist", () => {
      const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => String(link));
      assert.deepEqual(
        links.filter((link) => !existsSync(path.join(path.dirname(page), link))),
        [],
      );
    });
  });
}
