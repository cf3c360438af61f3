/** `npm run local`: everything up, and what to do with it. */
import { cloneFolder, type InstanceOptions, startInstance } from "../instance";
import { releaseDeadLocks } from "../instance/backendLocks";
import { layoutOf } from "../instance/layout";
import { runCommand } from "../runCommand";
import { runPulumi } from "./pulumi";
import { summary } from "./summary";

/** The stack that describes this project's keys on one machine. */
const STACK = "local";

/**
 * Starts the clone's instance, brings the stack `local` up with the policy pack, and tells what there is to see.
 * @returns the engine's exit code
 */
export async function up(options: Omit<InstanceOptions, "folder">): Promise<number> {
  const { endpoint, environment, folder } = await startInstance({ ...options, folder: cloneFolder });
  await releaseDeadLocks(layoutOf(folder).state);
  await runCommand("pulumi", ["stack", "select", "--create", STACK], {
    env: environment,
    signal: options.signal,
  });
  const exitCode = await runPulumi(
    ["up", "--yes", "--stack", STACK, "--policy-pack", "policy-pack", "--suppress-outputs"],
    environment,
  );
  if (exitCode !== 0) return exitCode;
  const outputs: unknown = JSON.parse(
    await runCommand("pulumi", ["stack", "output", "--json", "--stack", STACK], { env: environment }),
  );
  process.stdout.write(summary(outputs, endpoint));
  return 0;
}
