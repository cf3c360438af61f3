/** Installs a program's dependencies: `pulumi install`, `pulumi new`, and policy packs that lack theirs. */
import type { InstallDependenciesRequest } from "@pulumi/pulumi/proto/language_pb";
import type { Children } from "./children";
import { runtimeOptions } from "./options";
import type { Output } from "./output";
import { installArguments, packageManager } from "./packageManager";
import { programInfo } from "./programInfo";

/**
 * Installs as locked where there is a lock file.
 * @param signal ends the installation early
 * @throws Error with the command and its exit code where it fails, or naming the package manager that is missing
 */
export async function installDependencies(
  request: InstallDependenciesRequest,
  output: Output,
  children: Children,
  signal: AbortSignal,
): Promise<void> {
  const info = programInfo(request);
  const options = runtimeOptions(info);
  const folder = info.getProgramDirectory();
  const manager = packageManager(options, folder);
  const args = installArguments(manager, folder, options.production);
  output.stdout(Buffer.from(`Installing dependencies: ${manager} ${args.join(" ")}\n\n`));
  const { code } = await children.run(manager, args, { cwd: folder, env: process.env, output, signal });
  if (code !== 0) {
    throw new Error(`${manager} ${args.join(" ")} in ${folder} failed with exit code ${String(code)}`);
  }
  output.stdout(Buffer.from("Finished installing dependencies\n\n"));
}
