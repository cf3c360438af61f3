import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startDaemon, stopDaemon, waitUntilHealthy } from "../../../local/instance/daemon";
import { freePort, requireFreePort } from "../../../local/instance/ports";
import { identityOf, isRunning } from "../../../local/instance/processIdentity";
import { temporaryFolder } from "../executable";

describe("the identity of a process", () => {
  it("is the same for as long as it runs", () => {
    const self = identityOf(process.pid);
    assert.ok(self !== undefined);
    assert.ok(isRunning(self));
  });
  it("is not that of another process that has got its id", () => {
    assert.equal(isRunning({ pid: process.pid, started: "another time" }), false);
  });
  it("ends with the process, and no process has none", async () => {
    const child = spawn("sleep", ["60"]);
    const identity = identityOf(child.pid!);
    assert.ok(identity !== undefined && isRunning(identity));
    child.kill("SIGKILL");
    await once(child, "exit");
    assert.equal(isRunning(identity), false);
    assert.equal(identityOf(child.pid!), undefined);
  });
});

describe("a process in the background", () => {
  const folder = temporaryFolder();
  const logFile = join(folder, "log");
  const start = (script: string) =>
    startDaemon({ command: "/bin/sh", args: ["-c", script], env: process.env, cwd: folder, logFile });

  it("ends with all that it has started", async () => {
    const identity = await start("sleep 60 & sleep 60 & echo $! >&2; wait");
    await sleep(200);
    await stopDaemon(identity);
    assert.equal(isRunning(identity), false);
    await stopDaemon(identity);
  });
  it("is killed where it does not heed SIGTERM", async function () {
    this.timeout(15_000);
    const identity = await start("trap '' TERM; while :; do sleep 0.1; done");
    await sleep(200);
    const begun = Date.now();
    await stopDaemon(identity, 300);
    assert.equal(isRunning(identity), false);
    assert.ok(Date.now() - begun >= 300);
  });
  it("is not waited for once it has ended, and the end of its log is told", async () => {
    const identity = await start("sleep 0.1; echo 'no such module'; exit 3");
    await assert.rejects(
      waitUntilHealthy("Service", identity, "http://127.0.0.1:9/", logFile),
      /Service ended before it was ready: see .*log\nno such module/,
    );
  });
  it("is ready once it answers", async () => {
    const identity = await start("sleep 60");
    let calls = 0;
    const server = createServer((_request, response) => {
      response.statusCode = ++calls < 3 ? 503 : 200;
      response.end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await waitUntilHealthy("Service", identity, `http://127.0.0.1:${port}/`, logFile);
    assert.equal(calls, 3);
    server.close();
    await stopDaemon(identity);
  });
});

describe("a port", () => {
  it("that is taken gives the mend", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await assert.rejects(requireFreePort(port), new RegExp(`Port ${port} .* KMS_FOUNDATION_PORT=\\d+`));
    server.close();
  });
  it("that is free can be used", async () => {
    await requireFreePort(await freePort());
  });
});
