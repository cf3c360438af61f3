/** A thread that reads files into batches: see fileReaders.ts. */
import { parentPort } from "node:worker_threads";
import { bytesOfFile } from "../sources/storedFile";
import type { StoredFile } from "../sources/source";
import { type BatchData, BatchWriter, emptyBatch, transferables } from "./eventBatch";
import type { SourceSummary } from "./recordReader";
import { readSource } from "./sourceReader";

/** A file to read, and which source it is. */
export interface FileToRead {
  readonly number: number;
  readonly name: string;
  readonly file: StoredFile;
}

/** What the thread is told: files to read, a batch to fill again, or that there are no more files. */
export type Order =
  { readonly files: readonly FileToRead[] } | { readonly batch: BatchData } | { readonly finish: true };

/** What the thread tells: a batch, what it found in the files of an order, or that it has told all. */
export type Report =
  | { readonly batch: BatchData }
  | { readonly read: readonly (SourceSummary & { readonly number: number })[] }
  | { readonly finished: true };

/** Batches of a thread: one is filled while the others are on their way. */
const BATCHES = 3;

const port = parentPort;
if (port !== null) {
  const writer = new BatchWriter(emptyBatch());
  const free: BatchData[] = Array.from({ length: BATCHES - 1 }, emptyBatch);
  let waiting: ((batch: BatchData) => void) | undefined;
  let work: Promise<void> = Promise.resolve();
  const tell = (report: Report): void => {
    port.postMessage(report, "batch" in report ? transferables(report.batch) : []);
  };
  const handOver = async (): Promise<void> => {
    const next = free.pop() ?? (await new Promise<BatchData>((resolve) => (waiting = resolve)));
    tell({ batch: writer.exchange(next) });
  };
  const readAll = async (files: readonly FileToRead[]): Promise<void> => {
    const read = [];
    for (const { number, name, file } of files)
      read.push({ number, ...(await readSource({ number, name }, bytesOfFile(file), writer, handOver)) });
    tell({ read });
  };
  port.on("message", (order: Order) => {
    if ("files" in order) work = work.then(() => readAll(order.files));
    else if ("batch" in order) {
      if (waiting === undefined) free.push(order.batch);
      else {
        waiting(order.batch);
        waiting = undefined;
      }
    } else
      work = work.then(async () => {
        await handOver();
        tell({ finished: true });
        port.close();
      });
  });
}
