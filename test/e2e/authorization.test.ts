/** The local AWS says no where AWS does: to KMS calls, and to S3's calls to KMS for its callers. */
import assert from "node:assert/strict";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { localInstance } from "./localInstance";

const owner = "111111111111";
const partner = "222222222222";
const outsider = "333333333333";
const keySettings = { Plaintext: Buffer.from("secret") };

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
const rootOf = (account: string): Credentials => ({ accessKeyId: account, secretAccessKey: "local" });

const allow = (principals: object, actions: string | string[], more: object = {}) => ({
  Effect: "Allow",
  Principal: principals,
  Action: actions,
  Resource: "*",
  ...more,
});
const policyOf = (...statements: object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const identityPolicy = (Action: string | string[], Resource = "*", Effect = "Allow") =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect, Action, Resource }] });
const ownersRoot = allow({ AWS: `arn:aws:iam::${owner}:root` }, "kms:*");
const refused =
  (name: string, message = /./) =>
  (error: Error) => {
    assert.equal(error.name, name, error.message);
    assert.match(error.message, message);
    return true;
  };

describe("permission on the local AWS", () => {
  let endpoint: string;
  const client = (credentials: Credentials, region = "us-east-1") => ({
    ...{ endpoint, region, credentials, maxAttempts: 1 },
  });
  const kmsAs = (credentials: Credentials, region?: string) => new kms.KMSClient(client(credentials, region));
  const s3As = (credentials: Credentials) =>
    new s3.S3Client({ ...client(credentials), forcePathStyle: true });
  const iamOf = (account: string) => new IAMClient(client(rootOf(account)));

  /** Makes a role of an account that this account may assume, and a session of it. */
  const session = async (account: string, name: string, policy?: string): Promise<Credentials> => {
    const trust = policyOf({
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "sts:AssumeRole",
    });
    const role = { RoleName: name, AssumeRolePolicyDocument: trust };
    await iamOf(account).send(new CreateRoleCommand(role));
    if (policy !== undefined) await giveRole(account, name, policy);
    const sts = new STSClient(client(rootOf(account)));
    const RoleArn = `arn:aws:iam::${account}:role/${name}`;
    const { Credentials: issued } = await sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: "test" }),
    );
    return {
      accessKeyId: issued!.AccessKeyId!,
      secretAccessKey: issued!.SecretAccessKey!,
      sessionToken: issued!.SessionToken!,
    };
  };
  const giveRole = (account: string, RoleName: string, PolicyDocument: string) =>
    iamOf(account).send(new PutRolePolicyCommand({ RoleName, PolicyName: "only", PolicyDocument }));
  const newKey = async (policy?: string) => {
    const input = policy === undefined ? {} : { Policy: policy };
    const { KeyMetadata } = await kmsAs(rootOf(owner)).send(new kms.CreateKeyCommand(input));
    return KeyMetadata!.Arn!;
  };

  before(async () => {
    ({ endpoint } = await localInstance());
  });

  it("tells callers who they are", async () => {
    const { Arn } = await new STSClient(client(rootOf(partner))).send(new GetCallerIdentityCommand({}));
    assert.equal(Arn, `arn:aws:iam::${partner}:root`);
  });

  it("gives out no session of a role that does not exist", async () => {
    const RoleArn = `arn:aws:iam::${owner}:role/authorization-none`;
    const assume = new AssumeRoleCommand({ RoleArn, RoleSessionName: "test" });
    await assert.rejects(new STSClient(client(rootOf(partner))).send(assume), refused("AccessDenied"));
  });

  it("keeps other accounts from a key with the default policy", async () => {
    const KeyId = await newKey();
    const encrypt = new kms.EncryptCommand({ KeyId, ...keySettings });
    await kmsAs(rootOf(owner)).send(encrypt);
    await assert.rejects(
      kmsAs(rootOf(partner)).send(encrypt),
      refused(
        "AccessDeniedException",
        new RegExp(
          `^User: arn:aws:iam::${partner}:root is not authorized to perform: kms:Encrypt on resource: ${KeyId} because the resource does not exist in this Region, no resource-based policies allow access`,
        ),
      ),
    );
  });

  it("lets a user of the key's account do what IAM lets it do", async () => {
    const KeyId = await newKey();
    const iam = iamOf(owner);
    await iam.send(new CreateUserCommand({ UserName: "authorization-bob" }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "authorization-bob" }));
    const bob = kmsAs({
      accessKeyId: AccessKey!.AccessKeyId!,
      secretAccessKey: AccessKey!.SecretAccessKey!,
    });
    const encrypt = () => bob.send(new kms.EncryptCommand({ KeyId, ...keySettings }));
    await assert.rejects(
      encrypt(),
      refused(
        "AccessDeniedException",
        /user\/authorization-bob is not authorized .* because no identity-based policy allows the kms:Encrypt action/,
      ),
    );
    const give = (policy: string) =>
      iam.send(
        new PutUserPolicyCommand({
          UserName: "authorization-bob",
          PolicyName: "only",
          PolicyDocument: policy,
        }),
      );
    await give(identityPolicy("kms:Enc*", KeyId));
    await encrypt();
    await assert.rejects(
      bob.send(new kms.DisableKeyCommand({ KeyId })),
      refused("AccessDeniedException", /kms:DisableKey/),
    );
    await give(identityPolicy("kms:*", "*", "Deny"));
    await assert.rejects(
      encrypt(),
      refused("AccessDeniedException", /with an explicit deny in an identity-based policy$/),
    );
  });

  it("needs both sides to allow a role of another account, and the condition that the key policy sets", async () => {
    const role = `arn:aws:iam::${partner}:role/authorization-reader`;
    const onlyWith = { Condition: { StringEquals: { "kms:EncryptionContext:tenant": "a" } } };
    const KeyId = await newKey(policyOf(ownersRoot, allow({ AWS: role }, "kms:Decrypt", onlyWith)));
    const sealed = async (tenant: string) => {
      const EncryptionContext = { tenant };
      const { CiphertextBlob } = await kmsAs(rootOf(owner)).send(
        new kms.EncryptCommand({ KeyId, ...keySettings, EncryptionContext }),
      );
      return { CiphertextBlob, EncryptionContext };
    };
    const reader = kmsAs(await session(partner, "authorization-reader"));
    const decrypt = async (tenant: string) => reader.send(new kms.DecryptCommand(await sealed(tenant)));
    await assert.rejects(decrypt("a"), refused("AccessDeniedException", /identity-based/));
    await giveRole(partner, "authorization-reader", identityPolicy("kms:Decrypt", KeyId));
    assert.equal(Buffer.from((await decrypt("a")).Plaintext!).toString(), "secret");
    await assert.rejects(
      decrypt("b"),
      refused("AccessDeniedException", /assumed-role\/authorization-reader\/test/),
    );
    await iamOf(partner).send(
      new DeleteRolePolicyCommand({ RoleName: "authorization-reader", PolicyName: "only" }),
    );
    await assert.rejects(decrypt("a"), refused("AccessDeniedException", /identity-based/));
  });

  it("follows grants and their constraints, until they are revoked", async () => {
    const KeyId = await newKey();
    const GranteePrincipal = `arn:aws:iam::${partner}:role/authorization-grantee`;
    const grantee = kmsAs(await session(partner, "authorization-grantee", identityPolicy("kms:*")));
    const own = kmsAs(rootOf(owner));
    const encrypt = (app: string) =>
      grantee.send(new kms.EncryptCommand({ KeyId, ...keySettings, EncryptionContext: { app } }));
    await assert.rejects(encrypt("x"), refused("AccessDeniedException"));
    const { GrantId } = await own.send(
      new kms.CreateGrantCommand({
        ...{ KeyId, GranteePrincipal, Operations: ["Encrypt"] },
        Constraints: { EncryptionContextSubset: { app: "x" } },
      }),
    );
    await encrypt("x");
    await assert.rejects(encrypt("y"), refused("AccessDeniedException"));
    await own.send(new kms.RevokeGrantCommand({ KeyId, GrantId }));
    await assert.rejects(encrypt("x"), refused("AccessDeniedException"));
  });

  it("refuses a policy that locks its writer out, unless told that this is meant", async () => {
    const KeyId = await newKey();
    const own = kmsAs(rootOf(owner));
    const administrators = allow({ AWS: `arn:aws:iam::${owner}:role/authorization-admin` }, "kms:*");
    const Policy = policyOf(administrators);
    const lockedOut = refused(
      "MalformedPolicyDocumentException",
      /will not allow you to update the key policy/,
    );
    await assert.rejects(own.send(new kms.PutKeyPolicyCommand({ KeyId, Policy })), lockedOut);
    await assert.rejects(own.send(new kms.CreateKeyCommand({ Policy })), lockedOut);
    const BypassPolicyLockoutSafetyCheck = true;
    await own.send(new kms.PutKeyPolicyCommand({ KeyId, Policy, BypassPolicyLockoutSafetyCheck }));
    await assert.rejects(
      own.send(new kms.DescribeKeyCommand({ KeyId })),
      refused("AccessDeniedException", /because no resource-based policy allows the kms:DescribeKey action$/),
    );
    const admin = kmsAs(await session(owner, "authorization-admin"));
    await admin.send(new kms.PutKeyPolicyCommand({ KeyId, Policy: policyOf(ownersRoot, administrators) }));
    await own.send(new kms.DescribeKeyCommand({ KeyId }));
  });

  describe("through S3", () => {
    const Bucket = "authorization-shared";
    const role = `arn:aws:iam::${partner}:role/authorization-app`;
    let KeyId: string;
    let app: s3.S3Client;
    const own = () => s3As(rootOf(owner));
    const put = (by: s3.S3Client, Key: string) =>
      by.send(new s3.PutObjectCommand({ Bucket, Key, Body: "data" }));
    const get = async (by: s3.S3Client, Key: string) =>
      (await by.send(new s3.GetObjectCommand({ Bucket, Key }))).Body!.transformToString();
    const setBucketPolicy = (...statements: object[]) =>
      own().send(new s3.PutBucketPolicyCommand({ Bucket, Policy: policyOf(...statements) }));
    const bucketLetsIn = { Principal: { AWS: role }, Effect: "Allow" };
    const setKeyPolicy = (...statements: object[]) =>
      kmsAs(rootOf(owner)).send(
        new kms.PutKeyPolicyCommand({ KeyId, Policy: policyOf(ownersRoot, ...statements) }),
      );
    const throughS3 = (region: string, context: string) => ({
      Condition: {
        StringEquals: {
          "kms:ViaService": `s3.${region}.amazonaws.com`,
          "kms:CallerAccount": partner,
          "kms:EncryptionContext:aws:s3:arn": context,
        },
      },
    });
    const use = ["kms:Decrypt", "kms:GenerateDataKey"];

    before(async () => {
      KeyId = await newKey();
      await own().send(new s3.CreateBucketCommand({ Bucket }));
      await own().send(
        new s3.PutBucketEncryptionCommand({
          Bucket,
          ServerSideEncryptionConfiguration: {
            Rules: [
              {
                ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: KeyId },
                BucketKeyEnabled: true,
              },
            ],
          },
        }),
      );
      await put(own(), "object");
      app = s3As(
        await session(
          partner,
          "authorization-app",
          identityPolicy(["s3:*", "kms:Decrypt", "kms:GenerateDataKey"]),
        ),
      );
    });

    it("asks the bucket policy first, then the key's, by ViaService and encryption context", async () => {
      await assert.rejects(get(app, "object"), refused("AccessDenied", /s3:GetObject .*resource-based/));
      const Resource = `arn:aws:s3:::${Bucket}/*`;
      await setBucketPolicy({ ...bucketLetsIn, Action: ["s3:GetObject", "s3:PutObject"], Resource });
      await assert.rejects(get(app, "object"), refused("AccessDenied", /kms:Decrypt on resource/));
      await assert.rejects(put(app, "other"), refused("AccessDenied", /kms:GenerateDataKey on resource/));
      await setKeyPolicy(allow({ AWS: role }, use, throughS3("us-east-1", `arn:aws:s3:::${Bucket}`)));
      assert.equal(await get(app, "object"), "data");
      await put(app, "other");
    });

    it("does not let the same role use the key directly, nor another Region's or another bucket's words do", async () => {
      const direct = kmsAs(await session(partner, "authorization-app-2", identityPolicy("kms:*")));
      await assert.rejects(
        direct.send(new kms.EncryptCommand({ KeyId, ...keySettings })),
        refused("AccessDeniedException"),
      );
      await setKeyPolicy(allow({ AWS: role }, use, throughS3("eu-west-1", `arn:aws:s3:::${Bucket}`)));
      await assert.rejects(get(app, "object"), refused("AccessDenied", /kms:Decrypt/));
      await setKeyPolicy(allow({ AWS: role }, use, throughS3("us-east-1", "arn:aws:s3:::another")));
      await assert.rejects(get(app, "object"), refused("AccessDenied", /kms:Decrypt/));
    });

    it("names the object in the encryption context where there is no bucket key", async () => {
      const object = { Bucket, Key: "single", Body: "data", BucketKeyEnabled: false };
      const withoutBucketKey = { ...object, ServerSideEncryption: "aws:kms", SSEKMSKeyId: KeyId } as const;
      await setKeyPolicy(allow({ AWS: role }, use, throughS3("us-east-1", `arn:aws:s3:::${Bucket}/single`)));
      await app.send(new s3.PutObjectCommand(withoutBucketKey));
      assert.equal(await get(app, "single"), "data");
      await assert.rejects(get(app, "object"), refused("AccessDenied", /kms:Decrypt/));
    });

    it("copies and uploads in parts only with the permissions for both", async () => {
      await setKeyPolicy(allow({ AWS: role }, "kms:GenerateDataKey"));
      const copy = new s3.CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/object` });
      await assert.rejects(app.send(copy), refused("AccessDenied", /kms:Decrypt/));
      const begin = new s3.CreateMultipartUploadCommand({ Bucket, Key: "parts" });
      await assert.rejects(app.send(begin), refused("AccessDenied", /kms:Decrypt/));
      await setKeyPolicy(allow({ AWS: role }, use));
      await app.send(copy);
      const { UploadId } = await app.send(begin);
      const part = { Bucket, Key: "parts", UploadId };
      const { ETag } = await app.send(new s3.UploadPartCommand({ ...part, PartNumber: 1, Body: "part" }));
      const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] };
      await app.send(new s3.CompleteMultipartUploadCommand({ ...part, MultipartUpload }));
      assert.equal(await get(app, "parts"), "part");
    });

    it("tells of a key that cannot be used", async () => {
      await kmsAs(rootOf(owner)).send(new kms.DisableKeyCommand({ KeyId }));
      await assert.rejects(get(own(), "object"), refused("KMS.DisabledException", /is disabled/));
      await assert.rejects(put(own(), "more"), refused("KMS.DisabledException", /is disabled/));
      await kmsAs(rootOf(owner)).send(new kms.EnableKeyCommand({ KeyId }));
      assert.equal(await get(own(), "object"), "data");
    });

    it("keeps outsiders out", async () => {
      await assert.rejects(get(s3As(rootOf(outsider)), "object"), refused("AccessDenied"));
    });
  });
});
