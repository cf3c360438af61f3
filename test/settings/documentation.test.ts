import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { capabilities } from "../../kms/policy/build/capabilities";
import { accessShape } from "../../settings/accessSchema";
import { environmentSchema, keySchema } from "../../settings/schema";

describe("docs/settings.md", () => {
  const page = readFileSync("docs/settings.md", "utf8");
  const names = [environmentSchema.shape, keySchema.shape, accessShape].flatMap((shape) =>
    Object.keys(shape),
  );

  it("names every setting and every capability", () => {
    const missing = [...names, ...capabilities].filter((name) => !page.includes(`\`${name}\``));
    assert.deepEqual(missing, []);
  });

  it("has no row for a setting that does not exist", () => {
    const rows = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => String(name));
    assert.deepEqual(
      rows.filter((name) => !names.includes(name)),
      [],
    );
  });
});
