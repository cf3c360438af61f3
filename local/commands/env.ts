/** `npm run --silent local:env`: commands for a shell. */
import { cloneFolder, instanceStatus } from "../instance";
import { shellCommands } from "../instance/environment";
import { SetupError } from "../setupError";

/**
 * The commands that point a shell at the clone's instance.
 * @throws SetupError where it does not run: nothing is better than half
 */
export async function env(): Promise<string> {
  const status = await instanceStatus(cloneFolder);
  if (status.state === "running") return `${shellCommands(status.environment)}\n`;
  const reason = status.state === "ailing" ? ` (${status.reason})` : "";
  throw new SetupError(`The local instance does not run${reason}: start it with \`npm run local\`.`);
}
