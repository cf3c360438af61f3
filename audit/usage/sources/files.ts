/** CloudTrail files on disk. */
import { createReadStream } from "node:fs";
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
  const found = new Map<string, Source>();
  let skipped = 0;
  for (const given of paths) {
    for (const name of await matches(given, cwd)) {
      const absolute = path.resolve(cwd, name);
      if (!mayHoldEvents(absolute, filters)) skipped += 1;
      else found.set(await realpath(absolute).catch(() => absolute), await sourceOf(absolute, name));
    }
  }
  return { sources: [...found.values()], skipped };
}

/** A pipe, such as the shell's `<(command)`, is read as it comes. */
async function sourceOf(absolute: string, name: string): Promise<Source> {
  const info = await stat(absolute);
  if (!info.isFile()) return { name, read: () => createReadStream(absolute) };
  const file = { path: await realpath(absolute), size: info.size };
  return { name, file, read: () => bytesOfFile(file) };
}

async function matches(given: string, cwd: string): Promise<readonly string[]> {
  const info = await stat(path.resolve(cwd, given)).catch(() => undefined);
  if (info?.isDirectory() === false) return [given];
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
