import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { once } from "node:events";
import { temporaryFolder } from "../../../../audit/usage/records/temporaryFolder";

/** Makes a folder with a file in it, says where, and waits. */
const program = `
  const { writeFileSync } = require("node:fs");
  const { temporaryFolder } = require("./audit/usage/records/temporaryFolder");
  void temporaryFolder().then(({ path }) => {
    writeFileSync(path + "/spilled", "x");
    process.stdout.write(path);
    setInterval(() => undefined, 1000);
  });
`;

describe("the temporary folder", () => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    it(`vanishes where ${signal} ends the process, which still ends by it`, async () => {
      const child = spawn(process.execPath, ["-r", "ts-node/register/transpile-only", "-e", program]);
      const [folder] = (await once(child.stdout, "data")) as [Buffer];
      assert.ok(existsSync(`${folder.toString()}/spilled`));
      const ended = once(child, "exit");
      child.kill(signal);
      assert.deepEqual(await ended, [null, signal]);
      assert.ok(!existsSync(folder.toString()));
    }).timeout(60_000);

  it("leaves signals alone once it is removed", async () => {
    const before = process.listenerCount("SIGINT");
    const folder = await temporaryFolder();
    assert.equal(process.listenerCount("SIGINT"), before + 1);
    await folder.remove();
    assert.equal(process.listenerCount("SIGINT"), before);
    assert.ok(!existsSync(folder.path));
  });
});
