import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

const sources = [
  ...["index.ts", "stackOutputs.ts", "settings.ts", "settings", "components"],
  ...["kms", "rulebook", "policy-pack", "audit", "local"],
].filter((source) => existsSync(source));

describe("imports", () => {
  it("point one way only", function () {
    this.timeout(60_000);
    const depcruise = path.resolve("node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [depcruise, "--config", ".dependency-cruiser.cjs", "--output-type", "err", ...sources],
      { encoding: "utf8" },
    );
    assert.equal(status, 0, stdout + stderr);
  });
});
