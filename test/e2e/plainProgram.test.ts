import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { policyPack, Stack } from "./stack";

/** `[mandatory]  kms-description  (aws:kms:Key: orders)` */
function violationsIn(text: string): { level: string; rule: string; resource: string }[] {
  return [...text.matchAll(/\[(mandatory|advisory)\] +(\S+) +\(\S+: (\S+)\)/g)].map(
    ([, level = "", rule = "", resource = ""]) => ({ level, rule, resource }),
  );
}

describe("the policy pack on a program that uses none of our components", () => {
  let folder: string;
  let stack: Stack;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "kms-foundation-plain-"));
    await cp("test/e2e/programs/plain", folder, { recursive: true });
    await writeFile(path.join(folder, "Pulumi.yaml"), "name: plain\nruntime: nodejs\n");
    await writeFile(path.join(folder, "package.json"), JSON.stringify({ name: "plain", main: "index.js" }));
    await symlink(path.resolve("node_modules"), path.join(folder, "node_modules"));
    stack = await Stack.create("plain", {}, folder);
  });
  after(async () => {
    await stack.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it("finds twelve faults by the rule's name on the right resource, and nothing on the sound ones", async () => {
    const { status, text } = await stack.run("preview", "--policy-pack", policyPack);
    assert.notEqual(status, 0, text);
    const program = await readFile("test/e2e/programs/plain/index.js", "utf8");
    const planted = new Set(
      [...program.matchAll(/\("(kms-[a-z-]+)"/g), ...program.matchAll(/^ {2}"(kms-[a-z-]+)",$/gm)].map(
        ([, name]) => name!,
      ),
    );
    assert.equal(planted.size, 12);
    const found = violationsIn(text);
    assert.deepEqual(
      found.map(({ rule, resource }) => `${rule} on ${resource}`).sort(),
      [...planted].map((name) => `${name} on ${name}`).sort(),
      text,
    );
    assert.match(text, /key policy is not known at preview/);
    assert.match(text, /kms-foundation policy pack: \d+ rules applied, violations: .*critical/);
  });

  it("mends what is safe to mend at the level remediate", async () => {
    const config = path.join(folder, "remediate.json");
    await writeFile(
      config,
      JSON.stringify({ "kms-rotation-enabled": "remediate", "kms-deletion-window": "remediate" }),
    );
    const { text } = await stack.run(
      "preview",
      ...["--policy-pack", policyPack, "--policy-pack-config", config],
    );
    const rules = violationsIn(text).map(({ rule }) => rule);
    assert.ok(!rules.includes("kms-rotation-enabled") && !rules.includes("kms-deletion-window"), text);
    assert.ok(rules.includes("kms-description"));
  });
});
