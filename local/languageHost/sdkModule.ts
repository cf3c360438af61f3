/** Finds the SDK's runners in the program's own dependencies. */
import { createRequire } from "node:module";
import { join } from "node:path";

/**
 * The file of an SDK module as the program or policy pack in `folder` would load it.
 * @param installCommand what to run where it is not installed
 * @throws Error saying what to run
 */
export function locateSdkModule(module: string, folder: string, installCommand: string): string {
  try {
    return createRequire(join(folder, "noop.js")).resolve(module);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") {
      throw new Error(
        `It looks like the Pulumi SDK has not been installed. Have you run ${installCommand}?`,
        {
          cause: error,
        },
      );
    }
    throw error;
  }
}
