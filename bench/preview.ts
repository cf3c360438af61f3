/**
 * What `pulumi preview` costs: this program, the same resources in Pulumi's default TypeScript set-up, and the engine
 * with an empty program, in one run; then this program with 1, 100 and 1,000 keys, without and with the policy pack.
 * `npm run bench:preview`; needs GNU time.
 */
import { copyFile, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { startInstance, stopInstance } from "../local/instance";
import { linkedProject } from "../test/e2e/linkedProject";
import { type Cost, measure } from "./measure";
import { costRow, printTable } from "./printTable";

const repository = path.resolve(".");

async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "kms-foundation-bench-"));
  const { environment: env } = await startInstance({
    folder: path.join(folder, "instance"),
    port: 0,
    untilExit: true,
  });
  const ours = await linkedProject();
  try {
    const preview = (name: string, cwd: string, ...more: string[]): Cost =>
      measure({ args: ["pulumi", "preview", "--stack", name, "--non-interactive", ...more], cwd, env });
    const init = (name: string, cwd: string) =>
      measure({ args: ["pulumi", "stack", "select", "--create", name], cwd, env }, 1);
    const pack = ["--policy-pack", path.resolve("policy-pack")];

    await copyFile("Pulumi.dev.yaml", path.join(ours, "Pulumi.dev.yaml"));
    init("dev", ours);
    const plain = await plainProgram(folder);
    init("plain", plain);
    const empty = await emptyProgram(folder);
    init("empty", empty);

    printCosts("pulumi preview", [
      ["the engine alone, empty program", preview("empty", empty)],
      ["the dev stack", preview("dev", ours)],
      ["the dev stack with the policy pack", preview("dev", ours, ...pack)],
      ["its keys alone, in Pulumi's default TypeScript set-up", preview("plain", plain)],
    ]);

    const scale: [string, Cost][] = [];
    for (const count of [1, 100, 1000]) {
      const name = `keys${count}`;
      await writeFile(path.join(ours, `Pulumi.${name}.yaml`), manyKeys(count));
      init(name, ours);
      const keys = count === 1 ? "1 key" : `${count.toLocaleString("en")} keys`;
      scale.push(
        [keys, preview(name, ours)],
        [`${keys}, with the policy pack`, preview(name, ours, ...pack)],
      );
    }
    printCosts("pulumi preview of this program by size", scale);
  } finally {
    await stopInstance(path.join(folder, "instance"));
    for (const made of [folder, ours]) await rm(made, { recursive: true, force: true });
  }
}

/** What `pulumi new aws-typescript` sets up, with the dev stack's keys and aliases written by hand. */
async function plainProgram(folder: string): Promise<string> {
  const project = await emptyProgram(folder, "plain");
  await writeFile(
    path.join(project, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        target: "es2020",
        module: "commonjs",
        moduleResolution: "node",
        ignoreDeprecations: "6.0",
        types: ["node"],
      },
      files: ["index.ts"],
    }),
  );
  const key = (name: string) => `
const ${name} = new aws.kms.Key("${name}", { description: "Data at rest", multiRegion: true, enableKeyRotation: true });
const ${name}Replica = new aws.kms.ReplicaKey("${name}-replica", { region: "us-west-2", description: "Data at rest", primaryKeyArn: ${name}.arn });
new aws.kms.Alias("${name}", { name: "alias/plain/${name}", targetKeyId: ${name}.keyId });
new aws.kms.Alias("${name}-replica", { region: "us-west-2", name: "alias/plain/${name}", targetKeyId: ${name}Replica.keyId });`;
  await writeFile(
    path.join(project, "index.ts"),
    `import * as aws from "@pulumi/aws";\n${key("application")}${key("shared")}\n`,
  );
  await rm(path.join(project, "index.js"));
  return project;
}

async function emptyProgram(folder: string, name = "empty"): Promise<string> {
  const project = await mkdtemp(path.join(folder, `${name}-`));
  await writeFile(path.join(project, "Pulumi.yaml"), stringify({ name, runtime: "nodejs" }));
  await writeFile(
    path.join(project, `Pulumi.${name}.yaml`),
    stringify({ config: { "aws:region": "us-east-1" } }),
  );
  await writeFile(
    path.join(project, "package.json"),
    JSON.stringify({ name, version: "1.0.0", devDependencies: { typescript: "*" } }),
  );
  await writeFile(path.join(project, "index.js"), "");
  await symlink(path.join(repository, "node_modules"), path.join(project, "node_modules"));
  return project;
}

function manyKeys(count: number): string {
  const description = "One of many keys, of which each protects one table";
  const keys = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`table-${index}`, { description }]),
  );
  return stringify({
    config: {
      "aws:region": "us-east-1",
      "kms-foundation:environment": "bench",
      "kms-foundation:accountId": "111111111111",
      "kms-foundation:defaults": { primaryRegion: "us-east-1" },
      "kms-foundation:keys": keys,
    },
  });
}

function printCosts(title: string, rows: readonly (readonly [string, Cost])[]): void {
  printTable(
    [title, "s", "CPU s", "MB"],
    rows.map(([name, cost]) => costRow(name, cost)),
  );
}

void main();
