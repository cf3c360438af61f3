/** The published JSON schema of the report, written by `npm run docs:schemas`. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { report } from "./report";

/** Where it is published. */
export const schemaFile = path.join("docs", "schemas", "assess.schema.json");

/** Its text. https://json-schema.org/draft/2020-12 */
export function schemaText(): string {
  return `${JSON.stringify(z.toJSONSchema(report, { target: "draft-2020-12" }), undefined, 2)}\n`;
}

async function main(): Promise<void> {
  await mkdir(path.dirname(schemaFile), { recursive: true });
  await writeFile(schemaFile, schemaText());
}

if (require.main === module) void main();
