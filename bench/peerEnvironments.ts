/** Virtual environments for the peers, which the project itself never depends on: made once, in the user's cache. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** A peer from the Python package index. */
export interface PeerPackage {
  readonly name: string;
  readonly version: string;
  /** What it needs where its own list of dependencies is more than the part that is run here does. */
  readonly only?: readonly string[];
}

/** What a command printed, and the seconds it took. */
export interface Ran {
  readonly out: string;
  readonly seconds: number;
}

/**
 * Runs a command.
 * @param mostStatus the highest exit code that is no failure
 * @throws Error with what the command said, where it fails
 */
export function succeed(
  command: string,
  args: readonly string[],
  { input = "", mostStatus = 0 }: { readonly input?: string; readonly mostStatus?: number } = {},
): Ran {
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    input,
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  if (error !== undefined || status === null || status > mostStatus)
    throw error ?? new Error(stderr || stdout);
  return { out: stdout, seconds: (performance.now() - start) / 1000 };
}

/**
 * The folder of executables of the peer's own environment, which is made where it is not there yet.
 * @throws Error where Python 3.10 or later is missing, or the package index cannot be reached
 */
export function environmentOf({ name, version, only }: PeerPackage): string {
  const folder = join(homedir(), ".cache", "kms-foundation", "peers", `${name}-${version}`);
  if (!existsSync(folder)) {
    console.error(`installing ${name} ${version}, which takes a minute`);
    const unfinished = `${folder}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    succeed("python3", ["-m", "venv", unfinished]);
    const install = (...args: string[]): Ran =>
      succeed(join(unfinished, "bin/python"), ["-m", "pip", "install", "--quiet", ...args]);
    if (only === undefined) install(`${name}==${version}`);
    else {
      install("--no-deps", `${name}==${version}`);
      install(...only);
    }
    renameSync(unfinished, folder);
  }
  return join(folder, "bin");
}
