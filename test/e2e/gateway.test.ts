/** The gateway's mends on the LocalEmu that is really there; their unit tests play its faults. */
import assert from "node:assert/strict";
import { constants, createHash, createPublicKey, publicEncrypt, randomBytes } from "node:crypto";
import * as aws from "@aws-sdk/client-kms";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { kms } from "./kms";
import { localInstance } from "./localInstance";

const account = "111111111111";
const credentials = { accessKeyId: account, secretAccessKey: "local" };
const policyOf = (region: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: region,
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });
const refused = (name: string) => ({ name });

describe("the local endpoint", () => {
  let east: aws.KMSClient;
  let west: aws.KMSClient;
  let ireland: aws.KMSClient;
  let KeyId: string;
  const arnIn = (region: string) => `arn:aws:kms:${region}:${account}:key/${KeyId}`;

  before(async () => {
    [east, west, ireland] = (await Promise.all(
      ["us-east-1", "us-west-2", "eu-west-1"].map((one) => kms(one)),
    )) as [aws.KMSClient, aws.KMSClient, aws.KMSClient];
    const Policy = policyOf("us-east-1");
    const { KeyMetadata } = await east.send(new aws.CreateKeyCommand({ MultiRegion: true, Policy }));
    KeyId = KeyMetadata!.KeyId!;
    await east.send(new aws.EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 100 }));
  });

  const related = async (client: aws.KMSClient) => {
    const { KeyMetadata } = await client.send(new aws.DescribeKeyCommand({ KeyId }));
    const { MultiRegionKeyType, PrimaryKey, ReplicaKeys } = KeyMetadata!.MultiRegionConfiguration!;
    return [MultiRegionKeyType, PrimaryKey?.Region, ReplicaKeys!.map(({ Region }) => Region).sort()];
  };

  it("replicates with policy, tags and description, and shows all related keys everywhere", async () => {
    for (const ReplicaRegion of ["us-west-2", "eu-west-1"]) {
      const Tags = [{ TagKey: "region", TagValue: ReplicaRegion }];
      const Policy = policyOf(ReplicaRegion);
      const Description = `in ${ReplicaRegion}`;
      await east.send(new aws.ReplicateKeyCommand({ KeyId, ReplicaRegion, Policy, Tags, Description }));
    }
    for (const [client, region] of [
      [west, "us-west-2"],
      [ireland, "eu-west-1"],
    ] as const) {
      assert.equal((await client.send(new aws.GetKeyPolicyCommand({ KeyId }))).Policy, policyOf(region));
      const { Tags } = await client.send(new aws.ListResourceTagsCommand({ KeyId }));
      assert.deepEqual(Tags, [{ TagKey: "region", TagValue: region }]);
      const { KeyRotationEnabled, RotationPeriodInDays } = await client.send(
        new aws.GetKeyRotationStatusCommand({ KeyId }),
      );
      assert.deepEqual([KeyRotationEnabled, RotationPeriodInDays], [true, 100]);
      assert.deepEqual(await related(client), ["REPLICA", "us-east-1", ["eu-west-1", "us-west-2"]]);
    }
    assert.deepEqual(await related(east), ["PRIMARY", "us-east-1", ["eu-west-1", "us-west-2"]]);
  });

  it("decrypts in every Region of a key, also after a rotation on demand, and with the right context only", async () => {
    await east.send(new aws.RotateKeyOnDemandCommand({ KeyId }));
    const EncryptionContext = { tenant: "a" };
    const Plaintext = Buffer.from("across");
    const { CiphertextBlob } = await east.send(
      new aws.EncryptCommand({ KeyId, Plaintext, EncryptionContext }),
    );
    for (const [client, region] of [
      [west, "us-west-2"],
      [ireland, "eu-west-1"],
    ] as const) {
      const answer = await client.send(new aws.DecryptCommand({ CiphertextBlob, EncryptionContext }));
      assert.deepEqual([Buffer.from(answer.Plaintext!).toString(), answer.KeyId], ["across", arnIn(region)]);
    }
    const other = west.send(new aws.DecryptCommand({ CiphertextBlob, EncryptionContext: { tenant: "b" } }));
    await assert.rejects(other, refused("InvalidCiphertextException"));
    const elsewhere = (await kms("eu-central-1")).send(
      new aws.DecryptCommand({ CiphertextBlob, EncryptionContext }),
    );
    await assert.rejects(elsewhere, refused("AccessDeniedException"));
  });

  it("moves the primary, and replicates from there", async () => {
    await east.send(new aws.UpdatePrimaryRegionCommand({ KeyId, PrimaryRegion: "eu-west-1" }));
    assert.deepEqual(await related(west), ["REPLICA", "eu-west-1", ["us-east-1", "us-west-2"]]);
    const fromOld = east.send(new aws.ReplicateKeyCommand({ KeyId, ReplicaRegion: "ap-south-1" }));
    await assert.rejects(fromOld, refused("UnsupportedOperationException"));
    await ireland.send(new aws.ReplicateKeyCommand({ KeyId, ReplicaRegion: "ap-south-1" }));
    assert.deepEqual(await related(east), ["REPLICA", "eu-west-1", ["ap-south-1", "us-east-1", "us-west-2"]]);
  });

  it("lets a primary wait for its replicas before it goes", async () => {
    const { KeyState, DeletionDate } = await ireland.send(new aws.ScheduleKeyDeletionCommand({ KeyId }));
    assert.deepEqual([KeyState, DeletionDate], ["PendingReplicaDeletion", undefined]);
    await ireland.send(new aws.CancelKeyDeletionCommand({ KeyId }));
  });

  it("imports, deletes and imports key material again", async () => {
    const { KeyMetadata } = await east.send(new aws.CreateKeyCommand({ Origin: "EXTERNAL" }));
    const imported = KeyMetadata!.KeyId!;
    const importMaterial = async (material: Buffer) => {
      const { PublicKey, ImportToken } = await east.send(
        new aws.GetParametersForImportCommand({
          ...{ KeyId: imported, WrappingAlgorithm: "RSAES_OAEP_SHA_256", WrappingKeySpec: "RSA_3072" },
        }),
      );
      const key = createPublicKey({ key: Buffer.from(PublicKey!), format: "der", type: "spki" });
      const padding = constants.RSA_PKCS1_OAEP_PADDING;
      const EncryptedKeyMaterial = publicEncrypt({ key, padding, oaepHash: "sha256" }, material);
      const ValidTo = new Date(Date.now() + 86_400_000);
      await east.send(
        new aws.ImportKeyMaterialCommand({ KeyId: imported, ImportToken, EncryptedKeyMaterial, ValidTo }),
      );
    };
    const material = randomBytes(32);
    await importMaterial(material);
    const Plaintext = Buffer.from("imported");
    const { CiphertextBlob } = await east.send(new aws.EncryptCommand({ KeyId: imported, Plaintext }));
    await east.send(new aws.DeleteImportedKeyMaterialCommand({ KeyId: imported }));
    const decrypt = () => east.send(new aws.DecryptCommand({ CiphertextBlob }));
    await assert.rejects(decrypt(), refused("KMSInvalidStateException"));
    await assert.rejects(importMaterial(randomBytes(32)), refused("IncorrectKeyMaterialException"));
    await importMaterial(material);
    assert.deepEqual(Buffer.from((await decrypt()).Plaintext!), Plaintext);
  });

  it("streams large objects through", async () => {
    const { endpoint } = await localInstance();
    const s3 = new S3Client({ endpoint, region: "us-east-1", credentials, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: "gateway-large" }));
    const Body = randomBytes(32 * 1024 * 1024);
    await s3.send(new PutObjectCommand({ Bucket: "gateway-large", Key: "object", Body }));
    const { Body: stored } = await s3.send(new GetObjectCommand({ Bucket: "gateway-large", Key: "object" }));
    const hash = createHash("sha256");
    for await (const chunk of stored as AsyncIterable<Buffer>) hash.update(chunk);
    assert.equal(hash.digest("hex"), createHash("sha256").update(Body).digest("hex"));
  });

  it("hands out queue URLs that lead back to it", async () => {
    const { endpoint } = await localInstance();
    const sqs = new SQSClient({ endpoint, region: "us-east-1", credentials });
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "gateway" }));
    assert.equal(new URL(QueueUrl!).host, new URL(endpoint).host);
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "hello" }));
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    assert.deepEqual(
      Messages!.map(({ Body }) => Body),
      ["hello"],
    );
  });
});
