import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { exclusively } from "../../local/exclusively";
import { temporaryFolder } from "./executable";

describe("exclusively", () => {
  const folder = temporaryFolder();

  it("lets one work at a time, tells who waits, and gives the result", async () => {
    const lock = join(folder, "turns/lock");
    const order: string[] = [];
    const first = exclusively(lock, async () => {
      order.push("first begins");
      await sleep(100);
      order.push("first ends");
      return 1;
    });
    await sleep(20);
    const second = exclusively(
      lock,
      () => {
        order.push("second begins");
        return Promise.resolve(2);
      },
      { waiting: () => order.push("second waits") },
    );
    assert.deepEqual(await Promise.all([first, second]), [1, 2]);
    assert.deepEqual(order, ["first begins", "second waits", "first ends", "second begins"]);
  });
  it("lets the next one work where work has failed", async () => {
    const lock = join(folder, "failing");
    await assert.rejects(
      exclusively(lock, () => Promise.reject(new Error("work failed"))),
      /work failed/,
    );
    assert.equal(await exclusively(lock, () => Promise.resolve(3)), 3);
  });
  it("lets the next one work where the process at work was killed", async () => {
    const lock = join(folder, "killed");
    const holder = spawn(
      process.execPath,
      [
        ...["-r", "ts-node/register/transpile-only", "-e"],
        `require("./local/exclusively").exclusively(${JSON.stringify(lock)}, () => { console.log("held"); return new Promise(() => setInterval(() => 0, 1000)); })`,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    await once(holder.stdout, "data");
    const waiting = exclusively(lock, () => Promise.resolve("mine"));
    holder.kill("SIGKILL");
    assert.equal(await waiting, "mine");
  });
  it("can be given up", async () => {
    const lock = join(folder, "given-up");
    const long = exclusively(lock, () => sleep(300));
    await sleep(20);
    await assert.rejects(
      exclusively(lock, () => Promise.resolve(), { signal: AbortSignal.timeout(50) }),
      { name: "AbortError" },
    );
    await long;
  });
});
