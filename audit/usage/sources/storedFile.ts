/** The bytes of a file on disk. */
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Source, StoredFile } from "./source";

/** Larger files are read piece by piece. */
const SMALL = 4 * 1024 * 1024;
const PIECE = 1 << 20;

/** The bytes of a file as stored, at once where they are few. */
export function bytesOfFile({ path, size }: StoredFile): ReturnType<Source["read"]> {
  return size <= SMALL ? readFile(path) : createReadStream(path, { highWaterMark: PIECE });
}
