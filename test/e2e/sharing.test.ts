import assert from "node:assert/strict";
import path from "node:path";
import { projectSettings } from "./projectSettings";
import { policyPack, Stack } from "./stack";

const account = "333333333333";
const pack = ["--policy-pack", policyPack, "--policy-pack-config", path.resolve("policy-pack/prod.json")];

describe("the production stack", () => {
  let settings: Record<string, unknown>;
  let stack: Stack;
  before(async () => {
    settings = await projectSettings("prod");
    stack = await Stack.create("prod", settings, undefined, account);
  });
  after(() => stack.remove());

  it("comes up under the whole policy pack, without an exemption", async () => {
    const { text } = await stack.mustRun("up", "--yes", ...pack);
    assert.match(text, /✅ kms-foundation/);
    assert.doesNotMatch(text, /\[mandatory\]|\[advisory\]/);
  });

  it("changes nothing when brought up again", async () => {
    await stack.mustRun("up", "--yes", "--expect-no-changes", ...pack);
  });

  it("loses all but what is protected when it is destroyed", async () => {
    const isProtected = new Set(
      (await stack.resources()).filter(({ protect }) => protect).map(({ urn }) => urn),
    );
    await stack.mustRun("destroy", "--yes", "--exclude-protected");
    const kept = (await stack.resources()).filter(
      ({ id, type }) => id !== undefined && type.startsWith("aws:"),
    );
    assert.deepEqual(
      kept.filter(({ urn }) => !isProtected.has(urn)),
      [],
    );
    for (const name of [
      ...["application-data", "shared-services", "shared-data"].map((key) => `Key::${key}-us-east-1`),
      "ReplicaKey::shared-data-eu-west-1",
      "Alias::shared-services-us-west-2",
      "Bucket::reports-us-east-1",
    ]) {
      assert.ok(
        kept.some(({ urn }) => urn.endsWith(name)),
        `${name} is gone`,
      );
    }
  });
});
