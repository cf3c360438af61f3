/** Runs the engine against an instance, as if it had been typed. */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { projectRoot } from "../projectRoot";

/** Signals that come within so many milliseconds are one. */
const SAME_SIGNAL = 1_000;

/**
 * Runs `pulumi` with this process's own input and output, and passes signals on.
 * @param environment the whole environment: its PATH leads to the engine
 * @returns the engine's exit code; 128 and the signal's number where a signal ended it
 */
export function runPulumi(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  cwd = projectRoot,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn("pulumi", args, { cwd, env: environment, stdio: "inherit" });
    let passedOnAt = 0;
    const passOn = (signal: NodeJS.Signals): void => {
      // A terminal's Ctrl-C reaches the engine by itself, and npm repeats signals; but a second one makes the engine
      // drop what it is doing.
      if ((signal === "SIGINT" && process.stdin.isTTY) || Date.now() - passedOnAt < SAME_SIGNAL) return;
      passedOnAt = Date.now();
      child.kill(signal);
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const signal of signals) process.on(signal, passOn);
    const forget = (): void => {
      for (const signal of signals) process.removeListener(signal, passOn);
    };
    child.once("error", (error) => {
      forget();
      reject(error);
    });
    child.once("exit", (code, signal) => {
      forget();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
