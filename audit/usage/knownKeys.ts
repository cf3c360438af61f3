/** The keys that exist, for telling which of them nobody uses. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { UsageError } from "../usageError";

/**
 * Reads key ARNs out of a file: a report of `kms-audit assess --format json`, or a list with one ARN a line. A key's ARN in any place of
 * the file counts.
 * @throws UsageError where the file cannot be read or has no key ARN
 */
export async function readKnownKeys(file: string, cwd: string): Promise<readonly string[]> {
  const text = await readFile(path.resolve(cwd, file), "utf8").catch((error: unknown) => {
    throw new UsageError(`--keys ${file}: ${(error as Error).message}`);
  });
  const arns = new Set(text.match(/arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-zA-Z-]+/g));
  if (arns.size === 0)
    throw new UsageError(
      `--keys ${file}: no key ARN is in it; give the output of kms-audit assess --format json, or one ARN a line`,
    );
  return [...arns].sort();
}
