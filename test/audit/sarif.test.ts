import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { assertSarif } from "./sarifSchema";
import { everyone, OWNER, partner, policyText, run } from "./world";

const sarif = ["--format", "sarif"] as const;

describe("kms-audit policy --format sarif", () => {
  it("meets the schema with findings, without any, and with files that are no policies", async () => {
    const files = {
      "clean.json": policyText(),
      "open #1?.json": policyText(everyone, partner),
      "C:odd name.json": policyText(partner),
      "broken.json": "{",
      "list.json": "[]",
    };
    const { exitCode, out } = await run(["policy", ".", "missing.json", ...OWNER, ...sarif], { files });
    assert.equal(exitCode, 2);
    assertSarif(out);
    assert.match(out, /"uri": ".\/C:odd%20name.json"/);
    const clean = await run(["policy", "clean.json", ...OWNER, ...sarif], { files });
    assert.equal(clean.exitCode, 0);
    assertSarif(clean.out);
  });

  it("meets the schema on every labelled policy", async () => {
    const rows = readFileSync("test/data/keyPolicies/labelled.jsonl", "utf8").trim().split("\n");
    const files = Object.fromEntries(
      rows.map((row, index) => [
        `keys/${index}.json`,
        JSON.stringify((JSON.parse(row) as { policy: unknown }).policy),
      ]),
    );
    const { out } = await run(["policy", "keys", ...OWNER, ...sarif], { files });
    assertSarif(out);
  });

  it("tells a log that is none", () => {
    assert.throws(() => {
      assertSarif('{"version": "2.1.0"}');
    }, /runs/);
  });
});
