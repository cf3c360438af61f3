import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { policyPack, Stack } from "./stack";

const run = promisify(execFile);

const program = `
const aws = require("@pulumi/aws");
new aws.kms.Key("sound", { region: "us-east-1", description: "Orders of the web shop at rest", enableKeyRotation: true });
new aws.kms.Key("faulty", { region: "us-east-1", description: "Orders of the web shop at rest" });
`;

describe("the policy pack as npm packs it", () => {
  let folder: string;
  let elsewhere: string;
  let stack: Stack;
  let packed: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "kms-foundation-packed-"));
    elsewhere = await mkdtemp(path.join(tmpdir(), "kms-foundation-pack-"));
    await run("npm", ["pack", "--ignore-scripts", "--pack-destination", elsewhere], { cwd: policyPack });
    const [archive] = (await readdir(elsewhere)).filter((name) => name.endsWith(".tgz"));
    await run("tar", ["-xzf", archive!], { cwd: elsewhere });
    packed = path.join(elsewhere, "package");
    // What npm would install of @pulumi, without the network.
    await symlink(path.resolve("node_modules"), path.join(packed, "node_modules"));
    await writeFile(path.join(folder, "Pulumi.yaml"), "name: packed\nruntime: nodejs\n");
    await writeFile(path.join(folder, "package.json"), JSON.stringify({ name: "packed", main: "index.js" }));
    await writeFile(path.join(folder, "index.js"), program);
    await symlink(path.resolve("node_modules"), path.join(folder, "node_modules"));
    stack = await Stack.create("packed", {}, folder);
  });
  after(async () => {
    await stack.remove();
    for (const one of [folder, elsewhere]) await rm(one, { recursive: true, force: true });
  });

  it("holds the bundle and the presets, and no source", async () => {
    const files = (await readdir(packed)).filter((name) => name !== "node_modules").sort();
    assert.deepEqual(files, ["PulumiPolicy.yaml", "dev.json", "dist", "package.json", "prod.json"]);
  });

  it("carries the licences of what its bundle took in", async () => {
    const notices = await readFile(path.join(packed, "dist", "NOTICES.txt"), "utf8");
    assert.match(notices, /@pulumi\/policy .*\(Apache-2\.0\)/);
    assert.match(notices, /Google Inc/);
  });

  it("enforces a program elsewhere", async () => {
    const { status, text } = await stack.run("preview", "--policy-pack", packed);
    assert.notEqual(status, 0, text);
    assert.match(text, /\[mandatory\] +kms-rotation-enabled +\(aws:kms:Key: faulty\)/);
    assert.doesNotMatch(text, /aws:kms:Key: sound\)/);
  });

  it("takes a preset", async () => {
    const config = ["--policy-pack-config", path.join(packed, "prod.json")];
    const { text } = await stack.run("preview", "--policy-pack", packed, ...config);
    assert.match(text, /\[mandatory\] +kms-key-unprotected +\(aws:kms:Key: sound\)/);
  });

  it("refuses a configuration that its rules do not take", async () => {
    const wrong = path.join(folder, "wrong.json");
    await writeFile(wrong, JSON.stringify({ "kms-deletion-window": { minimumDays: 3 } }));
    const { status, text } = await stack.run(
      "preview",
      "--policy-pack",
      packed,
      "--policy-pack-config",
      wrong,
    );
    assert.notEqual(status, 0, text);
    assert.match(text, /kms-deletion-window.*minimumDays|minimumDays.*7/s);
  });
});
