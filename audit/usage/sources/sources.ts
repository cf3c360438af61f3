/** What the arguments of the command name, as sources of records. */
import type { Io } from "../../io";
import type { Filters } from "../filters";
import { filesOf } from "./files";
import { lookedUpEvents } from "./lookupEvents";
import { isS3Uri, s3Objects } from "./s3Objects";
import type { Source } from "./source";

/** The sources of one run. */
export interface Sources {
  /** The sources in order; called once. */
  readonly read: () => AsyncIterable<Source>;
  /** Files and folders left out so far, since what they hold cannot match. */
  readonly skipped: () => number;
}

/**
 * Finds the sources. Files are looked for at once, so that a wrong path is told before anything is read.
 * @param show called with how far a slow source is
 * @throws UsageError where a path leads to nothing
 */
export async function sourcesOf(
  paths: readonly string[],
  lookup: boolean,
  filters: Filters,
  io: Io,
  show: (text: string) => void,
): Promise<Sources> {
  const onDisk = paths.filter((given) => given !== "-" && !isS3Uri(given));
  const files = await filesOf(onDisk, io.cwd, filters);
  let skipped = files.skipped;
  const history = lookup
    ? lookedUpEvents(filters, process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION, (region, events) => {
        show(`${region}: ${events.toLocaleString("en")} events looked up`);
      })
    : [];
  return {
    skipped: () => skipped,
    read: async function* () {
      if (paths.includes("-")) yield { name: "standard input", read: () => io.stdin?.() ?? io.readStdin() };
      yield* files.sources;
      for (const uri of paths.filter(isS3Uri))
        yield* s3Objects(uri, filters, () => {
          skipped += 1;
        });
      yield* history;
    },
  };
}
