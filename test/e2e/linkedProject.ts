/** A place to run this repository's program from, with stacks of its own. */
import { mkdtemp, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";

/**
 * A project folder for this repository's program or the one in a folder of it, which is linked in: the engine writes a stack's configuration file into
 * the project folder, and the repository's own must stay as they are.
 */
export async function linkedProject(folderOfProject = "."): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "kms-foundation-stack-"));
  const project = parse(await readFile(path.join(folderOfProject, "Pulumi.yaml"), "utf8")) as object;
  await writeFile(
    path.join(folder, "Pulumi.yaml"),
    stringify({ ...project, main: path.join("program", folderOfProject, "index.ts") }),
  );
  await symlink(path.resolve("."), path.join(folder, "program"));
  return folder;
}
