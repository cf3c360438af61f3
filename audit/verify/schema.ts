/** The published JSON schema of what `kms-audit verify` expects, written by `npm run docs:schemas`. */
import { writeFile } from "node:fs/promises";
import { z } from "zod";
import { expectationsSchema } from "./expectations";

/** `docs/schemas/verify.schema.json`, as text. */
export function expectationsJsonSchema(): string {
  const schema = z.toJSONSchema(expectationsSchema, { target: "draft-2020-12", io: "input" });
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

if (require.main === module) void writeFile("docs/schemas/verify.schema.json", expectationsJsonSchema());
