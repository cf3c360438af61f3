import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

/** SQLite's SQLITE_BUSY. */
const BUSY = 5;

/**
 * Does `work` while no other process does work under the same lock file, and waits for its turn. The lock is
 * SQLite's, thus the operating system's: it goes with the process that holds it, however that ends.
 * @param waiting called once, where another process is at work
 * @param signal gives up waiting
 */
export async function exclusively<T>(
  lockFile: string,
  work: () => Promise<T>,
  { waiting, signal }: { waiting?: () => void; signal?: AbortSignal | undefined } = {},
): Promise<T> {
  await mkdir(dirname(lockFile), { recursive: true });
  const lock = new DatabaseSync(lockFile, { timeout: 0 });
  try {
    for (let first = true; !tryLock(lock); first = false) {
      if (first) waiting?.();
      await sleep(250, undefined, { signal });
    }
    return await work();
  } finally {
    lock.close();
  }
}

function tryLock(lock: DatabaseSync): boolean {
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (error instanceof Error && "errcode" in error && error.errcode === BUSY) return false;
    throw error;
  }
}
