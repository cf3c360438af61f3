import assert from "node:assert/strict";
import { identityOf } from "../../local/instance/processIdentity";
import { CommandError, runCommand } from "../../local/runCommand";

describe("runCommand", () => {
  const sh = (script: string, options: Parameters<typeof runCommand>[2] = {}) =>
    runCommand("/bin/sh", ["-c", script], options);

  it("gives what is written to stdout, and each line as it comes", async () => {
    const lines: string[] = [];
    const output = await sh("echo one; sleep 0.1; echo two >&2; sleep 0.1; echo three", {
      onLine: (line) => lines.push(line),
    });
    assert.equal(output, "one\nthree\n");
    assert.deepEqual(lines, ["one", "two", "three"]);
  });
  it("throws what a failing command has written", async () => {
    await assert.rejects(sh("echo broken >&2; exit 3"), (error) => {
      assert.ok(error instanceof CommandError);
      assert.match(error.message, /ended with 3$/);
      assert.equal(error.output, "broken\n");
      return true;
    });
  });
  it("tells a command that does not exist", async () => {
    await assert.rejects(runCommand("no-such-command", []), { code: "ENOENT" });
  });
  it("ends a command with all that it has started", async () => {
    const stop = new AbortController();
    let child = 0;
    const run = sh("sleep 60 & echo $!; wait", {
      signal: stop.signal,
      onLine: (line) => {
        child = Number(line);
        stop.abort();
      },
    });
    await assert.rejects(run, { name: "AbortError" });
    assert.equal(identityOf(child), undefined);
  });
});
