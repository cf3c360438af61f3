/**
 * What the policy pack costs: the time until it serves, beside a pack without policies; and a preview of 1,000 plain keys without and
 * with it. `npm run bench:policy-pack`; needs GNU time.
 */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stringify } from "yaml";
import { startInstance, stopInstance } from "../local/instance";
import { type Cost, measure } from "./measure";
import { costRow, printTable } from "./printTable";

const repository = path.resolve(".");
const packFolder = path.join(repository, "policy-pack");
const KEYS = 1000;
const RUNS = 5;
/** Milliseconds. */
const CACHE_WRITTEN = 5_000;

async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "kms-foundation-bench-"));
  const { environment: env } = await startInstance({
    folder: path.join(folder, "instance"),
    port: 0,
    untilExit: true,
  });
  try {
    const empty = await emptyPack(folder);
    printTable(
      ["until the pack serves", "s"],
      [
        ["a pack without policies", (await startTime(empty, env)).toFixed(2)],
        [
          "this pack, with nothing compiled before",
          (await startTime(packFolder, { ...env, NODE_DISABLE_COMPILE_CACHE: "1" })).toFixed(2),
        ],
        ["this pack", (await startTime(packFolder, env)).toFixed(2)],
      ],
    );
    const project = await plainProgram(folder);
    const config = path.join(project, "Pulumi.bench.yaml");
    await writeFile(config, stringify({ config: { "aws:region": "us-east-1" } }));
    measure({ args: ["pulumi", "stack", "init", "bench", "--no-select"], cwd: project, env }, 0);
    const preview = (...more: string[]): Cost =>
      measure(
        {
          args: [
            "pulumi",
            "preview",
            "--stack",
            "bench",
            "--config-file",
            config,
            "--non-interactive",
            ...more,
          ],
          cwd: project,
          env,
        },
        3,
      );
    const alone = preview();
    const guarded = preview("--policy-pack", packFolder);
    printTable(
      [`preview of ${KEYS.toLocaleString("en")} keys`, "s", "CPU s", "MB"],
      [costRow("alone", alone), costRow("with the pack", guarded)],
    );
    console.log(`The pack adds ${((guarded.seconds / alone.seconds - 1) * 100).toFixed(0)}% to the preview.`);
  } finally {
    await stopInstance(path.join(folder, "instance"));
    await rm(folder, { recursive: true, force: true });
  }
}

/** Seconds until a pack writes its port, as the language host starts it: the median of some runs. */
async function startTime(pack: string, env: NodeJS.ProcessEnv): Promise<number> {
  const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const times: number[] = [];
  for (let run = 0; run <= RUNS; run += 1) {
    const start = performance.now();
    const child = spawn(process.execPath, [runner, "127.0.0.1:1", pack], {
      cwd: pack,
      env: { ...env, PULUMI_PROJECT: "bench", PULUMI_STACK: "bench" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve, reject) => {
      child.stdout.once("data", resolve);
      child.once("error", reject);
      child.once("exit", (code) => {
        reject(new Error(`the pack ended with ${String(code)} before it served`));
      });
    });
    // The first run only fills the cache of what is compiled, which a pack writes some seconds after its start.
    if (run === 0) await sleep(CACHE_WRITTEN);
    else times.push((performance.now() - start) / 1000);
    child.removeAllListeners("exit");
    child.kill();
  }
  return times.sort((left, right) => left - right)[Math.floor(RUNS / 2)] ?? 0;
}

async function emptyPack(folder: string): Promise<string> {
  const pack = path.join(folder, "empty-pack");
  await mkdir(pack);
  await writeFile(
    path.join(pack, "index.js"),
    'const { PolicyPack } = require("@pulumi/policy");\nnew PolicyPack("empty", { policies: [] });\n',
  );
  await writeFile(
    path.join(pack, "package.json"),
    JSON.stringify({ name: "empty", version: "1.0.0", main: "index.js" }),
  );
  await symlink(path.join(repository, "node_modules"), path.join(pack, "node_modules"));
  return pack;
}

/** Keys with policies of their own, each of another role, so that nothing is judged once for all. */
async function plainProgram(folder: string): Promise<string> {
  const project = path.join(folder, "plain");
  await mkdir(project);
  await writeFile(path.join(project, "Pulumi.yaml"), stringify({ name: "plain", runtime: "nodejs" }));
  await writeFile(path.join(project, "package.json"), JSON.stringify({ name: "plain", main: "index.js" }));
  await symlink(path.join(repository, "node_modules"), path.join(project, "node_modules"));
  await writeFile(
    path.join(project, "index.js"),
    `const kms = require("@pulumi/aws/kms");
const statement = (AWS, Action) => ({ Effect: "Allow", Principal: { AWS }, Action, Resource: "*" });
for (let index = 0; index < ${KEYS}; index += 1)
  new kms.Key("key-" + index, {
    region: "us-east-1",
    description: "One of many keys, of which each protects one table",
    enableKeyRotation: true,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        statement("arn:aws:iam::111111111111:root", "kms:*"),
        statement("arn:aws:iam::111111111111:role/Table" + index, ["kms:Decrypt", "kms:GenerateDataKey"]),
      ],
    }),
  });
`,
  );
  return project;
}

void main();
