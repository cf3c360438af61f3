/** The policies that a command is given: files, folders, globs, standard input. */
import { readFile, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import type { Io } from "../io";
// eslint-disable-next-line @typescript-eslint/no-require-imports -- its ES module asks for import.meta.url, which a bundle lacks
import tinyglobby = require("tinyglobby");

const { glob, isDynamicPattern } = tinyglobby;

/** One policy's bytes, or why they cannot be had. */
export type Input = { readonly file: string } & (
  { readonly bytes: Uint8Array } | { readonly problem: string }
);

/**
 * Reads what the arguments stand for, in their order and each file once.
 * @param operands `-` for standard input, a file, a folder (all `.json` files below it), or a glob
 */
export async function* readInputs(operands: readonly string[], io: Io): AsyncGenerator<Input> {
  const named = await Promise.all(operands.map((operand) => filesOf(operand, io.cwd)));
  const files = [...new Set(named.flat())];
  for (let from = 0; from < files.length; from += AT_ONCE)
    yield* await Promise.all(files.slice(from, from + AT_ONCE).map((file) => readInput(file, io)));
}

/** Files that are open at once: enough that a batch does not wait for each in turn. */
const AT_ONCE = 64;

async function filesOf(operand: string, cwd: string): Promise<readonly string[]> {
  if (operand === "-") return ["-"];
  const path = resolve(cwd, operand);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return below(operand, await jsonFilesIn(path));
  if (found === undefined && isDynamicPattern(operand)) {
    const matches = await glob(operand, { cwd, dot: false, expandDirectories: false });
    return matches.length > 0 ? matches.sort() : [operand];
  }
  return [operand];
}

async function jsonFilesIn(folder: string): Promise<string[]> {
  return (await glob("**/*.json", { cwd: folder, ignore: ["**/node_modules/**"] })).sort();
}

/** An empty folder is a mistake in the arguments, which the reader of its path reports. */
function below(folder: string, files: readonly string[]): readonly string[] {
  return files.length > 0 ? files.map((file) => join(folder, file)) : [join(folder, "*.json")];
}

async function readInput(file: string, io: Io): Promise<Input> {
  if (file === "-") return { file: "(standard input)", bytes: await io.readStdin() };
  try {
    return { file, bytes: await readFile(resolve(io.cwd, file)) };
  } catch (error) {
    return { file, problem: whyUnreadable(error, relative(io.cwd, resolve(io.cwd, file))) };
  }
}

function whyUnreadable(error: unknown, file: string): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return /[*?]/.test(file) ? "no file fits" : "there is no such file";
  if (code === "EACCES") return "it may not be read";
  return error instanceof Error ? error.message : String(error);
}
