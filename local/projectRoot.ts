import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of this project, which both the sources and the bundles in `dist/` lie under. */
export const projectRoot: string = findUpwards(__dirname);

function findUpwards(folder: string): string {
  if (existsSync(join(folder, "Pulumi.yaml")) && existsSync(join(folder, "package.json"))) return folder;
  if (folder === dirname(folder))
    throw new Error(`no Pulumi.yaml above ${__dirname}: the project is not whole`);
  return findUpwards(dirname(folder));
}
