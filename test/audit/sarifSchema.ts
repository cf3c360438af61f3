/** Holds reports to the official JSON schema of SARIF 2.1.0. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import addFormats from "ajv-formats";

/** The schema is of draft 04; of what changed since it has its two identifiers only. */
function readSchema(): object {
  const schema = JSON.parse(readFileSync("test/data/sarif-schema-2.1.0.json", "utf8")) as Record<
    string,
    unknown
  >;
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== "$schema" && name !== "id"));
}

const ajv = addFormats(new Ajv({ allErrors: true, strict: false }));
const validate = ajv.compile(readSchema());

/** Fails where the text is no SARIF 2.1.0 log. */
export function assertSarif(text: string): void {
  assert.ok(validate(JSON.parse(text)), ajv.errorsText(validate.errors, { separator: "\n" }));
}
