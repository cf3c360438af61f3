import assert from "node:assert/strict";
import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListResourceTagsCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import type { KeyOutput } from "../../stackOutputs";
import { kms } from "./kms";
import { oneKey } from "./settings";
import { nameOf, policyPack, Stack } from "./stack";

const alias = "alias/lifecycle/orders";
const regions = ["us-east-1", "us-west-2", "eu-west-1"];

describe("a stack's life on the real engine", () => {
  let stack: Stack;
  before(async () => {
    stack = await Stack.create("lifecycle", oneKey("lifecycle"));
  });
  after(() => stack.remove());

  const key = async () => (await stack.outputs<{ keys: Record<string, KeyOutput> }>()).keys.orders!;
  const described = async (region: string) =>
    (await (await kms(region)).send(new DescribeKeyCommand({ KeyId: (await key()).keyId }))).KeyMetadata!;

  it("previews what it would make and makes nothing", async () => {
    assert.deepEqual((await stack.steps()).map((step) => `${step.op} ${nameOf(step)}`).sort(), [
      "create Alias orders-eu-west-1",
      "create Alias orders-us-east-1",
      "create Alias orders-us-west-2",
      "create Key orders-us-east-1",
      "create MultiRegionKey orders",
      "create ReplicaKey orders-eu-west-1",
      "create ReplicaKey orders-us-west-2",
      "create Stack kms-foundation-lifecycle",
    ]);
    const { Aliases = [] } = await (await kms("us-east-1")).send(new ListAliasesCommand({}));
    assert.equal(
      Aliases.some(({ AliasName }) => AliasName === alias),
      false,
    );
  });

  it("comes up under the policy pack, and publishes the contract", async () => {
    await stack.mustRun("up", "--yes", "--policy-pack", policyPack);
    const { keyId, arns, ...rest } = await key();
    assert.deepEqual(rest, { alias, primaryRegion: "us-east-1" });
    assert.match(keyId, /^mrk-[0-9a-f]{32}$/);
    assert.deepEqual(
      arns,
      Object.fromEntries(regions.map((one) => [one, `arn:aws:kms:${one}:111111111111:key/${keyId}`])),
    );
  });

  for (const [index, region] of regions.entries()) {
    it(`shows any client the key in ${region}: role, alias, description, tags, rotation and a policy of its own`, async () => {
      const client = await kms(region);
      const { keyId } = await key();
      const { Arn, Description, MultiRegionConfiguration } = await described(region);
      assert.equal(Arn, `arn:aws:kms:${region}:111111111111:key/${keyId}`);
      assert.equal(Description, "Orders of the web shop at rest");
      assert.equal(MultiRegionConfiguration?.MultiRegionKeyType, index === 0 ? "PRIMARY" : "REPLICA");

      const { Aliases } = await client.send(new ListAliasesCommand({ KeyId: keyId }));
      assert.deepEqual(
        Aliases?.map(({ AliasName }) => AliasName),
        [alias],
      );

      const { Tags = [] } = await client.send(new ListResourceTagsCommand({ KeyId: keyId }));
      assert.deepEqual(Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue])), {
        Owner: "shop",
        Environment: "lifecycle",
      });

      const rotation = await client.send(new GetKeyRotationStatusCommand({ KeyId: keyId }));
      assert.equal(rotation.KeyRotationEnabled, true);

      const { Policy } = await client.send(new GetKeyPolicyCommand({ KeyId: keyId }));
      for (const other of regions)
        assert.equal(Policy?.includes(`s3.${other}.amazonaws.com`), other === region);
    });
  }

  it("decrypts in one Region what another encrypted", async () => {
    const context = { KeyId: alias, EncryptionContext: { order: "7" } };
    const encrypted = await (
      await kms("us-east-1")
    ).send(new EncryptCommand({ ...context, Plaintext: Buffer.from("42") }));
    for (const region of regions) {
      const { Plaintext } = await (
        await kms(region)
      ).send(new DecryptCommand({ ...context, CiphertextBlob: encrypted.CiphertextBlob }));
      assert.equal(Buffer.from(Plaintext!).toString(), "42");
    }
  });

  it("changes nothing when brought up again", async () => {
    await stack.mustRun("up", "--yes", "--expect-no-changes", "--policy-pack", policyPack);
  });

  it("changes a description in place, in every Region", async () => {
    const before = await key();
    await stack.configure(oneKey("lifecycle", { description: "Orders and bills of the web shop" }));
    assert.deepEqual((await stack.steps()).map((step) => `${step.op} ${nameOf(step)}`).sort(), [
      "update Key orders-us-east-1",
      "update ReplicaKey orders-eu-west-1",
      "update ReplicaKey orders-us-west-2",
    ]);
    await stack.mustRun("up", "--yes");
    assert.deepEqual(await key(), before);
    for (const region of regions)
      assert.equal((await described(region)).Description, "Orders and bills of the web shop");
  });

  it("adds a Region without touching the others", async () => {
    const replicaRegions = ["us-west-2", "ap-southeast-2", "eu-west-1"];
    await stack.configure(
      oneKey("lifecycle", { description: "Orders and bills of the web shop", replicaRegions }),
    );
    assert.deepEqual((await stack.steps()).map((step) => `${step.op} ${nameOf(step)}`).sort(), [
      "create Alias orders-ap-southeast-2",
      "create ReplicaKey orders-ap-southeast-2",
    ]);
    await stack.mustRun("up", "--yes");
    assert.equal((await described("ap-southeast-2")).KeyState, "Enabled");
  });

  it("removes a Region without touching the others", async () => {
    await stack.configure(oneKey("lifecycle", { description: "Orders and bills of the web shop" }));
    assert.deepEqual((await stack.steps()).map((step) => `${step.op} ${nameOf(step)}`).sort(), [
      "delete Alias orders-ap-southeast-2",
      "delete ReplicaKey orders-ap-southeast-2",
    ]);
    await stack.mustRun("up", "--yes");
    assert.equal((await described("ap-southeast-2")).KeyState, "PendingDeletion");
    for (const region of regions) assert.equal((await described(region)).KeyState, "Enabled");
  });

  it("sees a change made behind its back, and takes it back", async () => {
    const { keyId } = await key();
    await (
      await kms("eu-west-1")
    ).send(new UpdateKeyDescriptionCommand({ KeyId: keyId, Description: "changed by hand" }));
    const { text } = await stack.mustRun("refresh", "--yes");
    assert.match(text, /orders-eu-west-1 +updated|ReplicaKey orders-eu-west-1 +update/);
    assert.deepEqual(
      (await stack.steps()).map((step) => `${step.op} ${nameOf(step)}`),
      ["update ReplicaKey orders-eu-west-1"],
    );
    await stack.mustRun("up", "--yes");
    assert.equal((await described("eu-west-1")).Description, "Orders and bills of the web shop");
  });

  it("shows a replace before a change that would destroy the key", async () => {
    await stack.configure(oneKey("lifecycle", { spec: "HMAC_256", users: [] }));
    const ops = (await stack.steps()).filter((step) => nameOf(step).startsWith("Key ")).map(({ op }) => op);
    assert.ok(ops.includes("replace") || ops.includes("create-replacement"), ops.join());
    await stack.configure(oneKey("lifecycle", { description: "Orders and bills of the web shop" }));
  });

  it("goes whole, each key pending deletion", async () => {
    const { keyId } = await key();
    await stack.mustRun("destroy", "--yes");
    for (const region of regions) {
      const { KeyMetadata } = await (await kms(region)).send(new DescribeKeyCommand({ KeyId: keyId }));
      assert.match(String(KeyMetadata?.KeyState), /^Pending(Replica)?Deletion$/);
    }
    assert.deepEqual(await stack.resources(), []);
  });
});
