/** CloudTrail files on disk. */
import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import type { Filters } from "../filters";
import { UsageError } from "../../usageError";
import type { Source } from "./source";
import { bytesOfFile } from "./storedFile";
import { mayHoldEvents } from "./trailPath";
// eslint-disable-next-line @typescript-eslint/no-require-imports -- its ES module asks for import.meta.url, which a bundle lacks
import tinyglobby = require("tinyglobby");

/** What a folder's files of records are called. A file that is named itself may have any name. */
const patterns = ["**/*.json", "**/*.jsonl", "**/*.ndjson", "**/*.{json,jsonl,ndjson}.gz", "**/*.gz"];

/**
 * The files of these paths, in the order of their names; each file once, whatever leads to it.
 * @param paths files, folders or globs
 * @throws UsageError where a path leads to nothing
 */
export async function filesOf(
  paths: readonly string[],
  cwd: string,
  filters: Filters,
): Promise<{ sources: Source[]; skipped: number }> {
  const found = new Map<string, { name: string; size: number }>();
  let skipped = 0;
  for (const given of paths)
    for (const name of await matches(given, cwd)) {
      const absolute = path.resolve(cwd, name);
      if (!mayHoldEvents(absolute, filters)) skipped += 1;
      else found.set(await realpath(absolute), { name, size: (await stat(absolute)).size });
    }
  const sources = [...found].map(([absolute, { name, size }]) => {
    const file = { path: absolute, size };
    return { name, file, read: () => bytesOfFile(file) };
  });
  return { sources, skipped };
}

async function matches(given: string, cwd: string): Promise<readonly string[]> {
  const info = await stat(path.resolve(cwd, given)).catch(() => undefined);
  if (info?.isFile() === true) return [given];
  const names =
    info?.isDirectory() === true
      ? (await tinyglobby.glob(patterns, { cwd: path.resolve(cwd, given), dot: true })).map((name) =>
          path.join(given, name),
        )
      : await tinyglobby.glob(given, { cwd, dot: true, expandDirectories: false });
  if (names.length === 0)
    throw new UsageError(
      info === undefined
        ? `${given}: no such file or folder`
        : `${given}: no file here ends in .json, .jsonl, .ndjson or .gz`,
    );
  return [...names].sort();
}
