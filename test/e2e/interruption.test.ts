import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { DescribeKeyCommand, paginateListKeys } from "@aws-sdk/client-kms";
import { kms } from "./kms";
import { oneKey } from "./settings";
import { Stack } from "./stack";

const regions = ["us-east-1", "us-west-2", "eu-west-1"];
const description = "Interrupted orders of the web shop";

/** The keys of this test that live in a Region, by their description. */
async function keysIn(region: string): Promise<string[]> {
  const client = await kms(region);
  const found: string[] = [];
  for await (const { Keys = [] } of paginateListKeys({ client }, {})) {
    for (const { KeyId } of Keys) {
      const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId }));
      if (KeyMetadata?.Description === description && KeyMetadata.KeyState === "Enabled")
        found.push(String(KeyId));
    }
  }
  return found;
}

/** The ids of all keys of the primary Region: one call, where looking at each key takes as long as an update. */
async function keyIds(): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const { Keys = [] } of paginateListKeys({ client: await kms("us-east-1") }, { Limit: 1000 }))
    for (const { KeyId } of Keys) ids.add(String(KeyId));
  return ids;
}

describe("an update that is killed half-way", () => {
  let stack: Stack;
  before(async () => {
    stack = await Stack.create("interrupted", oneKey("interrupted", { description }));
  });
  after(async () => {
    await stack.run("destroy", "--yes");
    await stack.remove();
  });

  for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
    it(`by ${signal} ends in the same state when it is run again, with no duplicate key`, async () => {
      const before = await keyIds();
      const update = await stack.start("up", "--yes");
      const ended = new Promise((resolve) => update.once("close", resolve));
      update.stdout?.resume();
      update.stderr?.resume();
      // Until the primary key exists: from here on a second run could make a second key.
      const deadline = Date.now() + 60_000;
      while ((await keyIds()).size <= before.size && update.exitCode === null && Date.now() < deadline)
        await wait(20);
      assert.equal(update.exitCode, null, "the update ended before it could be killed");
      if (signal === "SIGKILL") process.kill(-update.pid!, signal);
      else update.kill(signal);
      await ended;

      await stack.run("cancel", "--yes");
      await stack.mustRun("refresh", "--yes", "--run-program=false").catch(() => undefined);
      await stack.mustRun("up", "--yes");
      await stack.mustRun("up", "--yes", "--expect-no-changes");
      for (const region of regions) assert.equal((await keysIn(region)).length, 1, `keys in ${region}`);
      await stack.mustRun("destroy", "--yes");
    });
  }
});
