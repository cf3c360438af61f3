import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { policyPack, Stack } from "./stack";

/** A pack whose first rule about keys fails, whatever it is shown. */
const brokenPack = `
import { PolicyPack } from "@pulumi/policy";
import { policiesOf } from "./policy-pack/policies";
import { rules } from "./rulebook";
import { keyRule } from "./rulebook/rule";

const { standards, sight, ...text } = rules[0];
const broken = keyRule({ ...text, id: "kms-broken", check: () => { throw new TypeError("no such fact"); } });
new PolicyPack("broken", { policies: policiesOf([broken, ...rules]) });
`;

describe("the policy pack on a program with many providers", () => {
  let folder: string;
  let stack: Stack;
  const found = (text: string) =>
    [...text.matchAll(/\[(?:mandatory|advisory)\] +(\S+) +\(\S+: (\S+)\)/g)].map(
      ([, rule = "", resource = ""]) => `${rule} on ${resource}`,
    );

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "kms-foundation-providers-"));
    await cp("test/e2e/programs/providers", folder, { recursive: true });
    await writeFile(path.join(folder, "Pulumi.yaml"), "name: providers\nruntime: nodejs\n");
    await writeFile(
      path.join(folder, "package.json"),
      JSON.stringify({ name: "providers", main: "index.js" }),
    );
    await symlink(path.resolve("node_modules"), path.join(folder, "node_modules"));
    stack = await Stack.create("providers", {}, folder);
  });
  after(async () => {
    await stack.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it("finds what getPolicyDocument writes and what replicas of other providers differ in, and nothing else", async () => {
    const { status, text } = await stack.run("preview", "--policy-pack", policyPack);
    assert.notEqual(status, 0, text);
    const program = await readFile("test/e2e/programs/providers/index.js", "utf8");
    const planted = [...program.matchAll(/"(kms-[a-z-]+)"/g)].map(([, name = ""]) => name);
    assert.equal(planted.length, 6);
    assert.deepEqual(found(text).sort(), planted.map((name) => `${name} on ${name}`).sort(), text);
  });

  it("tells a rule that fails as a violation of that rule, and judges by all others", async () => {
    const broken = path.join(folder, "broken");
    await mkdir(broken);
    await writeFile(path.join(broken, "PulumiPolicy.yaml"), "runtime: nodejs\nmain: index.js\n");
    await writeFile(path.join(broken, "package.json"), JSON.stringify({ name: "broken", version: "1.0.0" }));
    await build({
      stdin: { contents: brokenPack, resolveDir: path.resolve("."), loader: "ts" },
      outfile: path.join(broken, "index.js"),
      ...{ bundle: true, platform: "node", format: "cjs", external: ["@pulumi/*"], logLevel: "warning" },
    });
    const { status, text } = await stack.run("preview", "--policy-pack", broken);
    assert.notEqual(status, 0, text);
    assert.match(text, /The rule itself failed \(TypeError: no such fact\), so nothing was decided/);
    const violations = found(text);
    assert.ok(violations.includes("kms-broken on sound-orders"), text);
    assert.ok(violations.includes("kms-public-access on kms-public-access"), text);
  });
});
