/** Writes `docs/rules`, or says which page is not current: `npm run docs:rules [-- --check]`. */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import { rulePages } from "./pages";

/** The pages as they must stand in `folder`, formatted. */
export async function formattedPages(folder: string): Promise<ReadonlyMap<string, string>> {
  const options = await resolveConfig(path.join(folder, "README.md"));
  const pages = await Promise.all(
    [...rulePages()].map(async ([name, text]): Promise<[string, string]> => [
      name,
      await format(text, { ...options, parser: "markdown" }),
    ]),
  );
  return new Map(pages);
}

/** The pages of `folder` that differ from what the rules say, are missing, or belong to no rule. */
export async function stalePages(folder: string): Promise<readonly string[]> {
  const pages = await formattedPages(folder);
  const present = await readdir(folder).catch(() => []);
  const stale = await Promise.all(
    [...new Set([...pages.keys(), ...present])].map(async (name) => {
      const text = await readFile(path.join(folder, name), "utf8").catch(() => undefined);
      return text === pages.get(name) ? [] : [name];
    }),
  );
  return stale.flat().sort();
}

/** Makes `folder` hold the pages and nothing else. */
export async function writePages(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const pages = await formattedPages(folder);
  for (const name of await readdir(folder)) if (!pages.has(name)) await rm(path.join(folder, name));
  for (const [name, text] of pages) await writeFile(path.join(folder, name), text);
}

async function main(): Promise<void> {
  const folder = path.join("docs", "rules");
  if (!process.argv.includes("--check")) return writePages(folder);
  const stale = await stalePages(folder);
  if (stale.length === 0) return;
  console.error(`docs/rules is not current: ${stale.join(", ")}; run npm run docs:rules`);
  process.exitCode = 1;
}

if (require.main === module) void main();
