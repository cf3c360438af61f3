/** The engine's locks on stacks: one killed leaves its lock behind, and the stack could never be used again. */
import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { identityOf } from "./processIdentity";

const lock = z.object({ pid: z.number(), hostname: z.string() });

/**
 * Removes the locks of engines on this machine that no longer run, as `pulumi cancel` would.
 * @param state the backend's folder
 */
export async function releaseDeadLocks(state: string): Promise<void> {
  const locks = join(state, ".pulumi/locks");
  if (!existsSync(locks)) return;
  for (const entry of await readdir(locks, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".json")) continue;
    const file = join(entry.parentPath, entry.name);
    const holder = lock.safeParse(parse(await readFile(file, "utf8").catch(() => "")));
    if (holder.success && holder.data.hostname === hostname() && identityOf(holder.data.pid) === undefined) {
      await Promise.all([file, `${file}.attrs`].map((path) => rm(path, { force: true })));
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
