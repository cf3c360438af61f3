/**
 * The labelled key policies, judged by Checkov and by kms-audit: `npx ts-node --transpile-only bench/policyPeers.ts` after
 * `npm run build`. Installs Checkov into a virtual environment of its own, or takes the one that the variable CHECKOV names.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { analyse, type AnalyseOptions } from "../kms/policy/analyse/analyse";
import { keyPolicyFromJson } from "../kms/policy/parse";
import { typicalPolicy } from "./typicalPolicy";

const CHECKOV_VERSION = "3.3.30";
const MANY = 1000;

interface Labelled extends AnalyseOptions {
  readonly id: string;
  readonly title: string;
  readonly policy: unknown;
  readonly expected: { readonly access: "private" | "external" | "public" };
}

function succeed(
  command: string,
  args: readonly string[],
  mostStatus = 0,
): { readonly out: string; readonly seconds: number } {
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1e9 });
  if (error !== undefined || status === null || status > mostStatus)
    throw error ?? new Error(stderr || stdout);
  return { out: stdout, seconds: (performance.now() - start) / 1000 };
}

function checkovIn(folder: string): string {
  const given = process.env.CHECKOV;
  if (given !== undefined) return given;
  console.error(`installing Checkov ${CHECKOV_VERSION}, which takes a minute`);
  const environment = join(folder, "venv");
  succeed("python3", ["-m", "venv", environment]);
  succeed(join(environment, "bin/pip"), ["install", "--quiet", `checkov==${CHECKOV_VERSION}`]);
  return join(environment, "bin/checkov");
}

/** Checkov reads templates: one key a file. */
function writeTemplates(folder: string, policies: readonly (readonly [string, unknown])[]): void {
  mkdirSync(folder);
  for (const [name, KeyPolicy] of policies)
    writeFileSync(
      join(folder, `${name}.json`),
      JSON.stringify({
        AWSTemplateFormatVersion: "2010-09-09",
        Resources: { Key: { Type: "AWS::KMS::Key", Properties: { EnableKeyRotation: true, KeyPolicy } } },
      }),
    );
}

function runCheckov(
  checkov: string,
  folder: string,
): { readonly failed: ReadonlySet<string>; readonly seconds: number } {
  const { out, seconds } = succeed(
    checkov,
    [
      "--directory",
      folder,
      "--framework",
      "cloudformation",
      "--check",
      "CKV_AWS_33",
      "--output",
      "json",
      "--compact",
    ],
    1,
  );
  const report = JSON.parse(out) as { results?: { failed_checks: readonly { file_path: string }[] } };
  return {
    failed: new Set(report.results?.failed_checks.map(({ file_path }) => basename(file_path, ".json"))),
    seconds,
  };
}

const folder = mkdtempSync(join(tmpdir(), "policy-peers-"));
try {
  const lines = readFileSync("test/data/keyPolicies/labelled.jsonl", "utf8").trim().split("\n");
  const rows = lines.map((line) => JSON.parse(line) as Labelled);
  const checkov = checkovIn(folder);
  writeTemplates(
    join(folder, "labelled"),
    rows.map(({ id, policy }) => [id, policy]),
  );
  const { failed } = runCheckov(checkov, join(folder, "labelled"));
  let [ours, theirs] = [0, 0];
  for (const row of rows) {
    const access = analyse(keyPolicyFromJson(row.policy), row).access;
    const isPublic = row.expected.access === "public";
    if (access === row.expected.access) ours++;
    if (failed.has(row.id) === isPublic) theirs++;
    else
      console.log(
        `Checkov ${failed.has(row.id) ? "flags" : "passes"} "${row.title}", which is ${row.expected.access}`,
      );
  }
  console.log(
    `public or not: Checkov right on ${theirs} of ${rows.length}; private, external or public: kms-audit right on ${ours}`,
  );

  const typical = Array.from(
    { length: MANY },
    (_, index) => [`policy-${index}`, typicalPolicy(index)] as const,
  );
  writeTemplates(join(folder, "templates"), typical);
  mkdirSync(join(folder, "policies"));
  for (const [name, policy] of typical)
    writeFileSync(join(folder, "policies", `${name}.json`), JSON.stringify(policy));
  const { seconds } = runCheckov(checkov, join(folder, "templates"));
  const audit = [
    resolve("dist/kms-audit.js"),
    "policy",
    join(folder, "policies"),
    "--owner",
    "111122223333",
    "--format",
    "json",
  ];
  const own = succeed(process.execPath, audit, 1).seconds;
  console.log(
    `${MANY} policies: Checkov, this one check, ${seconds.toFixed(1)} s; kms-audit ${own.toFixed(1)} s (${(seconds / own).toFixed(0)} times faster)`,
  );
} finally {
  rmSync(folder, { recursive: true });
}
