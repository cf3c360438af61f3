import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createMends } from "../../../local/gateway/mends";

const compact = (text: string) => text.replace(/ {2,}/g, " ");

describe("docs/local-aws.md", () => {
  const lines = compact(readFileSync("docs/local-aws.md", "utf8")).split("\n");
  const rows = createMends().map(
    ({ name, service, operations, aws, docs, localEmu }) =>
      `| [${name}](${docs}) | ${service}: ${operations.join(", ")} | ${aws} | ${localEmu} |`,
  );

  it("has a row for every mend, in its own words", () => {
    assert.deepEqual(
      rows.filter((row) => !lines.includes(compact(row))),
      [],
    );
  });

  it("has no row for a mend that does not exist", () => {
    assert.equal(lines.filter((line) => line.startsWith("| [")).length, rows.length);
  });
});
