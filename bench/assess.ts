/**
 * `kms-audit assess` on 10,000 keys behind AWS's default quotas and 30 ms latency: time against what the quotas alone allow, memory,
 * the same one call after another (on a sample), and a run that is killed half-way and resumed.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListGrantsCommand,
  ListKeyRotationsCommand,
  ListResourceTagsCommand,
} from "@aws-sdk/client-kms";
import { calls } from "../audit/assess/collect/calls";
import { type Report, report as reportShape } from "../audit/assess/report";
import { keyId } from "../test/audit/assess/stubAws";

const KEYS = Number(process.env.KEYS ?? 10_000);
const SAMPLE = 100;
const LATENCY_IN_MS = 30;
const ACCOUNT = "111122223333";
const folder = mkdtempSync(path.join(tmpdir(), "kms-audit-bench-"));

async function main(): Promise<void> {
  const server = await startServer();
  try {
    const allowed = secondsOfQuotas();
    const whole = await assess(server.endpoint, "whole.json");
    say(
      `assess: ${whole.seconds.toFixed(1)} s, ${(whole.seconds / allowed).toFixed(2)} times the quotas' ${allowed} s; ${whole.megabytes.toFixed(0)} MB`,
    );

    const sequential = await oneAfterAnother(server.endpoint);
    say(
      `one call after another: ${sequential.toFixed(4)} s a key on ${SAMPLE} keys, so ${(sequential * KEYS).toFixed(0)} s for ${KEYS}: ${((sequential * KEYS) / whole.seconds).toFixed(1)} times as long`,
    );

    const journal = path.join(folder, "journal.jsonl");
    const killed = assess(server.endpoint, "killed.json", ["--resume", journal], (whole.seconds * 1000) / 2);
    await killed.catch(() => undefined);
    const kept =
      readFileSync(journal, "utf8")
        .split("\n")
        .filter((line) => line.endsWith("}")).length - 1;
    const resumed = await assess(server.endpoint, "resumed.json", ["--resume", journal]);
    const same = JSON.stringify(essence(whole.report)) === JSON.stringify(essence(resumed.report));
    say(
      `killed half-way with ${kept} keys in the journal, resumed in ${resumed.seconds.toFixed(1)} s: ${same ? "the same keys, findings and score" : "THE REPORT DIFFERS"}`,
    );
    if (!same) process.exitCode = 1;
  } finally {
    server.child.kill();
    rmSync(folder, { recursive: true });
  }
}

/** Every call of the keys at its quota, all calls at once: the slowest decides. */
function secondsOfQuotas(): number {
  const perKey = [
    "DescribeKey",
    "GetKeyPolicy",
    "ListResourceTags",
    "ListGrants",
    "GetKeyRotationStatus",
    "ListKeyRotations",
  ] as const;
  const needed: readonly [keyof typeof calls, number][] = [
    ["kms:ListKeys", Math.ceil(KEYS / 1000)],
    ["kms:ListAliases", Math.ceil(KEYS / 100)],
    ...perKey.map((operation): [keyof typeof calls, number] => [`kms:${operation}`, KEYS]),
  ];
  const times = needed.map(([action, count]) => {
    const { perSecond } = calls[action];
    const seconds = count / perSecond;
    say(`  ${action}: ${count} calls / ${perSecond} a second = ${seconds.toFixed(1)} s`);
    return seconds;
  });
  return Math.max(...times);
}

interface Run {
  readonly seconds: number;
  /** Megabytes (10^6 bytes) at the most. */
  readonly megabytes: number;
  readonly report: Report;
}

function assess(
  endpoint: string,
  name: string,
  more: readonly string[] = [],
  killAfter?: number,
): Promise<Run> {
  const output = path.join(folder, name);
  const args = ["assess", "--region", "us-east-1", "--format", "json", "--output", output, ...more];
  const started = performance.now();
  const child = spawn("/usr/bin/time", ["-f", "%M", process.execPath, "dist/kms-audit.js", ...args], {
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: ACCOUNT,
      AWS_SECRET_ACCESS_KEY: "x",
    },
    stdio: ["ignore", "inherit", "pipe"],
    detached: true,
  });
  let told = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (told += text));
  if (killAfter !== undefined)
    void wait(killAfter).then(() => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    });
  return new Promise((resolve, reject) => {
    child.on("close", (code) => {
      if (code !== 0) {
        reject(new Error(`assess ended with ${code}: ${told}`));
        return;
      }
      const kilobytes = Number(told.trim().split("\n").at(-1));
      resolve({
        seconds: (performance.now() - started) / 1000,
        megabytes: (kilobytes * 1024) / 1e6,
        report: reportShape.parse(JSON.parse(readFileSync(output, "utf8"))),
      });
    });
  });
}

/** What must be the same in two runs: all but the times. */
function essence({ score, findings, keys }: Report): unknown {
  return [
    score,
    findings.map(({ id }) => id),
    keys.map(({ arn, score: own, permissions, grants }) => [arn, own, permissions, grants]),
  ];
}

/** The same calls, each after the answer of the one before; seconds a key. */
async function oneAfterAnother(endpoint: string): Promise<number> {
  const kms = new KMSClient({
    region: "us-east-1",
    endpoint,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: "x" },
  });
  const started = performance.now();
  for (let index = 0; index < SAMPLE; index += 1) {
    const KeyId = keyId(index);
    await kms.send(new DescribeKeyCommand({ KeyId }));
    await kms.send(new GetKeyPolicyCommand({ KeyId }));
    await kms.send(new ListResourceTagsCommand({ KeyId }));
    await kms.send(new ListGrantsCommand({ KeyId }));
    await kms.send(new GetKeyRotationStatusCommand({ KeyId }));
    await kms.send(new ListKeyRotationsCommand({ KeyId }));
  }
  kms.destroy();
  return (performance.now() - started) / 1000 / SAMPLE;
}

async function startServer(): Promise<{ endpoint: string; child: ChildProcess }> {
  const settings = { quotas: true, rules: [{ latencyMilliseconds: LATENCY_IN_MS }] };
  const child = spawn(
    process.execPath,
    [
      "-r",
      "ts-node/register/transpile-only",
      "bench/assessServer.ts",
      String(KEYS),
      JSON.stringify(settings),
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const endpoint = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding("utf8").once("data", (text: string) => {
      resolve(text.trim());
    });
    child.once("exit", () => {
      reject(new Error("the server did not start"));
    });
  });
  return { endpoint, child };
}

function say(text: string): void {
  console.log(text);
}

void main();
