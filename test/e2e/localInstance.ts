/** One local AWS for all end-to-end tests of a run, started by the first that asks and gone when the run ends. */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Instance, startInstance, stopInstance } from "../../local/instance";

let started: Promise<Instance> | undefined;

/** The instance of this run, on ports of its own. */
export function localInstance(): Promise<Instance> {
  started ??= mkdtemp(path.join(tmpdir(), "kms-foundation-e2e-")).then((folder) =>
    startInstance({ folder, port: 0, untilExit: true }),
  );
  return started;
}

export const mochaHooks = {
  async afterAll() {
    if (started !== undefined) await stopInstance((await started).folder);
  },
};
