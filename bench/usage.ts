/**
 * `kms-audit usage` beside jq and Python on the same records, in one run; its memory as the records grow; many small files beside few
 * large ones. `npm run bench:usage [MEGABYTES [LARGE_MEGABYTES]]` (500 and 5,000 unless given; 1 GB of disk for each 10 GB of records).
 * Needs GNU time; jq, Python and orjson are left out where they are not installed.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { writeTrail } from "./cloudtrailRecords";
import { type Cost, measure } from "./measure";
import { costRow, printTable } from "./printTable";

const [MEGABYTES = 500, LARGE = 5000] = process.argv.slice(2).map(Number);
const SMALL_FILE = 800;
const LARGE_FILE = 50_000;

async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "kms-foundation-bench-"));
  try {
    execFileSync(process.execPath, ["build.mjs"], { stdio: "inherit" });
    const small = path.join(folder, "small");
    const records = writeTrail({
      folder: small,
      megabytes: MEGABYTES,
      recordsPerFile: SMALL_FILE,
      format: "gz",
    });
    sideBySide(small, records);
    await manyOrFew(folder, small);
    await rm(small, { recursive: true });
    await growing(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same counts by other means, and ours without the detections, which the others have not. */
function sideBySide(folder: string, records: number): void {
  const ours = timed(usage(folder));
  const counts = timed([...usage(folder), "--no-detections"]);
  const others: [string, Cost][] = [];
  if (has("jq", "--version"))
    others.push([
      "jq",
      timed([
        "sh",
        "-c",
        `find ${folder} -name '*.gz' -exec zcat {} + | jq -r -f bench/usageCounts.jq | LC_ALL=C sort | uniq -c`,
      ]),
    ]);
  for (const library of ["json", "orjson"])
    if (has("python3", "-c", `import ${library}`))
      others.push([`Python, ${library}`, timed(["python3", "bench/usageCounts.py", library, folder])]);
  printTable(
    [`${MEGABYTES} MB, ${records.toLocaleString("en")} records`, "s", "CPU s", "MB"],
    [
      costRow("kms-audit usage", ours),
      costRow("kms-audit usage --no-detections", counts),
      ...others.map(([name, cost]) => costRow(name, cost)),
    ],
  );
  for (const [name, { seconds }] of others)
    console.log(
      `${name} takes ${(seconds / ours.seconds).toFixed(2)} times as long, and ${(seconds / counts.seconds).toFixed(2)} times as long as without detections.`,
    );
}

async function manyOrFew(folder: string, small: string): Promise<void> {
  const large = path.join(folder, "large");
  writeTrail({ folder: large, megabytes: MEGABYTES, recordsPerFile: LARGE_FILE, format: "gz" });
  printTable(
    [`${MEGABYTES} MB in gzip files`, "s", "CPU s", "MB"],
    [
      costRow(`of ${SMALL_FILE} records`, timed(usage(small))),
      costRow(`of ${LARGE_FILE.toLocaleString("en")} records`, timed(usage(large))),
    ],
  );
  await rm(large, { recursive: true });
}

/** Memory must not grow with the records. */
async function growing(folder: string): Promise<void> {
  const rows: string[][] = [];
  for (const megabytes of [MEGABYTES, LARGE]) {
    const trail = path.join(folder, String(megabytes));
    const records = writeTrail({ folder: trail, megabytes, recordsPerFile: 20_000, format: "gz" });
    const cost = timed(usage(trail), 1);
    rows.push([
      ...costRow(`${megabytes.toLocaleString("en")} MB, ${records.toLocaleString("en")} records`, cost),
      ((cost.seconds * 1e6) / records).toFixed(1),
    ]);
    await rm(trail, { recursive: true });
  }
  printTable(["as records grow", "s", "CPU s", "MB", "s a million"], rows);
}

function usage(folder: string): string[] {
  return [process.execPath, "dist/kms-audit.js", "usage", folder, "--format", "json"];
}

function timed(args: readonly string[], runs = 3): Cost {
  const output = ["sh", "-c", '"$@" > /dev/null', "sh", ...args];
  return measure({ args: output, cwd: process.cwd(), env: process.env }, runs);
}

function has(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

void main();
