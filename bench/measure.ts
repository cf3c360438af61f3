/** Whole commands, timed by the operating system. */
import { spawnSync } from "node:child_process";

/** What a command cost. */
export interface Cost {
  /** Seconds on the clock. */
  readonly seconds: number;
  /** Seconds of processor time, of all its processes. */
  readonly processorSeconds: number;
  /** Megabytes (10^6 bytes) of the largest of its processes. */
  readonly megabytes: number;
}

export interface Command {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs a command `runs` times after one run that does not count, and gives the median of each figure.
 * @throws when the command fails, or GNU time is not installed as /usr/bin/time
 */
export function measure(command: Command, runs = 3): Cost {
  once(command);
  const costs = Array.from({ length: runs }, () => once(command));
  const median = (figure: (cost: Cost) => number) =>
    costs.map(figure).sort((left, right) => left - right)[Math.floor(runs / 2)] ?? 0;
  return {
    seconds: median(({ seconds }) => seconds),
    processorSeconds: median(({ processorSeconds }) => processorSeconds),
    megabytes: median(({ megabytes }) => megabytes),
  };
}

function once({ args, cwd, env }: Command): Cost {
  const { status, stdout, stderr, error } = spawnSync("/usr/bin/time", ["-f", "%e %U %S %M", "--", ...args], {
    cwd,
    env,
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  if (error !== undefined) throw new Error("the benchmark needs GNU time as /usr/bin/time", { cause: error });
  if (status !== 0) throw new Error(`${args.join(" ")} exited with ${status}:\n${stdout}\n${stderr}`);
  const [elapsed = 0, user = 0, system = 0, kilobytes = 0] = (stderr.trim().split("\n").at(-1) ?? "")
    .split(" ")
    .map(Number);
  return { seconds: elapsed, processorSeconds: user + system, megabytes: (kilobytes * 1024) / 1e6 };
}
