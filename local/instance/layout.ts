import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** Where the parts of an instance lie in its folder. */
export interface Layout {
  /** Executables that come first on the PATH: pulumi, node, the language host. */
  readonly bin: string;
  /** The home folder, data and temporary files of LocalEmu. */
  readonly localEmu: string;
  readonly logs: string;
  /** The engine's own home, with its plugins: PULUMI_HOME. */
  readonly pulumiHome: string;
  /** The backend: stacks and their history. */
  readonly state: string;
  /** The backend as PULUMI_BACKEND_URL. */
  readonly backendUrl: string;
}

/** The layout of an instance. */
export function layoutOf(folder: string): Layout {
  const state = join(folder, "state");
  return {
    bin: join(folder, "bin"),
    localEmu: join(folder, "localemu"),
    logs: join(folder, "logs"),
    pulumiHome: join(folder, "pulumi"),
    state,
    backendUrl: pathToFileURL(state).href,
  };
}

/** Whether a folder is the `bin` of an instance: what it holds leads to the user's own tools, and is none of them. */
export function isInstanceBin(folder: string): boolean {
  return basename(folder) === "bin" && existsSync(layoutOf(dirname(folder)).localEmu);
}
