/** The settings of a stack as its file in the repository has them. */
import { readFile } from "node:fs/promises";
import { parse } from "yaml";

/** The configuration in `Pulumi.<stack>.yaml` of a project's folder. */
export async function projectSettings(stack: string, folder = "."): Promise<Record<string, unknown>> {
  const file = parse(await readFile(`${folder}/Pulumi.${stack}.yaml`, "utf8")) as {
    config: Record<string, unknown>;
  };
  return file.config;
}
