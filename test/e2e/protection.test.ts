import assert from "node:assert/strict";
import { oneKey } from "./settings";
import { Stack } from "./stack";

describe("a protected environment", () => {
  let stack: Stack;
  const protectedSettings = (key = {}) =>
    oneKey("protected", { replicaRegions: [], ...key }, { protect: true });
  before(async () => {
    stack = await Stack.create("protected", protectedSettings());
    await stack.mustRun("up", "--yes");
  });
  after(async () => {
    await stack.configure(oneKey("protected", { replicaRegions: [] }));
    await stack.mustRun("up", "--yes");
    await stack.mustRun("destroy", "--yes");
    await stack.remove();
  });

  it("keeps its keys when it is destroyed", async () => {
    const { status, text } = await stack.run("destroy", "--yes");
    assert.notEqual(status, 0);
    assert.match(text, /protect/);
    assert.ok((await stack.resources()).some(({ type }) => type === "aws:kms/key:Key"));
  });

  it("keeps a key that a change would replace", async () => {
    await stack.configure(protectedSettings({ multiRegion: false, spec: "HMAC_256", users: [] }));
    const { status, text } = await stack.run("preview");
    assert.notEqual(status, 0);
    assert.match(text, /protect/);
    await stack.configure(protectedSettings());
  });
});
