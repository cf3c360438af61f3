import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Writes a shell script that can be run, and the folders above it. */
export function executable(path: string, script: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A folder for the tests of one `describe`, gone after them. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "kms-foundation-"));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
