/** Reads the next few sources while one is worked on, so that the time to first byte does not add up. */
import type { Source } from "./source";

/** A source by its number. */
export interface NumberedSource extends Pick<Source, "name" | "read"> {
  readonly number: number;
}

/** A source and what is being read from it. */
export interface OpenSource extends Omit<NumberedSource, "read"> {
  readonly stored: ReturnType<Source["read"]>;
}

/** Sources that are open at a time; small ones are held in memory whole. */
const OPEN = 8;

/** Yields the sources in their order. */
export async function* readAhead(
  sources: AsyncIterable<NumberedSource> | Iterable<NumberedSource>,
): AsyncGenerator<OpenSource> {
  const open: OpenSource[] = [];
  for await (const { number, name, read } of sources) {
    const stored = read();
    // Whoever takes it up will see the failure; until then it must not end the process.
    if (stored instanceof Promise) stored.catch(() => undefined);
    open.push({ number, name, stored });
    if (open.length < OPEN) continue;
    const first = open.shift();
    if (first !== undefined) yield first;
  }
  yield* open;
}
