/** Plants keys with AWS's own SDK. */
import { constants, createPublicKey, publicEncrypt, randomBytes } from "node:crypto";
import * as aws from "@aws-sdk/client-kms";
import { descriptionOf, type PlantedKey, policyOf, tagsOf } from "./plantedKey";

/** Clients of the Regions that keys and replicas are planted in. */
export interface Ground {
  readonly home: aws.KMSClient;
  readonly second: aws.KMSClient;
  readonly secondRegion: string;
}

/** The ARNs of a planted key and of its replica. */
export interface Planted {
  readonly arn: string;
  readonly replica?: string;
}

export async function plant(key: PlantedKey, { home, second, secondRegion }: Ground): Promise<Planted> {
  const Tags = Object.entries(tagsOf(key)).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
  const Description = descriptionOf(key);
  const store = key.create?.Origin === "AWS_CLOUDHSM" ? await connectedStore(home, key.name) : undefined;
  const { KeyMetadata } = await home.send(
    new aws.CreateKeyCommand({
      ...(key.create as aws.CreateKeyCommandInput),
      ...{ Description, Tags, Policy: policyOf(key), BypassPolicyLockoutSafetyCheck: true },
      ...(store !== undefined && { CustomKeyStoreId: store }),
    }),
  );
  const { Arn: arn = "", KeyId = "" } = KeyMetadata!;
  const { rotation = 365 } = key;
  if (rotation !== "off")
    await home.send(new aws.EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: rotation }));
  const replica = key.replica && (await replicate(key, key.replica));
  if (key.alias) {
    const AliasName = `alias/${key.name}`;
    await home.send(new aws.CreateAliasCommand({ AliasName, TargetKeyId: KeyId }));
    if (replica !== undefined)
      await second.send(new aws.CreateAliasCommand({ AliasName, TargetKeyId: replica }));
  }
  if (key.grant)
    await home.send(
      new aws.CreateGrantCommand({
        ...{ KeyId, GranteePrincipal: key.grant.grantee, RetiringPrincipal: key.grant.retiring },
        Operations: [...key.grant.operations] as aws.GrantOperation[],
      }),
    );
  await change(key, KeyId, store);
  return { arn, ...(replica !== undefined && { replica }) };

  async function replicate(
    primary: PlantedKey,
    differences: NonNullable<PlantedKey["replica"]>,
  ): Promise<string> {
    const answer = await home.send(
      new aws.ReplicateKeyCommand({
        ...{ KeyId, ReplicaRegion: secondRegion, Tags, BypassPolicyLockoutSafetyCheck: true },
        Description: differences.Description ?? Description,
        Policy: policyOf({ ...primary, ...differences }),
      }),
    );
    return answer.ReplicaKeyMetadata!.Arn!;
  }

  async function change({ then }: PlantedKey, id: string, storeId: string | undefined): Promise<void> {
    if (then === "disable") await home.send(new aws.DisableKeyCommand({ KeyId: id }));
    if (then === "delete")
      await home.send(new aws.ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 30 }));
    if (then === "importForever") await importMaterial(home, id);
    if (then === "importForTenDays") await importMaterial(home, id, new Date(Date.now() + 10 * 86_400_000));
    if (then === "disconnectStore")
      await home.send(new aws.DisconnectCustomKeyStoreCommand({ CustomKeyStoreId: storeId }));
  }
}

async function connectedStore(kms: aws.KMSClient, name: string): Promise<string> {
  const { CustomKeyStoreId } = await kms.send(
    new aws.CreateCustomKeyStoreCommand({
      ...{ CustomKeyStoreName: name, CloudHsmClusterId: `cluster-${name}`, KeyStorePassword: "password" },
      TrustAnchorCertificate: "certificate",
    }),
  );
  await kms.send(new aws.ConnectCustomKeyStoreCommand({ CustomKeyStoreId }));
  return CustomKeyStoreId!;
}

async function importMaterial(kms: aws.KMSClient, KeyId: string, ValidTo?: Date): Promise<void> {
  const { PublicKey, ImportToken } = await kms.send(
    new aws.GetParametersForImportCommand({
      ...{ KeyId, WrappingAlgorithm: "RSAES_OAEP_SHA_256", WrappingKeySpec: "RSA_3072" },
    }),
  );
  const key = createPublicKey({ key: Buffer.from(PublicKey!), format: "der", type: "spki" });
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const EncryptedKeyMaterial = publicEncrypt({ key, padding, oaepHash: "sha256" }, randomBytes(32));
  await kms.send(
    new aws.ImportKeyMaterialCommand({
      ...{ KeyId, ImportToken, EncryptedKeyMaterial },
      ...(ValidTo === undefined ? { ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE" } : { ValidTo }),
    }),
  );
}
