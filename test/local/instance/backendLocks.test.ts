import assert from "node:assert/strict";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { releaseDeadLocks } from "../../../local/instance/backendLocks";
import { temporaryFolder } from "../executable";

describe("releaseDeadLocks", () => {
  const state = temporaryFolder();
  const NO_PROCESS = 2 ** 22 + 1;
  const lock = (name: string, content: unknown) => {
    const file = join(state, ".pulumi/locks/organization/project/stack", name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    return file;
  };

  it("removes the lock of an engine that no longer runs, and no other", async () => {
    const dead = lock("dead.json", { pid: NO_PROCESS, hostname: hostname(), username: "u", timestamp: "t" });
    const alive = lock("alive.json", { pid: process.pid, hostname: hostname() });
    const elsewhere = lock("elsewhere.json", { pid: NO_PROCESS, hostname: "another-machine" });
    const unreadable = lock("unreadable.json", "{");
    await releaseDeadLocks(state);
    assert.deepEqual([dead, alive, elsewhere, unreadable].map(existsSync), [false, true, true, true]);
  });
  it("does nothing where no engine has ever run", async () => {
    await releaseDeadLocks(join(state, "missing"));
  });
});
