import assert from "node:assert/strict";
import { GenerateDataKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { FoundationOutputs } from "../../stackOutputs";
import { linkedProject } from "./linkedProject";
import { localInstance } from "./localInstance";
import { projectSettings } from "./projectSettings";
import { policyPack, Stack } from "./stack";

const [owner, consumer, stranger] = ["111111111111", "222222222222", "333333333333"];

interface AppOutputs {
  readonly region: string;
  readonly keyArn: string;
  readonly bucket: string;
  readonly secret: string;
  readonly role: string;
  readonly reports: string;
}

describe("an application stack of another account", () => {
  let foundation: Stack;
  let app: Stack;
  let shared: FoundationOutputs;
  let outputs: AppOutputs;

  before(async () => {
    foundation = await Stack.create("shared", await projectSettings("local"));
    await foundation.mustRun("up", "--yes", "--policy-pack", policyPack);
    shared = await foundation.outputs();
    app = await Stack.create(
      "app",
      {
        ...(await projectSettings("local", "examples/app-stack")),
        "app-stack:foundation": "organization/kms-foundation/shared",
      },
      await linkedProject("examples/app-stack"),
      consumer,
    );
  });
  after(async () => {
    await app.remove();
    await foundation.run("destroy", "--yes");
    await foundation.remove();
  });

  const as = async (who: string | S3ClientConfig["credentials"], region: string) => ({
    region,
    endpoint: (await localInstance()).endpoint,
    forcePathStyle: true,
    credentials: typeof who === "string" ? { accessKeyId: who, secretAccessKey: "local" } : who!,
  });

  /** The application at work: a session of its role. */
  async function application() {
    const sts = new STSClient(await as(consumer, outputs.region));
    const { Credentials: found } = await sts.send(
      new AssumeRoleCommand({ RoleArn: outputs.role, RoleSessionName: "test" }),
    );
    return {
      accessKeyId: found!.AccessKeyId!,
      secretAccessKey: found!.SecretAccessKey!,
      sessionToken: found!.SessionToken!,
    };
  }

  it("comes up under the same policy pack, with the replica of its own Region", async () => {
    await app.mustRun("up", "--yes", "--policy-pack", policyPack);
    outputs = await app.outputs();
    assert.equal(outputs.region, "eu-west-1");
    assert.equal(outputs.keyArn, shared.keys["shared-data"]!.arns["eu-west-1"]);
    assert.equal(outputs.reports, shared.sharedBuckets.reports!.buckets["eu-west-1"]);
  });

  it("changes nothing when brought up again", async () => {
    await app.mustRun("up", "--yes", "--expect-no-changes", "--policy-pack", policyPack);
  });

  it("writes and reads its own object, under the key of the other account", async () => {
    const s3 = new S3Client(await as(await application(), outputs.region));
    const at = { Bucket: outputs.bucket, Key: "order.json" };
    await s3.send(new PutObjectCommand({ ...at, Body: "42" }));
    const { Body, ServerSideEncryption, SSEKMSKeyId } = await s3.send(new GetObjectCommand(at));
    assert.equal(await Body!.transformToString(), "42");
    assert.deepEqual([ServerSideEncryption, SSEKMSKeyId], ["aws:kms", outputs.keyArn]);
  });

  it("reads its own secret, whose value somebody else has put", async () => {
    const people = new SecretsManagerClient(await as(consumer, outputs.region));
    await people.send(new PutSecretValueCommand({ SecretId: outputs.secret, SecretString: "s3cret" }));
    const secrets = new SecretsManagerClient(await as(await application(), outputs.region));
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: outputs.secret }));
    assert.equal(SecretString, "s3cret");
  });

  const report = () => ({ Bucket: outputs.reports, Key: "report.csv" });

  it("reads and decrypts an object of the shared bucket, whose owner put it", async () => {
    const owners = new S3Client(await as(owner, outputs.region));
    await owners.send(new PutObjectCommand({ ...report(), Body: "1,2,3" }));
    const { SSEKMSKeyId } = await owners.send(new HeadObjectCommand(report()));
    assert.equal(SSEKMSKeyId, outputs.keyArn);
    const s3 = new S3Client(await as(await application(), outputs.region));
    const { Body } = await s3.send(new GetObjectCommand(report()));
    assert.equal(await Body!.transformToString(), "1,2,3");
  });

  it("cannot write to the shared bucket, which it may only read", async () => {
    const s3 = new S3Client(await as(await application(), outputs.region));
    await assert.rejects(s3.send(new PutObjectCommand({ ...report(), Body: "4" })), /AccessDenied/);
  });

  it("cannot use the shared key but through the services that the share names", async () => {
    const kms = new KMSClient(await as(await application(), outputs.region));
    await assert.rejects(
      kms.send(new GenerateDataKeyCommand({ KeyId: outputs.keyArn, KeySpec: "AES_256" })),
      /AccessDenied|not authorized/,
    );
  });

  it("shares the bucket with nobody of a third account", async () => {
    const s3 = new S3Client(await as(stranger, outputs.region));
    await assert.rejects(s3.send(new GetObjectCommand(report())), /AccessDenied/);
  });

  it("goes whole", async () => {
    await app.mustRun("destroy", "--yes");
    assert.deepEqual(await app.resources(), []);
  });
});
