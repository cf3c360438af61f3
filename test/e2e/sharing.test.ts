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

  it("keeps what is protected when it is to be destroyed", async () => {
    const { status, text } = await stack.run("destroy", "--yes");
    assert.notEqual(status, 0);
    assert.match(text, /protected/);
    const kept = (await stack.resources()).map(({ type }) => type);
    assert.equal(kept.filter((type) => type === "aws:kms/key:Key").length, 4);
    assert.ok(kept.includes("aws:s3/bucket:Bucket"));
  });

  it("goes whole once it is not protected any more, with the records that the trail has kept by then", async () => {
    const trail = settings["kms-foundation:auditTrail"] as { readonly bucket: object };
    const auditTrail = { ...trail, bucket: { ...trail.bucket, forceDestroy: true } };
    await stack.configure({
      ...settings,
      "kms-foundation:protect": false,
      "kms-foundation:auditTrail": auditTrail,
    });
    await stack.mustRun("up", "--yes");
    await stack.mustRun("destroy", "--yes");
    assert.deepEqual(await stack.resources(), []);
  });
});
