/** Shows the steps of something long: live on a terminal, line by line where the output goes to a file. */
import type { ListrTask } from "listr2";

/** A step with a title in the imperative. */
export interface Step {
  readonly title: string;
  /**
   * @param report tells what is being done right now, in a few words
   * @param signal tells the step to stop
   * @returns what has come of it, to be shown behind the title
   */
  run(report: (text: string) => void, signal: AbortSignal): Promise<string | undefined>;
}

/** Where the output goes to a file: at most one report of a step in so many milliseconds. */
const LINE_INTERVAL = 30_000;

/**
 * Runs steps side by side and shows them on stderr. When one fails the others are told to stop; all have ended when
 * this returns or throws.
 * @throws what the first step that failed has thrown
 */
export async function runSteps(steps: readonly Step[], signal?: AbortSignal): Promise<void> {
  const { Listr, ListrLogger, ProcessOutput } = await import("listr2");
  const live = process.stderr.isTTY;
  const stop = new AbortController();
  const until = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const running: Promise<unknown>[] = [];
  let failure: { readonly error: unknown } | undefined;
  const tasks = steps.map((step): ListrTask => ({
    title: step.title,
    task: async (_context, task) => {
      const report = throttled((text) => (task.output = text), live ? 200 : LINE_INTERVAL);
      const work = step.run(report, until);
      running.push(work);
      try {
        const outcome = await work;
        if (outcome !== undefined) task.title = `${step.title}: ${outcome}`;
      } catch (error) {
        // Here is told where it went wrong; what went wrong is for the caller to tell.
        const where = failure === undefined ? "see below" : "stopped";
        failure ??= { error };
        stop.abort();
        throw new Error(where, { cause: error });
      }
    },
  }));
  const logger = new ListrLogger({
    useIcons: true,
    processOutput: new ProcessOutput(process.stderr, process.stderr),
  });
  const list = new Listr(tasks, {
    concurrent: true,
    exitOnError: true,
    registerSignalListeners: false,
    renderer: live ? "default" : "simple",
    rendererOptions: { logger, ...(live && { collapseErrors: false, showErrorMessage: false }) },
  });
  try {
    await list.run();
  } catch (error) {
    await Promise.allSettled(running);
    throw failure?.error ?? error;
  }
}

function throttled(report: (text: string) => void, interval: number): (text: string) => void {
  let last = Date.now() - (interval < LINE_INTERVAL ? interval : 0);
  return (text) => {
    if (Date.now() - last < interval) return;
    last = Date.now();
    report(text);
  };
}
