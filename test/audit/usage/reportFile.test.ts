import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { run } from "../world";
import { event, trailFile } from "./trail";

const files = { "a.json": trailFile(event(1), event(2, { eventName: "DisableKey", readOnly: false })) };

describe("kms-audit usage --output", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "kms-audit-output-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const written = (...args: readonly string[]) =>
    run(["usage", "a.json", ...args], { files, colors: true, columns: 200 });

  it("names the file in a folder by the day, and by the format", async () => {
    for (const format of ["text", "json", "csv", "html"]) {
      const { exitCode, out, err } = await written("--output", path.join(folder, "new"), "--format", format);
      assert.deepEqual([exitCode, out], [0, ""]);
      assert.match(err, /^kms-audit: the report is in .*kms-usage-\d{4}-\d\d-\d\d\.\w+\n$/);
    }
    const today = new Date().toISOString().slice(0, 10);
    assert.deepEqual(
      readdirSync(path.join(folder, "new")).sort(),
      ["csv", "html", "json", "txt"].map((extension) => `kms-usage-${today}.${extension}`),
    );
  });

  it("writes the text for any screen: 80 columns, without colours", async () => {
    const file = path.join(folder, "report.txt");
    await written("--output", file);
    const text = readFileSync(file, "utf8");
    assert.match(text, /^2 requests to AWS KMS/);
    assert.ok(!text.includes("\u001B"));
    assert.ok(text.split("\n").every((line) => line.length <= 80));
  });

  it("says where it cannot be written, and that it is no report", async () => {
    writeFileSync(path.join(folder, "file"), "");
    const { exitCode, err } = await written("--output", path.join(folder, "file", "below.txt"));
    assert.equal(exitCode, 2);
    assert.match(err, /the report cannot be written to .*below\.txt: /);
  });
});
