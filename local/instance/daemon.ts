/** Processes that go on in the background after the command that has started them. */
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { identityOf, isRunning, type ProcessIdentity } from "./processIdentity";

/** How to start a process in the background. */
export interface DaemonOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Takes all that it writes; begun anew. */
  readonly logFile: string;
}

/** How long a process may take to end by itself, in milliseconds. */
const GRACE = 10_000;

/**
 * Starts a process in a session of its own, so that no terminal's end or Ctrl-C reaches it.
 * @throws Error where it cannot be started
 */
export async function startDaemon({
  command,
  args,
  env,
  cwd,
  logFile,
}: DaemonOptions): Promise<ProcessIdentity> {
  const log = openSync(logFile, "w");
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", log, log] });
  closeSync(log);
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  child.unref();
  const identity = child.pid === undefined ? undefined : identityOf(child.pid);
  if (identity === undefined) throw new Error(`${command} ended at once: see ${logFile}\n${tail(logFile)}`);
  return identity;
}

/**
 * Ends a process and all that it has started; fine where it has ended.
 * @param grace how long it may take to end by itself, in milliseconds
 */
export async function stopDaemon(identity: ProcessIdentity, grace = GRACE): Promise<void> {
  if (!isRunning(identity)) return;
  signalGroup(identity, "SIGTERM");
  const deadline = Date.now() + grace;
  while (isRunning(identity) && Date.now() < deadline) await sleep(50);
  signalGroup(identity, "SIGKILL");
  while (isRunning(identity)) await sleep(50);
}

/** Ends it at once, without waiting: for the moment in which this process itself ends. */
export function killDaemon(identity: ProcessIdentity): void {
  if (isRunning(identity)) signalGroup(identity, "SIGKILL");
}

/**
 * Waits until `url` answers with success.
 * @param patience in milliseconds
 * @throws Error with the end of the log where the process ends before it, or takes too long
 */
export async function waitUntilHealthy(
  name: string,
  identity: ProcessIdentity,
  url: string,
  logFile: string,
  { patience = 120_000, signal }: { patience?: number; signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await isHealthy(url))) {
    signal?.throwIfAborted();
    if (!isRunning(identity))
      throw new Error(`${name} ended before it was ready: see ${logFile}\n${tail(logFile)}`);
    if (Date.now() > deadline) {
      throw new Error(`${name} was not ready after ${patience / 1000} s: see ${logFile}\n${tail(logFile)}`);
    }
    await sleep(100, undefined, { signal });
  }
}

/** Whether `url` answers with success within two seconds. */
export async function isHealthy(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.ok,
    () => false,
  );
}

function signalGroup({ pid }: ProcessIdentity, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

function tail(file: string): string {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-15).join("\n");
}
