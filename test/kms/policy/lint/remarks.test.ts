import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { keyUsages } from "../../../../kms/keySpecs";
import { lint } from "./reports";

const remark = z.object({
  rule: z.string().default("kms-policy-invalid"),
  severity: z.string(),
  message: z.string(),
  remediation: z.string(),
});
const remarked = z.object({
  what: z.string(),
  statement: z.looseObject({}),
  options: z.object({ keyUsage: z.enum(keyUsages) }).optional(),
  findings: z.array(remark),
  /** Whether the statement can have no effect. */
  dead: z.boolean().default(false),
});

const cases = readFileSync("test/data/keyPolicies/lintRemarks.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line) => remarked.parse(JSON.parse(line)));

describe("what the lint says of one statement", () => {
  for (const { what, statement, options, findings, dead } of cases) {
    it(`${what}: ${findings.length === 0 ? "nothing" : findings.map(({ message }) => message).join("; ")}`, () => {
      const report = lint(statement, options);
      assert.deepEqual(
        report.findings.map((found) => remark.parse(found)),
        findings,
      );
      assert.deepEqual(
        report.findings.map((found) => found.statement),
        findings.map(() => 0),
      );
      assert.deepEqual(report.ineffectiveStatements, dead ? [0] : []);
    });
  }
});
