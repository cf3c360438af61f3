import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";

const start = (...args: string[]) =>
  spawn(process.execPath, ["--require", "ts-node/register/transpile-only", "local/gateway/main.ts", ...args]);

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  const [text] = (await once(stdout!, "data")) as [Buffer];
  return String(text).trim();
}

describe("the gateway as a process", () => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`serves until ${signal}`, async () => {
      const gateway = start("--port", "0", "--upstream", "http://127.0.0.1:1");
      const exited = once(gateway, "exit");
      const port = /^gateway: http:\/\/127\.0\.0\.1:(\d+) -> http:\/\/127\.0\.0\.1:1$/.exec(
        await firstLine(gateway),
      )![1]!;
      assert.equal((await fetch(`http://127.0.0.1:${port}/_gateway/health`)).status, 200);
      gateway.kill(signal);
      assert.deepEqual(await exited, [0, null]);
    });
  }

  for (const args of [
    [],
    ["--port", "x", "--upstream", "http://127.0.0.1:1"],
    ["--port", "1", "--upstream", "nowhere"],
  ]) {
    it(`tells its usage: ${args.join(" ") || "no arguments"}`, async () => {
      const gateway = start(...args);
      const [text] = (await once(gateway.stderr, "data")) as [Buffer];
      assert.match(String(text), /^usage: gateway --port <port> --upstream/);
      assert.deepEqual(await once(gateway, "exit"), [1, null]);
    });
  }
});
