import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { instanceStatus, stopInstance } from "../../../local/instance";
import { identityOf } from "../../../local/instance/processIdentity";
import { writeRecord } from "../../../local/instance/record";
import { temporaryFolder } from "../executable";

describe("instanceStatus", () => {
  const root = temporaryFolder();
  const alive = { ...identityOf(process.pid)!, port: 9 };
  const dead = { pid: process.pid, started: "before this one", port: 9 };
  const folderWith = async (localEmu: typeof alive, gateway: typeof alive): Promise<string> => {
    const folder = join(root, String(Math.random()));
    mkdirSync(folder);
    await writeRecord(folder, { localEmu, gateway, gatewayCode: "", officialAwsPlugin: false });
    return folder;
  };

  it("is down where nothing was ever started, or what was cannot be read", async () => {
    assert.deepEqual(await instanceStatus(join(root, "none")), { state: "down" });
    for (const [index, text] of ["{", "[]", '{"localEmu":{}}'].entries()) {
      const folder = join(root, `unreadable${index}`);
      mkdirSync(folder);
      writeFileSync(join(folder, "instance.json"), text);
      assert.deepEqual(await instanceStatus(folder), { state: "down" });
    }
  });
  it("is ailing where another process has LocalEmu's id by now", async () => {
    assert.deepEqual(await instanceStatus(await folderWith(dead, alive)), {
      state: "ailing",
      reason: "LocalEmu has ended",
    });
  });
  it("is ailing where the gateway runs but does not answer", async () => {
    assert.deepEqual(await instanceStatus(await folderWith(alive, alive)), {
      state: "ailing",
      reason: "the gateway does not answer",
    });
  });
  it("is running where the gateway answers", async () => {
    const server = createServer((_request, response) => response.end("{}")).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const folder = await folderWith(alive, { ...alive, port });
    const status = await instanceStatus(folder);
    server.close();
    assert.equal(status.state, "running");
    assert.equal(status.endpoint, `http://127.0.0.1:${port}`);
    assert.equal(status.environment.variables.AWS_ENDPOINT_URL, status.endpoint);
  });
  it("is no reason to end a process that has got the id of one of its own", async () => {
    const folder = await folderWith(dead, dead);
    assert.equal(await stopInstance(folder), false);
    assert.equal(existsSync(folder), false);
    assert.equal(await stopInstance(folder), false);
  });
});
