/** The file that a report goes to. */
import { mkdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Io } from "./io";
import { UsageError } from "./usageError";

/**
 * Writes a report to a file and says where it is.
 * @param output the file; or a folder, for a file called `dated` in it. What does not exist and has no extension becomes a folder
 * @param dated such as `kms-assessment-2026-10-01.txt`
 * @throws UsageError where the file cannot be written
 */
export async function writeReportFile(
  output: string,
  dated: string,
  text: string | Iterable<string>,
  io: Io,
): Promise<void> {
  const file = await fileFor(path.resolve(io.cwd, output), output.endsWith("/"), dated);
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (error) {
    throw new UsageError(
      `the report cannot be written to ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  io.err(`kms-audit: the report is in ${file}\n`);
}

async function fileFor(output: string, marked: boolean, dated: string): Promise<string> {
  const found = await stat(output).catch(() => undefined);
  const isFolder = found === undefined ? marked || path.extname(output) === "" : found.isDirectory();
  return isFolder ? path.join(output, dated) : output;
}
