/**
 * Terraform with the real AWS provider, a client that nobody here wrote, on the local endpoint. It is no part of the
 * project: these tests run where it is on the PATH and KMS_FOUNDATION_TF_MIRROR names a folder that mirrors the provider.
 */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListResourceTagsCommand,
  ScheduleKeyDeletionCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import { kms } from "./kms";
import { localInstance } from "./localInstance";

const alias = "alias/terraform/orders";
const regions = [
  { region: "us-east-1", type: "PRIMARY", description: "Orders, primary", name: "orders" },
  { region: "us-west-2", type: "REPLICA", description: "Orders, west", name: "orders-west" },
  { region: "eu-west-1", type: "REPLICA", description: "Orders, Ireland", name: "orders-ireland" },
];

describe("Terraform on the local endpoint", () => {
  let folder: string | undefined;
  let environment: NodeJS.ProcessEnv;

  before(async function () {
    const mirror = process.env.KMS_FOUNDATION_TF_MIRROR;
    if (mirror === undefined) {
      this.test!.title +=
        " [skipped: KMS_FOUNDATION_TF_MIRROR names no folder that mirrors the AWS provider]";
      this.skip();
    }
    if (spawnSync("terraform", ["version"]).status !== 0) {
      this.test!.title += " [skipped: terraform is not on the PATH]";
      this.skip();
    }
    folder = await mkdtemp(path.join(tmpdir(), "kms-foundation-terraform-"));
    await cp("test/e2e/terraform", folder, { recursive: true });
    const configuration = path.join(folder, "terraform.rc");
    await writeFile(
      configuration,
      `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
    );
    environment = {
      ...(await localInstance()).environment,
      ...{ TF_CLI_CONFIG_FILE: configuration, TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" },
    };
    const { status, output } = await terraform("init");
    assert.equal(status, 0, output);
  });
  after(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  async function terraform(...args: string[]): Promise<{ status: number | null; output: string }> {
    const child = spawn("terraform", [...args, "-no-color"], { cwd: folder, env: environment });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (text: Buffer) => (output += String(text)));
    const [status] = (await once(child, "close")) as [number | null];
    return { status, output };
  }
  const plan = () => terraform("plan", "-detailed-exitcode");
  const apply = async (...args: string[]) => {
    const { status, output } = await terraform("apply", "-auto-approve", ...args);
    assert.equal(status, 0, output);
    return output;
  };
  const keyId = async () => (await terraform("output", "-raw", "key_id")).output;

  it("applies an estate of 11 resources in three Regions", async () => {
    assert.match(await apply(), /Resources: 11 added, 0 changed, 0 destroyed/);
  });

  for (const { region, type, description, name } of regions) {
    it(`makes the ${type.toLowerCase()} in ${region} as it was described`, async () => {
      const client = await kms(region);
      const KeyId = await keyId();
      const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: alias }));
      assert.equal(KeyMetadata?.KeyId, KeyId);
      assert.equal(KeyMetadata.Description, description);
      const { MultiRegionKeyType, PrimaryKey, ReplicaKeys } = KeyMetadata.MultiRegionConfiguration!;
      assert.deepEqual(
        [MultiRegionKeyType, PrimaryKey?.Region, ReplicaKeys?.map((replica) => replica.Region).sort()],
        [type, "us-east-1", ["eu-west-1", "us-west-2"]],
      );
      const { Policy } = await client.send(new GetKeyPolicyCommand({ KeyId }));
      assert.ok(Policy?.includes(`"s3.${region}.amazonaws.com"`), Policy);
      const { Tags } = await client.send(new ListResourceTagsCommand({ KeyId }));
      assert.ok(Tags?.some(({ TagKey, TagValue }) => TagKey === "Name" && TagValue === name));
      const rotation = await client.send(new GetKeyRotationStatusCommand({ KeyId }));
      assert.deepEqual([rotation.KeyRotationEnabled, rotation.RotationPeriodInDays], [true, 180]);
    });
  }

  it("plans no changes", async () => {
    const { status, output } = await plan();
    assert.equal(status, 0, output);
  });

  it("sees what was changed behind its back, and puts it right", async () => {
    const west = await kms("us-west-2");
    const KeyId = await keyId();
    await west.send(new UpdateKeyDescriptionCommand({ KeyId, Description: "changed" }));
    assert.equal((await plan()).status, 2);
    assert.match(await apply(), /Resources: 0 added, 1 changed, 0 destroyed/);
    const { KeyMetadata } = await west.send(new DescribeKeyCommand({ KeyId }));
    assert.equal(KeyMetadata?.Description, "Orders, west");
  });

  it("destroys everything", async () => {
    const KeyId = await keyId();
    const { output } = await terraform("destroy", "-auto-approve");
    assert.match(output, /Destroy complete! Resources: 11 destroyed/);
    const states = await Promise.all(
      regions.map(async ({ region }) => {
        const { KeyMetadata } = await (await kms(region)).send(new DescribeKeyCommand({ KeyId }));
        return KeyMetadata?.KeyState;
      }),
    );
    assert.deepEqual(states, ["PendingReplicaDeletion", "PendingDeletion", "PendingDeletion"]);
    const { Aliases } = await (await kms("eu-west-1")).send(new ListAliasesCommand({}));
    assert.equal(
      Aliases?.some(({ AliasName }) => AliasName === alias),
      false,
    );
    const again = (await kms("eu-west-1")).send(new ScheduleKeyDeletionCommand({ KeyId }));
    await assert.rejects(again, { name: "KMSInvalidStateException" });
  });
});
