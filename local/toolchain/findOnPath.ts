import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The executable files of a name on a PATH, in its order. */
export function findOnPath(name: string, path: string | undefined = process.env.PATH): string[] {
  return (path ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .filter(isExecutableFile);
}

/** Whether there is a file that this user may run. */
export function isExecutableFile(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
