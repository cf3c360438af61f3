import assert from "node:assert/strict";
import {
  constants,
  createPublicKey,
  publicEncrypt,
  randomBytes,
  verify as verifySignature,
} from "node:crypto";
import * as kms from "@aws-sdk/client-kms";
import { fakeKms } from "./fakeKms";
import { signedFor, startStage, type Stage } from "./fakeLocalEmu";
import { kmsClient, refuses } from "./kmsClient";

const tomorrow = () => new Date(Date.now() + 86_400_000);

describe("keys behind the gateway", () => {
  let stage: Stage;
  let client: kms.KMSClient;

  beforeEach(async () => {
    stage = await startStage(fakeKms());
    client = kmsClient(stage.endpoint);
  });
  afterEach(() => stage.close());

  const create = async (input: kms.CreateKeyCommandInput = {}) =>
    (await client.send(new kms.CreateKeyCommand(input))).KeyMetadata!;
  const arnOf = (keyId: string) => `arn:aws:kms:us-east-1:111111111111:key/${keyId}`;

  describe("that cannot be", () => {
    const cases: { name: string; input: kms.CreateKeyCommandInput; code: string }[] = [
      { name: "RSA without a usage", input: { KeySpec: "RSA_2048" }, code: "ValidationException" },
      {
        name: "an elliptic curve that encrypts",
        input: { KeySpec: "ECC_NIST_P256", KeyUsage: "ENCRYPT_DECRYPT" },
        code: "ValidationException",
      },
      {
        name: "a custom key store",
        input: { CustomKeyStoreId: "cks-1" },
        code: "CustomKeyStoreNotFoundException",
      },
      { name: "a long description", input: { Description: "x".repeat(8193) }, code: "ValidationException" },
      { name: "a policy that is no JSON", input: { Policy: "{" }, code: "MalformedPolicyDocumentException" },
      {
        name: "a policy without a principal",
        input: { Policy: JSON.stringify({ Statement: { Effect: "Allow", Action: "kms:*" } }) },
        code: "MalformedPolicyDocumentException",
      },
      {
        name: "a policy of 32,769 bytes",
        input: { Policy: "x".repeat(32_769) },
        code: "LimitExceededException",
      },
      { name: "tags of AWS", input: { Tags: [{ TagKey: "aws:x", TagValue: "" }] }, code: "TagException" },
    ];
    for (const { name, input, code } of cases) {
      it(`are refused: ${name}`, async () => {
        await refuses(code, client.send(new kms.CreateKeyCommand(input)));
      });
    }
  });

  it("have a policy without its name being said, and answer with the name", async () => {
    const { KeyId } = await create();
    const Policy = JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "kms:*" }] });
    await client.send(new kms.PutKeyPolicyCommand({ KeyId, Policy }));
    const answer = await client.send(new kms.GetKeyPolicyCommand({ KeyId }));
    assert.deepEqual([answer.Policy, answer.PolicyName], [Policy, "default"]);
    await refuses(
      "MalformedPolicyDocumentException",
      client.send(new kms.PutKeyPolicyCommand({ KeyId, Policy: "[]" })),
    );
  });

  it("rotate within 90 to 2560 days, and only where they can", async () => {
    const { KeyId } = await create();
    const enable = (input: kms.EnableKeyRotationCommandInput) =>
      client.send(new kms.EnableKeyRotationCommand(input));
    await refuses("ValidationException", enable({ KeyId, RotationPeriodInDays: 89 }));
    await refuses("ValidationException", enable({ KeyId, RotationPeriodInDays: 2561 }));
    await enable({ KeyId, RotationPeriodInDays: 2560 });
    const mac = await create({ KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" });
    await refuses("UnsupportedOperationException", enable({ KeyId: mac.KeyId }));
    const external = await create({ Origin: "EXTERNAL" });
    await refuses("UnsupportedOperationException", enable({ KeyId: external.KeyId }));
  });

  it("are told apart from what is no key ARN", async () => {
    await refuses("InvalidArnException", client.send(new kms.DescribeKeyCommand({ KeyId: "arn:bad" })));
    await refuses("NotFoundException", client.send(new kms.DescribeKeyCommand({ KeyId: "nope" })));
  });

  it("remember their last use, by whatever name they were used", async () => {
    const { KeyId } = await create();
    const usage = () => client.send(new kms.GetKeyLastUsageCommand({ KeyId }));
    assert.deepEqual((await usage()).KeyLastUsage, {});
    await client.send(new kms.CreateAliasCommand({ AliasName: "alias/used", TargetKeyId: KeyId }));
    await client.send(new kms.EncryptCommand({ KeyId: "alias/used", Plaintext: Buffer.from("x") }));
    const { KeyLastUsage, KeyCreationDate } = await usage();
    assert.equal(KeyLastUsage?.Operation, "Encrypt");
    assert.ok(KeyLastUsage.Timestamp! > KeyCreationDate!);
  });

  describe("and their ciphertexts", () => {
    const Plaintext = Buffer.from("secret");
    let KeyId: string;
    let CiphertextBlob: Uint8Array;
    beforeEach(async () => {
      KeyId = (await create()).KeyId!;
      const encrypted = await client.send(new kms.EncryptCommand({ KeyId, Plaintext }));
      assert.equal(encrypted.EncryptionAlgorithm, "SYMMETRIC_DEFAULT");
      CiphertextBlob = encrypted.CiphertextBlob!;
    });
    const decrypt = (blob: Uint8Array, by = client) =>
      by.send(new kms.DecryptCommand({ CiphertextBlob: blob }));

    it("are found from another account", async () => {
      const decrypted = await decrypt(CiphertextBlob, kmsClient(stage.endpoint, "us-east-1", "222222222222"));
      assert.equal(decrypted.KeyId, arnOf(KeyId));
    });

    it("are not found in another Region, and told from what is none", async () => {
      await refuses("AccessDeniedException", decrypt(CiphertextBlob, kmsClient(stage.endpoint, "us-west-2")));
      await refuses("InvalidCiphertextException", decrypt(Buffer.from("x".repeat(100))));
    });

    it("are encrypted again under another key, with the algorithms told", async () => {
      const other = (await create()).KeyId!;
      const answer = await client.send(new kms.ReEncryptCommand({ CiphertextBlob, DestinationKeyId: other }));
      assert.deepEqual([answer.SourceKeyId, answer.KeyId], [arnOf(KeyId), arnOf(other)]);
      assert.equal(answer.DestinationEncryptionAlgorithm, "SYMMETRIC_DEFAULT");
      assert.equal((await decrypt(answer.CiphertextBlob!)).KeyId, arnOf(other));
    });

    for (const [name, input, bytes] of [
      ["AES_128", { KeySpec: "AES_128" }, 16],
      ["AES_256", { KeySpec: "AES_256" }, 32],
      ["64 bytes", { NumberOfBytes: 64 }, 64],
    ] as const) {
      it(`hold data keys of the length asked for: ${name}`, async () => {
        const dataKey = await client.send(new kms.GenerateDataKeyCommand({ KeyId, ...input }));
        assert.equal(dataKey.Plaintext!.length, bytes);
        assert.deepEqual((await decrypt(dataKey.CiphertextBlob!)).Plaintext, dataKey.Plaintext);
      });
    }

    it("need a length", async () => {
      await refuses("ValidationException", client.send(new kms.GenerateDataKeyCommand({ KeyId })));
    });
  });

  describe("of imported material", () => {
    const material = randomBytes(32);
    const doesNotExpire = { ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE" } as const;

    async function importInto(
      KeyId: string,
      bytes: Buffer,
      more: Partial<kms.ImportKeyMaterialCommandInput> = doesNotExpire,
      by = client,
    ) {
      const { PublicKey, ImportToken } = await by.send(
        new kms.GetParametersForImportCommand({
          KeyId,
          WrappingAlgorithm: "RSAES_OAEP_SHA_1",
          WrappingKeySpec: "RSA_2048",
        }),
      );
      const key = createPublicKey({ key: Buffer.from(PublicKey!), format: "der", type: "spki" });
      const padding = constants.RSA_PKCS1_OAEP_PADDING;
      const EncryptedKeyMaterial = publicEncrypt({ key, padding, oaepHash: "sha1" }, bytes);
      return by.send(new kms.ImportKeyMaterialCommand({ KeyId, ImportToken, EncryptedKeyMaterial, ...more }));
    }
    const described = async (KeyId: string, by = client) =>
      (await by.send(new kms.DescribeKeyCommand({ KeyId }))).KeyMetadata!;
    const encrypt = (KeyId: string, by = client) =>
      by.send(new kms.EncryptCommand({ KeyId, Plaintext: Buffer.from("x") }));

    it("show when it expires, and need the date", async () => {
      const KeyId = (await create({ Origin: "EXTERNAL" })).KeyId!;
      await refuses("ValidationException", importInto(KeyId, material, {}));
      await refuses("ValidationException", importInto(KeyId, material, { ValidTo: new Date(1000) }));
      const ValidTo = tomorrow();
      await importInto(KeyId, material, { ValidTo });
      const { KeyState, ExpirationModel, ValidTo: shown } = await described(KeyId);
      assert.deepEqual([KeyState, ExpirationModel], ["Enabled", "KEY_MATERIAL_EXPIRES"]);
      assert.equal(Math.round(shown!.getTime() / 1000), Math.round(ValidTo.getTime() / 1000));
    });

    it("cannot be used once it expired", async () => {
      const KeyId = (await create({ Origin: "EXTERNAL" })).KeyId!;
      await importInto(KeyId, material, { ValidTo: new Date(Date.now() + 1500) });
      await encrypt(KeyId);
      await new Promise((resolve) => setTimeout(resolve, 1600));
      assert.equal((await described(KeyId)).KeyState, "PendingImport");
      await refuses("KMSInvalidStateException", encrypt(KeyId));
    });

    it("need the same material again after it was deleted", async () => {
      const KeyId = (await create({ Origin: "EXTERNAL" })).KeyId!;
      await importInto(KeyId, material);
      await client.send(new kms.DeleteImportedKeyMaterialCommand({ KeyId }));
      assert.equal((await described(KeyId)).KeyState, "PendingImport");
      await refuses("KMSInvalidStateException", encrypt(KeyId));
      await refuses("KMSInvalidStateException", client.send(new kms.EnableKeyCommand({ KeyId })));
      await refuses("IncorrectKeyMaterialException", importInto(KeyId, randomBytes(32)));
      await importInto(KeyId, material);
      await encrypt(KeyId);
    });

    it("have replicas that wait for the same material", async () => {
      const KeyId = (await create({ Origin: "EXTERNAL", MultiRegion: true })).KeyId!;
      await importInto(KeyId, material);
      await client.send(new kms.ReplicateKeyCommand({ KeyId, ReplicaRegion: "us-west-2" }));
      const west = kmsClient(stage.endpoint, "us-west-2");
      assert.equal((await described(KeyId, west)).KeyState, "PendingImport");
      await refuses("KMSInvalidStateException", encrypt(KeyId, west));
      await refuses("IncorrectKeyMaterialException", importInto(KeyId, randomBytes(32), doesNotExpire, west));
      await importInto(KeyId, material, doesNotExpire, west);
      await encrypt(KeyId, west);
    });

    it("are the only ones that take an import, with a token of their own", async () => {
      const { KeyId } = await create();
      await refuses(
        "UnsupportedOperationException",
        client.send(new kms.DeleteImportedKeyMaterialCommand({ KeyId })),
      );
      const external = await create({ Origin: "EXTERNAL" });
      await refuses(
        "InvalidImportTokenException",
        importInto(external.KeyId!, material, { ...doesNotExpire, ImportToken: Buffer.from("other") }),
      );
      await refuses(
        "InvalidCiphertextException",
        importInto(external.KeyId!, material, { ...doesNotExpire, EncryptedKeyMaterial: Buffer.alloc(256) }),
      );
    });
  });

  it("show what asymmetric keys can do, and refuse what they cannot", async () => {
    const agreement = await create({ KeySpec: "ECC_NIST_P256", KeyUsage: "KEY_AGREEMENT" });
    assert.deepEqual(agreement.KeyAgreementAlgorithms, ["ECDH"]);
    const { KeyId } = agreement;
    const shown = await client.send(new kms.GetPublicKeyCommand({ KeyId }));
    assert.deepEqual(shown.KeyAgreementAlgorithms, ["ECDH"]);
    const derive = () =>
      client.send(
        new kms.DeriveSharedSecretCommand({
          KeyId,
          KeyAgreementAlgorithm: "ECDH",
          PublicKey: shown.PublicKey,
        }),
      );
    assert.equal((await derive()).KeyId, agreement.Arn);
    await client.send(new kms.DisableKeyCommand({ KeyId }));
    await refuses("DisabledException", derive());
    const symmetric = await create();
    await refuses(
      "UnsupportedOperationException",
      client.send(new kms.GetPublicKeyCommand({ KeyId: symmetric.KeyId })),
    );
    const signing = await create({ KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" });
    const sign = (SigningAlgorithm: kms.SigningAlgorithmSpec) =>
      client.send(new kms.SignCommand({ KeyId: signing.KeyId, Message: Buffer.from("x"), SigningAlgorithm }));
    await sign("ECDSA_SHA_256");
    await refuses("InvalidKeyUsageException", sign("RSASSA_PSS_SHA_256"));
  });

  it("have aliases with proper names, on keys by their id", async () => {
    const { KeyId, Arn } = await create();
    const createAlias = (AliasName: string, TargetKeyId = KeyId) =>
      client.send(new kms.CreateAliasCommand({ AliasName, TargetKeyId }));
    await refuses("NotAuthorizedException", createAlias("alias/aws/mine"));
    await refuses("ValidationException", createAlias("alias/a b"));
    await refuses("ValidationException", createAlias("alias/b", "alias/a"));
    await createAlias("alias/a", Arn);
    const own = await client.send(new kms.ListAliasesCommand({ KeyId }));
    assert.deepEqual(
      own.Aliases!.map(({ AliasName }) => AliasName),
      ["alias/a"],
    );
    const all = await client.send(new kms.ListAliasesCommand({}));
    const predefined = all.Aliases!.find(({ AliasName }) => AliasName === "alias/aws/s3");
    assert.equal(predefined?.AliasArn, "arn:aws:kms:us-east-1:111111111111:alias/aws/s3");
    assert.equal(predefined.TargetKeyId, undefined);
  });

  it("are described and granted from another account by their ARN", async () => {
    const { Arn } = await create();
    const other = kmsClient(stage.endpoint, "us-east-1", "222222222222");
    const { KeyMetadata } = await other.send(new kms.DescribeKeyCommand({ KeyId: Arn }));
    assert.equal(KeyMetadata?.AWSAccountId, "111111111111");
    const status = await other.send(new kms.GetKeyRotationStatusCommand({ KeyId: Arn }));
    assert.equal(status.KeyId, Arn);
    await other.send(new kms.EncryptCommand({ KeyId: Arn, Plaintext: Buffer.from("x") }));
  });

  it("are not managed from another account", async () => {
    const { Arn } = await create();
    const other = kmsClient(stage.endpoint, "us-east-1", "222222222222");
    const asked = [
      other.send(new kms.DisableKeyCommand({ KeyId: Arn })),
      other.send(new kms.GetKeyPolicyCommand({ KeyId: Arn })),
      other.send(new kms.CreateAliasCommand({ AliasName: "alias/theirs", TargetKeyId: Arn })),
      other.send(new kms.RotateKeyOnDemandCommand({ KeyId: Arn })),
    ];
    await Promise.all(asked.map((answer) => refuses("AccessDeniedException", answer)));
  });

  it("list aliases in pages", async () => {
    const { KeyId } = await create();
    await client.send(new kms.CreateAliasCommand({ AliasName: "alias/a", TargetKeyId: KeyId }));
    const names: unknown[] = [];
    for await (const { Aliases } of kms.paginateListAliases({ client, pageSize: 4 }, {})) {
      assert.ok(Aliases!.length <= 4);
      names.push(...Aliases!.map(({ AliasName }) => AliasName));
    }
    assert.equal(new Set(names).size, 15);
    await refuses("InvalidMarkerException", client.send(new kms.ListAliasesCommand({ Marker: "x" })));
  });

  it("are AWS's behind an alias of AWS", async () => {
    const { KeyId, KeyManager } = await create();
    assert.notEqual(KeyManager, "AWS");
    // LocalEmu makes the alias itself when it is looked at; its stand-in takes it on request.
    await fetch(stage.endpoint, {
      method: "POST",
      headers: { ...signedFor("unmended"), "x-amz-target": "TrentService.CreateAlias" },
      body: JSON.stringify({ AliasName: "alias/aws/s3", TargetKeyId: KeyId }),
    });
    const described = await client.send(new kms.DescribeKeyCommand({ KeyId: "alias/aws/s3" }));
    assert.equal(described.KeyMetadata?.KeyManager, "AWS");
  });

  for (const [KeySpec, SigningAlgorithm] of [
    ["ML_DSA_44", "ML_DSA_SHAKE_256"],
    ["ML_DSA_87", "ML_DSA_SHAKE_256"],
    ["ECC_NIST_EDWARDS25519", "ED25519_SHA_512"],
  ] as const) {
    it(`sign and verify in every Region of a key: ${KeySpec}`, async () => {
      const key = await create({ KeySpec, KeyUsage: "SIGN_VERIFY", MultiRegion: true });
      assert.deepEqual([key.KeySpec, key.SigningAlgorithms], [KeySpec, [SigningAlgorithm]]);
      const { KeyId } = key;
      await client.send(new kms.ReplicateKeyCommand({ KeyId, ReplicaRegion: "us-west-2" }));
      const west = kmsClient(stage.endpoint, "us-west-2");
      const described = await west.send(new kms.DescribeKeyCommand({ KeyId }));
      assert.equal(described.KeyMetadata?.KeySpec, KeySpec);
      const Message = Buffer.from("message");
      const { Signature } = await client.send(new kms.SignCommand({ KeyId, Message, SigningAlgorithm }));
      const verify = (message: Buffer) =>
        west.send(new kms.VerifyCommand({ KeyId, Message: message, Signature, SigningAlgorithm }));
      assert.equal((await verify(Message)).SignatureValid, true);
      await refuses("KMSInvalidSignatureException", verify(Buffer.from("other")));
      const { PublicKey } = await west.send(new kms.GetPublicKeyCommand({ KeyId }));
      const publicKey = createPublicKey({ key: Buffer.from(PublicKey!), format: "der", type: "spki" });
      assert.ok(verifySignature(null, Message, publicKey, Signature!));
    });
  }

  it("live in custom key stores, and cannot be used while those are disconnected", async () => {
    const store = {
      CustomKeyStoreName: "hsm",
      CloudHsmClusterId: "cluster-1a23b4cdefg",
      KeyStorePassword: "password",
    };
    const CreateStore = new kms.CreateCustomKeyStoreCommand({
      ...store,
      TrustAnchorCertificate: "certificate",
    });
    const { CustomKeyStoreId } = await client.send(CreateStore);
    await refuses("CustomKeyStoreNameInUseException", client.send(CreateStore));
    const createIn = (more: kms.CreateKeyCommandInput = {}) =>
      create({ Origin: "AWS_CLOUDHSM", CustomKeyStoreId, ...more });
    await refuses("CustomKeyStoreInvalidStateException", createIn());
    await client.send(new kms.ConnectCustomKeyStoreCommand({ CustomKeyStoreId }));
    await refuses("UnsupportedOperationException", createIn({ MultiRegion: true }));
    await refuses("ValidationException", createIn({ Origin: "EXTERNAL_KEY_STORE" }));
    const { KeyId, CustomKeyStoreId: shown, CloudHsmClusterId } = await createIn();
    assert.deepEqual([shown, CloudHsmClusterId], [CustomKeyStoreId, store.CloudHsmClusterId]);
    const encrypt = () => client.send(new kms.EncryptCommand({ KeyId, Plaintext: Buffer.from("x") }));
    await encrypt();
    await client.send(new kms.DisconnectCustomKeyStoreCommand({ CustomKeyStoreId }));
    await refuses("KMSInvalidStateException", encrypt());
    const { KeyMetadata } = await client.send(new kms.DescribeKeyCommand({ KeyId }));
    assert.equal(KeyMetadata?.KeyState, "Unavailable");
    const { CustomKeyStores } = await client.send(new kms.DescribeCustomKeyStoresCommand({}));
    assert.deepEqual(
      CustomKeyStores!.map(({ CustomKeyStoreName, ConnectionState }) => [
        CustomKeyStoreName,
        ConnectionState,
      ]),
      [["hsm", "DISCONNECTED"]],
    );
    const remove = client.send(new kms.DeleteCustomKeyStoreCommand({ CustomKeyStoreId }));
    await refuses("CustomKeyStoreHasCMKsException", remove);
  });

  it("have grants of every operation, listed with the key's ARN", async () => {
    const { KeyId, Arn } = await create({ KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" });
    const GranteePrincipal = "arn:aws:iam::222222222222:role/app";
    const Operations: kms.GrantOperation[] = ["GenerateMac", "VerifyMac"];
    const { GrantId } = await client.send(
      new kms.CreateGrantCommand({ KeyId, GranteePrincipal, Operations }),
    );
    const other = kmsClient(stage.endpoint, "us-east-1", "222222222222");
    const seen = await other.send(new kms.ListGrantsCommand({ KeyId: Arn }));
    assert.equal(seen.Grants?.[0]?.GrantId, GrantId);
    const { Grants } = await client.send(new kms.ListGrantsCommand({ KeyId }));
    assert.deepEqual(
      Grants!.map((grant) => [grant.GrantId, grant.KeyId, grant.Operations, grant.IssuingAccount]),
      [[GrantId, Arn, Operations, "arn:aws:iam::111111111111:root"]],
    );
  });
});
