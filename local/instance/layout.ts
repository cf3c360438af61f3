import { join } from "node:path";
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
