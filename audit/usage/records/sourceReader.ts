/** Reads one source into batches. */
import { plainBytes } from "../sources/plainBytes";
import type { Source } from "../sources/source";
import type { BatchWriter } from "./eventBatch";
import { RecordReader, type SourceSummary } from "./recordReader";

/**
 * Reads a source to its end, or as far as it can be read.
 * @param source its number and its name
 * @param stored its bytes as stored
 * @param handOver called where the batch is full: gives the writer another one
 */
export async function readSource(
  source: { readonly number: number; readonly name: string },
  stored: ReturnType<Source["read"]>,
  writer: BatchWriter,
  handOver: () => Promise<void>,
): Promise<SourceSummary> {
  const reader = new RecordReader({ number: source.number, name: Buffer.from(source.name) }, writer);
  const pieces = plainBytes(stored);
  for (;;) {
    let next: IteratorResult<Buffer, void>;
    try {
      next = await pieces.next();
    } catch (error) {
      reader.end(reasonOf(error));
      return reader.summary;
    }
    if (next.done === true) break;
    reader.push(next.value);
    if (writer.isFull) await handOver();
  }
  reader.end();
  return reader.summary;
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "Z_BUF_ERROR") return "the gzip data ends too soon";
  if (code?.startsWith("Z_") === true) return `the gzip data is damaged (${message})`;
  return `cannot be read: ${message}`;
}
