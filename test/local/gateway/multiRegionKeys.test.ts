import assert from "node:assert/strict";
import { mock } from "node:test";
import * as kms from "@aws-sdk/client-kms";
import { fakeKms } from "./fakeKms";
import { startStage, type Stage } from "./fakeLocalEmu";
import { kmsClient, refuses } from "./kmsClient";

const policyOf = (region: string) =>
  JSON.stringify({
    Statement: [{ Sid: region, Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" }],
  });

describe("multi-Region keys behind the gateway", () => {
  let stage: Stage;
  let east: kms.KMSClient;
  let west: kms.KMSClient;
  let ireland: kms.KMSClient;
  let KeyId: string;

  beforeEach(async () => {
    stage = await startStage(fakeKms());
    [east, west, ireland] = ["us-east-1", "us-west-2", "eu-west-1"].map((region) =>
      kmsClient(stage.endpoint, region),
    ) as [kms.KMSClient, kms.KMSClient, kms.KMSClient];
    const created = await east.send(
      new kms.CreateKeyCommand({ MultiRegion: true, Policy: policyOf("us-east-1") }),
    );
    KeyId = created.KeyMetadata!.KeyId!;
  });
  afterEach(() => stage.close());

  const replicate = (ReplicaRegion: string, more: Partial<kms.ReplicateKeyCommandInput> = {}, from = east) =>
    from.send(new kms.ReplicateKeyCommand({ KeyId, ReplicaRegion, ...more }));
  const describe_ = async (client: kms.KMSClient) =>
    (await client.send(new kms.DescribeKeyCommand({ KeyId }))).KeyMetadata!;
  const arnIn = (region: string) => `arn:aws:kms:${region}:111111111111:key/${KeyId}`;
  const related = async (client: kms.KMSClient) => {
    const { MultiRegionKeyType, PrimaryKey, ReplicaKeys } = (await describe_(client))
      .MultiRegionConfiguration!;
    return [MultiRegionKeyType, PrimaryKey?.Region, ReplicaKeys!.map(({ Region }) => Region).sort()];
  };
  const status = (client: kms.KMSClient) => client.send(new kms.GetKeyRotationStatusCommand({ KeyId }));

  it("give a replica the policy, tags and description that it is passed, and answer with them", async () => {
    const Tags = [{ TagKey: "team", TagValue: "payments" }];
    const Policy = policyOf("us-west-2");
    const answer = await replicate("us-west-2", { Policy, Tags, Description: "orders" });
    assert.equal(answer.ReplicaPolicy, Policy);
    assert.deepEqual(answer.ReplicaTags, Tags);
    assert.equal(answer.ReplicaKeyMetadata?.Arn, arnIn("us-west-2"));
    assert.equal((await describe_(west)).Description, "orders");
    assert.equal((await west.send(new kms.GetKeyPolicyCommand({ KeyId }))).Policy, Policy);
    assert.deepEqual((await west.send(new kms.ListResourceTagsCommand({ KeyId }))).Tags, Tags);
    assert.equal((await east.send(new kms.GetKeyPolicyCommand({ KeyId }))).Policy, policyOf("us-east-1"));
  });

  it("give a replica the default policy and no tags where none are passed", async () => {
    await east.send(new kms.TagResourceCommand({ KeyId, Tags: [{ TagKey: "a", TagValue: "b" }] }));
    const { ReplicaPolicy, ReplicaTags } = await replicate("us-west-2");
    assert.deepEqual(ReplicaTags, []);
    assert.equal((await west.send(new kms.GetKeyPolicyCommand({ KeyId }))).Policy, ReplicaPolicy);
    assert.match(ReplicaPolicy!, /"arn:aws:iam::111111111111:root"/);
    assert.deepEqual((await west.send(new kms.ListResourceTagsCommand({ KeyId }))).Tags, []);
  });

  it("give a replica a creation date of its own", async () => {
    const begin = Date.now() - 1;
    await replicate("us-west-2");
    assert.ok((await describe_(west)).CreationDate!.getTime() >= begin);
    assert.equal((await describe_(east)).CreationDate!.getTime(), 1000);
  });

  it("make no replica where its policy or tags are refused", async () => {
    await refuses("MalformedPolicyDocumentException", replicate("us-west-2", { Policy: "{" }));
    const twice = [
      { TagKey: "a", TagValue: "1" },
      { TagKey: "a", TagValue: "2" },
    ];
    await refuses("TagException", replicate("us-west-2", { Tags: twice }));
    assert.deepEqual(await related(east), ["PRIMARY", "us-east-1", []]);
  });

  it("show the same related keys in every Region", async () => {
    await replicate("us-west-2");
    await replicate("eu-west-1");
    const replicas = ["eu-west-1", "us-west-2"];
    assert.deepEqual(await related(east), ["PRIMARY", "us-east-1", replicas]);
    assert.deepEqual(await related(west), ["REPLICA", "us-east-1", replicas]);
    assert.deepEqual(await related(ireland), ["REPLICA", "us-east-1", replicas]);
  });

  it("refuse a second replica in a Region, a replica of a replica and of a single-Region key", async () => {
    await replicate("us-west-2");
    await refuses("AlreadyExistsException", replicate("us-west-2"));
    await refuses("UnsupportedOperationException", replicate("eu-west-1", {}, west));
    const { KeyMetadata } = await east.send(new kms.CreateKeyCommand({}));
    const single = KeyMetadata!.KeyId!;
    await refuses("UnsupportedOperationException", replicate("us-west-2", { KeyId: single }));
  });

  it("report the primary's rotation on every replica", async () => {
    await replicate("us-west-2");
    await east.send(new kms.EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 180 }));
    const { KeyRotationEnabled, RotationPeriodInDays, KeyId: arn, NextRotationDate } = await status(west);
    assert.deepEqual([KeyRotationEnabled, RotationPeriodInDays, arn], [true, 180, arnIn("us-west-2")]);
    assert.ok(NextRotationDate);
    await east.send(new kms.DisableKeyRotationCommand({ KeyId }));
    const off = await status(west);
    assert.deepEqual([off.KeyRotationEnabled, off.NextRotationDate], [false, undefined]);
  });

  it("rotate by the primary only, every 365 days where no period is given", async () => {
    await replicate("us-west-2");
    await refuses("UnsupportedOperationException", west.send(new kms.EnableKeyRotationCommand({ KeyId })));
    await refuses("UnsupportedOperationException", west.send(new kms.RotateKeyOnDemandCommand({ KeyId })));
    await east.send(new kms.EnableKeyRotationCommand({ KeyId }));
    assert.equal((await status(west)).RotationPeriodInDays, 365);
  });

  it("decrypt each other's ciphertexts, also after a rotation on demand", async () => {
    await replicate("us-west-2");
    await east.send(new kms.RotateKeyOnDemandCommand({ KeyId }));
    const Plaintext = Buffer.from("after");
    const EncryptionContext = { tenant: "a" };
    const { CiphertextBlob } = await east.send(
      new kms.EncryptCommand({ KeyId, Plaintext, EncryptionContext }),
    );
    const decrypted = await west.send(new kms.DecryptCommand({ CiphertextBlob, EncryptionContext }));
    assert.equal(Buffer.from(decrypted.Plaintext!).toString(), "after");
    assert.equal(decrypted.KeyId, arnIn("us-west-2"));
    const wrong = west.send(new kms.DecryptCommand({ CiphertextBlob, EncryptionContext: { tenant: "b" } }));
    await refuses("InvalidCiphertextException", wrong);
    const { Rotations } = await west.send(new kms.ListKeyRotationsCommand({ KeyId }));
    assert.deepEqual(
      Rotations!.map(({ RotationType, KeyId: arn }) => [RotationType, arn]),
      [["ON_DEMAND", arnIn("us-west-2")]],
    );
  });

  describe("whose primary moved", () => {
    const move = (PrimaryRegion: string, from = east) =>
      from.send(new kms.UpdatePrimaryRegionCommand({ KeyId, PrimaryRegion }));

    it("show it in every Region, with its rotation", async () => {
      await replicate("us-west-2");
      await replicate("eu-west-1");
      await east.send(new kms.EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 100 }));
      await move("eu-west-1");
      assert.deepEqual(await related(ireland), ["PRIMARY", "eu-west-1", ["us-east-1", "us-west-2"]]);
      assert.deepEqual(await related(east), ["REPLICA", "eu-west-1", ["us-east-1", "us-west-2"]]);
      assert.deepEqual(await related(west), ["REPLICA", "eu-west-1", ["us-east-1", "us-west-2"]]);
      assert.equal((await status(west)).RotationPeriodInDays, 100);
      await refuses("UnsupportedOperationException", east.send(new kms.DisableKeyRotationCommand({ KeyId })));
      await ireland.send(new kms.DisableKeyRotationCommand({ KeyId }));
      assert.equal((await status(east)).KeyRotationEnabled, false);
    });

    it("are replicated from there", async () => {
      await replicate("us-west-2");
      await move("us-west-2");
      await refuses("UnsupportedOperationException", replicate("eu-west-1"));
      await replicate("eu-west-1", { Description: "third" }, west);
      assert.equal((await describe_(ireland)).Description, "third");
      assert.deepEqual(await related(east), ["REPLICA", "us-west-2", ["eu-west-1", "us-east-1"]]);
    });

    it("refuse a Region without a replica, a replica that moves itself, and a disabled key", async () => {
      await replicate("us-west-2");
      await refuses("NotFoundException", move("eu-west-1"));
      await refuses("UnsupportedOperationException", move("us-east-1", west));
      await west.send(new kms.DisableKeyCommand({ KeyId }));
      await refuses("DisabledException", move("us-west-2"));
      assert.deepEqual(await related(east), ["PRIMARY", "us-east-1", ["us-west-2"]]);
    });
  });

  describe("scheduled for deletion", () => {
    const schedule = (client: kms.KMSClient, PendingWindowInDays = 7) =>
      client.send(new kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays }));

    it("wait for their replicas, without a date", async () => {
      await replicate("us-west-2");
      const answer = await schedule(east);
      assert.deepEqual(
        [answer.KeyId, answer.KeyState, answer.DeletionDate, answer.PendingWindowInDays],
        [arnIn("us-east-1"), "PendingReplicaDeletion", undefined, 7],
      );
      const { KeyState, DeletionDate, PendingDeletionWindowInDays } = await describe_(east);
      assert.deepEqual(
        [KeyState, DeletionDate, PendingDeletionWindowInDays],
        ["PendingReplicaDeletion", undefined, 7],
      );
      const replica = await schedule(west);
      assert.deepEqual([replica.KeyId, replica.KeyState], [arnIn("us-west-2"), "PendingDeletion"]);
      assert.ok(replica.DeletionDate);
      assert.equal((await describe_(east)).KeyState, "PendingReplicaDeletion");
    });

    it("begin their window when the last replica is gone, and are gone themselves after it", async () => {
      const day = 86_400_000;
      const begin = Date.now();
      mock.timers.enable({ apis: ["Date"], now: begin });
      try {
        await replicate("us-west-2");
        await replicate("eu-west-1");
        await schedule(east, 7);
        await schedule(west, 8);
        await schedule(ireland, 10);
        mock.timers.setTime(begin + 9 * day);
        await refuses("NotFoundException", describe_(west));
        assert.deepEqual(await related(east), ["PRIMARY", "us-east-1", ["eu-west-1"]]);
        assert.equal((await describe_(east)).KeyState, "PendingReplicaDeletion");
        mock.timers.setTime(begin + 11 * day);
        const { KeyState, DeletionDate } = await describe_(east);
        assert.equal(KeyState, "PendingDeletion");
        assert.equal(DeletionDate?.getTime(), begin + 17 * day);
        mock.timers.setTime(begin + 18 * day);
        await refuses("NotFoundException", describe_(east));
        await refuses("NotFoundException", east.send(new kms.CancelKeyDeletionCommand({ KeyId })));
      } finally {
        mock.timers.reset();
      }
    });

    it("go at their date where there is no replica", async () => {
      const { KeyState, DeletionDate } = await schedule(east);
      assert.equal(KeyState, "PendingDeletion");
      assert.ok(DeletionDate);
    });

    it("are disabled again after the deletion is cancelled, which only a pending deletion can be", async () => {
      await replicate("us-west-2");
      await refuses("KMSInvalidStateException", east.send(new kms.CancelKeyDeletionCommand({ KeyId })));
      await schedule(east);
      const { KeyId: arn } = await east.send(new kms.CancelKeyDeletionCommand({ KeyId }));
      assert.equal(arn, arnIn("us-east-1"));
      assert.equal((await describe_(east)).KeyState, "Disabled");
      await refuses("KMSInvalidStateException", east.send(new kms.CancelKeyDeletionCommand({ KeyId })));
    });
  });
});
