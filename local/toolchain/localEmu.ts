/** LocalEmu, an emulator of AWS on Python (https://pypi.org/project/localemu), in a virtual environment of its own. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exclusively } from "../exclusively";
import { projectRoot } from "../projectRoot";
import { CommandError, runCommand } from "../runCommand";
import { SetupError } from "../setupError";
import { cacheFolder } from "./cacheFolder";
import { findPython, PYTHON_VERSION } from "./python";

const data = join(projectRoot, "local/toolchain/localEmu");

/** LocalEmu as it is installed. */
export interface LocalEmu {
  /** The Python of its virtual environment. */
  readonly python: string;
  /** The script that runs it. */
  readonly script: string;
}

/** LocalEmu as installed; undefined where it has to be. */
export async function findLocalEmu(): Promise<LocalEmu | undefined> {
  const folder = await localEmuFolder();
  return existsSync(join(folder, "complete")) ? installedIn(folder) : undefined;
}

/**
 * Installs LocalEmu into the cache, unless another process has done so meanwhile, and sees that it runs.
 * @param report takes the progress
 * @throws SetupError where Python 3.13 is missing or the installation fails
 */
export async function installLocalEmu(
  report: (text: string) => void,
  signal?: AbortSignal,
): Promise<LocalEmu> {
  const folder = await localEmuFolder();
  return exclusively(
    join(cacheFolder(), "localemu.lock"),
    async () => {
      if (!existsSync(join(folder, "complete"))) {
        // A virtual environment cannot be moved once made, so it is made in its place and marked when it is whole.
        await rm(folder, { recursive: true, force: true });
        await install(folder, report, signal);
        await writeFile(join(folder, "complete"), "");
      }
      return installedIn(folder);
    },
    {
      waiting: () => {
        report("another process is installing it");
      },
      signal,
    },
  );
}

/** Puts DuckDB's httpfs extension, which Athena needs, where DuckDB looks for it under `home`. */
export async function linkDuckDbExtensions(localEmu: LocalEmu, home: string): Promise<void> {
  const packages = join(localEmu.python, "../../lib", `python${PYTHON_VERSION}`, "site-packages");
  const extensions = join(packages, "duckdb_ext/extensions");
  for (const version of await readdir(extensions)) {
    for (const platform of await readdir(join(extensions, version))) {
      const target = join(home, ".duckdb/extensions", version, platform);
      await mkdir(target, { recursive: true });
      for (const file of await readdir(join(extensions, version, platform))) {
        if (!existsSync(join(target, file)))
          await symlink(join(extensions, version, platform, file), join(target, file));
      }
    }
  }
}

/** Another lock file is another installation, so that clones at different versions do not disturb each other. */
async function localEmuFolder(): Promise<string> {
  const lock = await readFile(join(data, "requirements.txt"), "utf8");
  const version = /^localemu==(.+)$/m.exec(lock)?.[1] ?? "unknown";
  const digest = createHash("sha256").update(lock).digest("hex").slice(0, 8);
  return join(cacheFolder(), `localemu-${version}-python${PYTHON_VERSION}-${digest}`);
}

function installedIn(folder: string): LocalEmu {
  return { python: join(folder, "bin/python"), script: join(data, "serve.py") };
}

async function install(
  folder: string,
  report: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const python = await findPython();
  await mkdir(folder, { recursive: true });
  report("making its virtual environment");
  await runCommand(python, ["-m", "venv", folder], { signal });

  const requirements = join(data, "requirements.txt");
  const total = (await readFile(requirements, "utf8"))
    .split("\n")
    .filter((line) => line.includes("==")).length;
  const own = installedIn(folder).python;
  let collected = 0;
  try {
    await runCommand(
      own,
      [
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--no-input",
        "--progress-bar",
        "off",
        "--requirement",
        requirements,
      ],
      {
        env: {
          ...process.env,
          PIP_USER: "0",
          PIP_DISABLE_PIP_VERSION_CHECK: "1",
          PYTHONPATH: "",
          PYTHONHOME: undefined,
        },
        signal,
        onLine: (line) => {
          if (line.startsWith("Collecting "))
            report(`${++collected} of ${total} packages: ${line.split(/[ =]+/)[1] ?? ""}`);
          if (line.startsWith("Installing ")) report(`installing ${total} packages`);
        },
      },
    );
    report("seeing that it runs");
    await runCommand(own, ["-c", "import duckdb, localemu.runtime.main"], { signal });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const reason = error.output.trim().split("\n").slice(-8).join("\n");
    throw new SetupError(
      `LocalEmu could not be installed with ${python}. Is the Python package index in reach? pip said:\n${reason}`,
      { cause: error },
    );
  }
}
