/** Finds a Python that LocalEmu runs on. */
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../runCommand";
import { SetupError } from "../setupError";
import { findOnPath } from "./findOnPath";

/** LocalEmu's dependencies are locked for this version alone. */
export const PYTHON_VERSION = "3.13";

/**
 * Finds a Python 3.13 that can make virtual environments: KMS_FOUNDATION_PYTHON, else on the PATH, else under pyenv.
 * Each candidate is run to see: pyenv's shims are on the PATH for versions that it does not let run.
 * @throws SetupError where there is none
 */
export async function findPython(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  for (const candidate of candidates(env)) {
    if (await works(candidate, env)) return candidate;
  }
  throw new SetupError(
    env.KMS_FOUNDATION_PYTHON === undefined
      ? `Python ${PYTHON_VERSION} with its venv module is neither on the PATH nor under pyenv: install it ` +
          "(https://www.python.org/downloads, or `pyenv install 3.13`), or name it in KMS_FOUNDATION_PYTHON."
      : `KMS_FOUNDATION_PYTHON (${env.KMS_FOUNDATION_PYTHON}) is not a Python ${PYTHON_VERSION} with its venv module.`,
  );
}

/** Where a Python may be, in order of preference. */
export function candidates(env: NodeJS.ProcessEnv): string[] {
  if (env.KMS_FOUNDATION_PYTHON !== undefined) return [env.KMS_FOUNDATION_PYTHON];
  const pyenv = join(env.PYENV_ROOT ?? join(env.HOME ?? homedir(), ".pyenv"), "versions");
  const versions = existsSync(pyenv) ? readdirSync(pyenv) : [];
  return [
    ...[`python${PYTHON_VERSION}`, "python3", "python"].flatMap((name) => findOnPath(name, env.PATH)),
    ...versions
      .filter((version) => version.startsWith(`${PYTHON_VERSION}.`))
      .map((version) => join(pyenv, version, "bin", `python${PYTHON_VERSION}`)),
  ];
}

async function works(executable: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const script = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])";
  return runCommand(executable, ["-c", script], { env }).then(
    (version) => version.trim() === PYTHON_VERSION,
    () => false,
  );
}
