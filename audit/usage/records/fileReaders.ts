/** Reads many files in threads of their own, while this one feeds the database. */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { type BatchData, transferables } from "./eventBatch";
import type { SourceSummary } from "./recordReader";
import type { FileToRead, Order, Report } from "./recordWorker";

/** Where the thread's program is: beside the bundle. Without it, files are read in this thread. */
export const workerFile = path.join(__dirname, "recordWorker.js");
/** Bytes as stored from which on threads are worth their start. */
const WORTHWHILE = 2 * 1024 * 1024;
/** More threads would read more than the database takes in. */
const MOST_THREADS = 3;
/** Files and bytes that a thread is given at a time. */
const FILES_AT_ONCE = 16;
const BYTES_AT_ONCE = 1024 * 1024;

/** Whether files should be read by `readInThreads`. */
export function isWorthThreads(files: readonly FileToRead[], program = workerFile): boolean {
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  return bytes >= WORTHWHILE && availableParallelism() > 1 && existsSync(program);
}

/**
 * Reads files.
 * @param take called with each batch, which is free when its promise is fulfilled
 * @param read called with what a source held, once it has been read
 * @throws what a thread throws, or `take`
 */
export async function readInThreads(
  files: readonly FileToRead[],
  take: (batch: BatchData) => Promise<void>,
  read: (source: number, summary: SourceSummary) => void,
  program = workerFile,
): Promise<void> {
  const portions = portionsOf(files);
  const threads = Math.min(availableParallelism(), MOST_THREADS, portions.length);
  // Batches of all threads go into the database one after the other.
  let taking: Promise<void> = Promise.resolve();
  const inTurn = (batch: BatchData): Promise<void> => (taking = taking.then(() => take(batch)));
  const workers = Array.from(
    { length: threads },
    () => new Worker(program, { resourceLimits: { maxYoungGenerationSizeMb: 4 } }),
  );
  try {
    await Promise.all(workers.map((worker) => served(worker, portions, inTurn, read)));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Gives a thread portion after portion, two at a time so that it need not wait. */
function served(
  worker: Worker,
  portions: FileToRead[][],
  take: (batch: BatchData) => Promise<void>,
  read: (source: number, summary: SourceSummary) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const order = (one: Order): void => {
      worker.postMessage(one, "batch" in one ? transferables(one.batch) : []);
    };
    const next = (): void => {
      const files = portions.shift();
      order(files === undefined ? { finish: true } : { files });
    };
    worker.on("error", reject);
    worker.on("exit", () => {
      reject(new Error("a thread that reads records has ended too soon"));
    });
    worker.on("message", (report: Report) => {
      if ("batch" in report)
        take(report.batch).then(() => {
          order({ batch: report.batch });
        }, reject);
      else if ("read" in report) {
        for (const { number, ...summary } of report.read) read(number, summary);
        next();
      } else resolve();
    });
    next();
    next();
  });
}

function portionsOf(files: readonly FileToRead[]): FileToRead[][] {
  const portions: FileToRead[][] = [];
  let [portion, bytes]: [FileToRead[], number] = [[], 0];
  for (const one of files) {
    if (portion.length > 0 && (portion.length === FILES_AT_ONCE || bytes + one.file.size > BYTES_AT_ONCE)) {
      portions.push(portion);
      [portion, bytes] = [[], 0];
    }
    portion.push(one);
    bytes += one.file.size;
  }
  return portion.length > 0 ? [...portions, portion] : portions;
}
