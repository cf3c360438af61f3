/** A folder that vanishes with its work, also where Ctrl-C ends the work: what DuckDB spills may take gigabytes. */
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { UsageError } from "../../usageError";

/** The folder, and how it is removed with all that is in it. */
export interface TemporaryFolder {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** DuckDB's threads may add a file while the folder is being removed. */
const thoroughly = { recursive: true, force: true, maxRetries: 5 } as const;

/**
 * Makes an empty folder in the system's folder for temporary files (TMPDIR).
 * @throws UsageError where it cannot be made
 */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), "kms-audit-")).catch((error: unknown) => {
    throw new UsageError(`TMPDIR: no temporary folder can be made there: ${(error as Error).message}`);
  });
  const interrupted = (signal: NodeJS.Signals): void => {
    rmSync(folder, thoroughly);
    forget();
    // Without a handler the signal ends the process, and whoever started it learns by which.
    process.kill(process.pid, signal);
  };
  const forget = (): void => {
    for (const signal of signals) process.off(signal, interrupted);
  };
  for (const signal of signals) process.on(signal, interrupted);
  return {
    path: folder,
    remove: async () => {
      forget();
      await rm(folder, thoroughly);
    },
  };
}
