import assert from "node:assert/strict";
import { cp, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { nameOf, Stack } from "./stack";

describe("the resource types beside keys, on local AWS", () => {
  let folder: string;
  let stack: Stack;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "kms-foundation-types-"));
    await cp("test/e2e/programs/types", folder, { recursive: true });
    await writeFile(path.join(folder, "Pulumi.yaml"), "name: types\nruntime: nodejs\n");
    await writeFile(path.join(folder, "package.json"), JSON.stringify({ name: "types", main: "index.js" }));
    await symlink(path.resolve("node_modules"), path.join(folder, "node_modules"));
    stack = await Stack.create("types", {}, folder);
  });
  after(async () => {
    await stack.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it("come up, and are what was asked for: nothing to change, nothing that a refresh finds", async () => {
    await stack.mustRun("up", "--yes", "--skip-preview");
    await stack.mustRun("up", "--yes", "--refresh", "--expect-no-changes", "--skip-preview");
  });

  it("change in place, all but a secret's value, and then are what was asked for", async () => {
    await stack.configure({ "types:revision": 2 });
    const steps = (await stack.steps()).filter(({ op }) => op !== "update");
    assert.deepEqual(
      [...new Set(steps.map((step) => nameOf(step)))],
      ["SecretVersion secret"],
      JSON.stringify(steps),
    );
    await stack.mustRun("up", "--yes", "--skip-preview");
    await stack.mustRun("up", "--yes", "--refresh", "--expect-no-changes", "--skip-preview");
  });

  it("go whole", async () => {
    await stack.mustRun("destroy", "--yes", "--skip-preview");
    assert.deepEqual(await stack.resources(), []);
  });
});
