/** Runs a tool to its end, for its effect or its output, so that it cannot outlive this process. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A command that could not be started, or that did not end with exit code 0. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  constructor(
    message: string,
    /** `ENOENT` where there is no such command; undefined where it has run. */
    readonly code: string | undefined,
    /** What the command has written to stdout and stderr, in the order it came. */
    readonly output: string,
  ) {
    super(message);
  }
}

/** How a command is to be run. */
export interface CommandOptions {
  readonly cwd?: string;
  /** The whole environment; this process's where not given. */
  readonly env?: NodeJS.ProcessEnv;
  /** Takes each line of the output as it comes. */
  readonly onLine?: (line: string) => void;
  /** Ends the command and all that it has started. */
  readonly signal?: AbortSignal | undefined;
}

/** How long a command may take to end by itself when it must, in milliseconds. */
const GRACE = 5_000;

/**
 * Runs a command in a process group of its own and returns what it wrote to stdout.
 * @throws CommandError where it cannot be started or fails, with its output
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env, onLine, signal }: CommandOptions = {},
): Promise<string> {
  signal?.throwIfAborted();
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, output] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on("line", (line) => {
      output += `${line}\n`;
      if (line.trim() !== "") onLine?.(line.trim());
    });
  }

  const end = (): void => {
    endGroup(child);
  };
  signal?.addEventListener("abort", end, { once: true });
  process.once("exit", end);
  try {
    const status = await exitStatus(child, () => output);
    signal?.throwIfAborted();
    if (status === "0") return stdout;
    throw new CommandError(`${[command, ...args].join(" ")} ended with ${status}`, undefined, output);
  } finally {
    signal?.removeEventListener("abort", end);
    process.removeListener("exit", end);
  }
}

function exitStatus(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once("error", (error: NodeJS.ErrnoException) => {
      reject(new CommandError(error.message, error.code, output()));
    });
    child.once("close", (code, signal) => {
      resolve(code === null ? String(signal) : String(code));
    });
  });
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  const group = -child.pid;
  send(group, "SIGTERM");
  setTimeout(() => {
    if (child.exitCode === null && child.signalCode === null) send(group, "SIGKILL");
  }, GRACE).unref();
}

function send(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(group, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
