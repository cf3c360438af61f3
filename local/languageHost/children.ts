/** The processes that a language host has started, so that none outlives it. */
import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import type { Output } from "./output";

/** How a child ended. */
export interface ChildExit {
  /** The exit code; null where a signal ended the child. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How long a child may take to end by itself once interrupted, in milliseconds; the engine itself waits 5 s. */
const GRACE = 4_000;

/** Starts children and ends them together. */
export class Children {
  readonly #running = new Map<ChildProcess, Promise<ChildExit>>();
  #stopping = false;

  /**
   * Runs a command to its end; nothing is read from this process's own input.
   * @param output takes what the command writes
   * @param signal ends the command early
   * @throws Error where the command cannot be started
   */
  async run(
    command: string,
    args: readonly string[],
    {
      output,
      signal,
      ...options
    }: Pick<SpawnOptions, "cwd" | "env"> & { output: Output; signal: AbortSignal },
  ): Promise<ChildExit> {
    if (this.#stopping || signal.aborted) throw new Error("the language host is stopping");
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (bytes: Buffer) => {
      output.stdout(bytes);
    });
    child.stderr.on("data", (bytes: Buffer) => {
      output.stderr(bytes);
    });
    const exit = new Promise<ChildExit>((resolve, reject) => {
      child.once("error", reject);
      // "close" comes once the output has been read to its end, which "exit" does not promise.
      child.once("close", (code, signalName) => {
        resolve({ code, signal: signalName });
      });
    });
    this.#running.set(child, exit);
    const stop = (): void => void this.#stop(child);
    signal.addEventListener("abort", stop, { once: true });
    try {
      return await exit;
    } finally {
      this.#running.delete(child);
      signal.removeEventListener("abort", stop);
    }
  }

  /** Stops every child; none can be started any more. */
  async stopAll(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#running.keys()].map((child) => this.#stop(child)));
  }

  /** Interrupts one child, and kills it if it does not end. */
  async #stop(child: ChildProcess): Promise<void> {
    const exit = this.#running.get(child);
    child.kill("SIGINT");
    const timer = setTimeout(() => child.kill("SIGKILL"), GRACE);
    await exit?.catch(() => undefined);
    clearTimeout(timer);
  }
}
