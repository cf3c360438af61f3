/** The commands behind `npm run local`, `local:down`, `local:env` and `pulumi`. */
import { constants } from "node:os";
import { Command } from "commander";
import { env } from "./commands/env";
import { runPulumi } from "./commands/pulumi";
import { up } from "./commands/up";
import { cloneFolder, startInstance, stopInstance } from "./instance";
import { releaseDeadLocks } from "./instance/backendLocks";
import { layoutOf } from "./instance/layout";
import { DEFAULT_PORT } from "./instance/ports";
import { CommandError } from "./runCommand";
import { SetupError } from "./setupError";
import { ensureToolchain } from "./toolchain";
import { type Choices, startOptions } from "./startOptions";

/** Exit codes, as docs/local.md tells them; the engine's own are passed through. */
const FAILED = 1;
const MISSING = 2;

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

function commands(signal: AbortSignal): Command {
  const program = new Command("local")
    .description("Runs this project on one machine, without AWS.")
    .enablePositionalOptions();
  program
    .command("up")
    .description("start everything and bring the stack `local` up")
    .option("--port <port>", `the endpoint's TCP port on 127.0.0.1 (default: ${DEFAULT_PORT})`)
    .option("--aws-plugin <which>", "the AWS plugin: stand-in (this project's) or official (Pulumi's)")
    .action(async (choices: Choices) => {
      process.exitCode = await up({ ...startOptions(choices), say, signal });
    });
  program
    .command("down")
    .description("take everything away")
    .action(async () => {
      say(
        (await stopInstance(cloneFolder)) ? "The local instance is gone." : "No local instance was running.",
      );
    });
  program
    .command("tools")
    .description("build and install the tools where they are missing, and start nothing")
    .action(async () => {
      await ensureToolchain(signal);
    });
  program
    .command("env")
    .description("print the commands that point a shell at the running instance")
    .action(async () => {
      process.stdout.write(await env());
    });
  program
    .command("pulumi")
    .description("run the Pulumi engine against the instance, starting it where it is down")
    .helpOption(false)
    .allowUnknownOption()
    .argument("[arguments...]")
    .passThroughOptions()
    .action(async (args: string[]) => {
      const { environment, folder } = await startInstance({
        ...startOptions({}),
        folder: cloneFolder,
        say,
        signal,
      });
      await releaseDeadLocks(layoutOf(folder).state);
      process.exitCode = await runPulumi(args, environment);
    });
  return program;
}

async function main(): Promise<void> {
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      process.exitCode = 128 + constants.signals[signal];
      interrupted.abort();
    });
  }
  try {
    await commands(interrupted.signal).parseAsync();
  } catch (error) {
    if (interrupted.signal.aborted) {
      say("Interrupted. What was begun can be begun again.");
      return;
    }
    say(told(error));
    process.exitCode = error instanceof SetupError ? MISSING : FAILED;
  }
}

function told(error: unknown): string {
  if (error instanceof SetupError) return error.message;
  if (error instanceof CommandError) return `${error.message}\n${error.output}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

void main();
