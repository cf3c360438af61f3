/** Installs and lists a program's dependencies with the package manager that it uses. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import type { RuntimeOptions } from "./options";

/** The lock file by which each package manager is known. */
const lockFiles = {
  npm: "package-lock.json",
  yarn: "yarn.lock",
  pnpm: "pnpm-lock.yaml",
  bun: "bun.lock",
} as const;

/** A package manager that can be named in Pulumi.yaml. */
export type PackageManager = keyof typeof lockFiles;

/** The package manager that the options name, else the one whose lock file is in `folder` or above it, else npm. */
export function packageManager(options: RuntimeOptions, folder: string): PackageManager {
  if (options.packagemanager !== "auto") return options.packagemanager;
  for (const place of upwards(folder)) {
    for (const [name, lockFile] of Object.entries(lockFiles)) {
      if (existsSync(join(place, lockFile))) return name as PackageManager;
    }
  }
  return "npm";
}

/** The arguments that install a program's dependencies exactly as locked where there is a lock file. */
export function installArguments(manager: PackageManager, folder: string, production: boolean): string[] {
  const locked = existsSync(join(folder, lockFiles[manager]));
  const install = manager === "npm" && locked ? "ci" : "install";
  const flags = {
    npm: ["--loglevel=error", ...(production ? ["--omit=dev"] : [])],
    yarn: [...(locked ? ["--frozen-lockfile"] : []), ...(production ? ["--production"] : [])],
    pnpm: production ? ["--prod"] : [],
    bun: production ? ["--production"] : [],
  };
  return [install, ...flags[manager]];
}

/** The version of a package manager; undefined where it does not say. */
export async function packageManagerVersion(manager: PackageManager): Promise<string | undefined> {
  return run(manager, ["--version"], process.cwd()).then(
    (text) => text.trim(),
    () => undefined,
  );
}

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      dependencies: z.record(z.string(), z.string()).optional(),
      devDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/**
 * The packages that the program in `folder` depends on, by npm's record of what it has installed.
 * @param transitive also the dependencies' own
 * @throws Error where npm has installed nothing there
 */
export async function installedPackages(
  folder: string,
  transitive: boolean,
): Promise<{ name: string; version: string }[]> {
  const { readFile } = await import("node:fs/promises");
  const place = [...upwards(folder)].find((parent) => existsSync(join(parent, "package-lock.json")));
  if (place === undefined)
    throw new Error(`no package-lock.json in ${folder} or above it: run npm install there`);
  const { packages } = lock.parse(JSON.parse(await readFile(join(place, "package-lock.json"), "utf8")));
  const direct = { ...packages[""]?.dependencies, ...packages[""]?.devDependencies };
  return Object.entries(packages)
    .map(([path, { version }]) => ({
      path,
      name: path.slice(path.lastIndexOf("node_modules/") + 13),
      version,
    }))
    .flatMap(({ path, name, version }) => {
      if (path === "" || version === undefined) return [];
      return transitive || (path === `node_modules/${name}` && name in direct) ? [{ name, version }] : [];
    });
}

/** A folder and the folders above it, the nearest first. */
export function* upwards(folder: string): Generator<string> {
  for (let place = folder; ; place = dirname(place)) {
    yield place;
    if (place === dirname(place)) return;
  }
}

async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  return (await promisify(execFile)(command, args, { cwd })).stdout;
}
