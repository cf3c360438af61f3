/** `npm run local`: everything up, and what to do with it. */
import { join } from "node:path";
import { cloneFolder, type InstanceOptions, startInstance } from "../instance";
import { releaseDeadLocks } from "../instance/backendLocks";
import { ACCOUNT } from "../instance/environment";
import { layoutOf } from "../instance/layout";
import { projectRoot } from "../projectRoot";
import { runCommand } from "../runCommand";
import { runPulumi } from "./pulumi";
import { summary } from "./summary";

/** The stack that describes a project on one machine. */
const STACK = "local";

/** This project's keys, and an application in another account that uses them: in this order. */
const projects = [
  { folder: projectRoot, account: ACCOUNT },
  { folder: join(projectRoot, "examples", "app-stack"), account: "222222222222" },
] as const;

/**
 * Starts the clone's instance, brings the stacks `local` up with the policy pack, and tells what there is to see.
 * @returns the engine's exit code
 */
export async function up(options: Omit<InstanceOptions, "folder">): Promise<number> {
  const instance = await startInstance({ ...options, folder: cloneFolder });
  await releaseDeadLocks(layoutOf(instance.folder).state);
  const outputs: unknown[] = [];
  for (const { folder, account } of projects) {
    const env = { ...instance.environment, AWS_ACCESS_KEY_ID: account };
    const running = { env, cwd: folder, signal: options.signal };
    await runCommand("pulumi", ["stack", "select", "--create", STACK], running);
    const pack = join(projectRoot, "policy-pack");
    const exitCode = await runPulumi(
      ["up", "--yes", "--stack", STACK, "--policy-pack", pack, "--suppress-outputs"],
      env,
      folder,
    );
    if (exitCode !== 0) return exitCode;
    outputs.push(
      JSON.parse(await runCommand("pulumi", ["stack", "output", "--json", "--stack", STACK], running)),
    );
  }
  const [foundation, application] = outputs;
  process.stdout.write(summary(foundation, application, instance.endpoint));
  return 0;
}
