/**
 * What kms-audit's judgement of key policies costs: `npx ts-node --transpile-only bench/policies.ts` after `npm run build`.
 * Processor seconds are printed beside the clock's: on a busy machine only they compare.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { analyse } from "../kms/policy/analyse/analyse";
import { parseKeyPolicy } from "../kms/policy/parse";
import { hostilePolicies } from "../test/kms/policy/analyse/hostilePolicies";
import { typicalPolicy } from "./typicalPolicy";

const options = { ownerAccount: "111122223333", region: "us-east-1" };
const MANY = 2000;

function timed(work: () => void): { readonly clock: number; readonly processor: number } {
  const [clock, processor] = [performance.now(), process.cpuUsage()];
  work();
  return { clock: (performance.now() - clock) / 1000, processor: process.cpuUsage(processor).user / 1e6 };
}

function throughput(): void {
  const texts = Array.from({ length: MANY }, (_, index) => JSON.stringify(typicalPolicy(index)));
  const judgeAll = (): void => {
    for (const text of texts) analyse(parseKeyPolicy(text), options);
  };
  judgeAll();
  const { clock, processor } = timed(judgeAll);
  console.log(
    `five statements, parsed and analysed: ${Math.round(MANY / clock)} policies a second (${Math.round(MANY / processor)} a processor second)`,
  );
}

function worstCases(): void {
  const costs = hostilePolicies().map(({ name, text }) => {
    const policy = parseKeyPolicy(text);
    return { name, ...timed(() => void analyse(policy, options)) };
  });
  for (const { name, clock, processor } of costs
    .sort((left, right) => right.processor - left.processor)
    .slice(0, 3))
    console.log(
      `32 KB of ${name}: ${Math.round(clock * 1000)} ms (${Math.round(processor * 1000)} ms of processor)`,
    );
}

function commandLine(): void {
  const folder = mkdtempSync(join(tmpdir(), "kms-audit-bench-"));
  try {
    for (let index = 0; index < 1000; index++)
      writeFileSync(join(folder, `policy-${index}.json`), JSON.stringify(typicalPolicy(index)));
    const run = (files: string): void => {
      const { status, stderr } = spawnSync(
        process.execPath,
        [resolve("dist/kms-audit.js"), "policy", files, "--owner", "111122223333", "--format", "json"],
        { encoding: "utf8", maxBuffer: 1e9 },
      );
      if (status === null || status > 1) throw new Error(stderr);
    };
    for (const [name, files] of [
      ["one file", join(folder, "policy-0.json")],
      ["1,000 files", folder],
    ] as const) {
      run(files);
      console.log(
        `kms-audit policy, ${name}: ${timed(() => {
          run(files);
        }).clock.toFixed(2)} s`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

throughput();
worstCases();
commandLine();
