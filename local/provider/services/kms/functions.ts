/** Functions that look KMS things up. */
import { isAwsError } from "../../awsErrors";
import { lengthBetween } from "../../problems";
import { requiredText, text, textMap, texts } from "../../read";
import type { ProviderFunction } from "../../resource";
import { findStore } from "./customKeyStore";
import { expiryOf } from "./keyMaterial";

const keyArguments = {
  grantTokens: { type: "list" },
  keyId: { type: "string", required: true, problem: lengthBetween(1, 2048) },
} as const;

/** https://www.pulumi.com/registry/packages/aws/api-docs/kms/getkey/ */
export const getKey: ProviderFunction = {
  arguments: keyArguments,
  async call(context, args) {
    const kms = await context.client("kms");
    const { KeyMetadata: key } = await kms.describeKey({
      KeyId: requiredText(args, "keyId"),
      GrantTokens: texts(args, "grantTokens"),
    });
    if (key === undefined) throw new Error(`KMS has no key ${requiredText(args, "keyId")}`);
    const regions = key.MultiRegionConfiguration;
    return {
      arn: key.Arn ?? "",
      awsAccountId: key.AWSAccountId ?? "",
      cloudHsmClusterId: key.CloudHsmClusterId ?? "",
      creationDate: rfc3339(key.CreationDate),
      customKeyStoreId: key.CustomKeyStoreId ?? "",
      customerMasterKeySpec: key.KeySpec ?? "",
      deletionDate: rfc3339(key.DeletionDate),
      description: key.Description ?? "",
      enabled: key.Enabled ?? false,
      expirationModel: key.ExpirationModel ?? "",
      id: key.KeyId ?? "",
      keyManager: key.KeyManager ?? "",
      keySpec: key.KeySpec ?? "",
      keyState: key.KeyState ?? "",
      keyUsage: key.KeyUsage ?? "",
      multiRegion: key.MultiRegion ?? false,
      multiRegionConfigurations:
        regions === undefined
          ? []
          : [
              {
                multiRegionKeyType: regions.MultiRegionKeyType ?? "",
                primaryKeys: regions.PrimaryKey === undefined ? [] : [regionalKey(regions.PrimaryKey)],
                replicaKeys: (regions.ReplicaKeys ?? []).map(regionalKey),
              },
            ],
      origin: key.Origin ?? "",
      pendingDeletionWindowInDays: key.PendingDeletionWindowInDays ?? 0,
      validTo: expiryOf(key) ?? "",
      xksKeyConfigurations:
        key.XksKeyConfiguration === undefined ? [] : [{ id: key.XksKeyConfiguration.Id ?? "" }],
    };
  },
};

/** https://www.pulumi.com/registry/packages/aws/api-docs/kms/getalias/ */
export const getAlias: ProviderFunction = {
  arguments: { name: { type: "string", required: true } },
  async call(context, args) {
    const kms = await context.client("kms");
    const name = requiredText(args, "name");
    let marker: string | undefined;
    do {
      const page = await kms.listAliases({ ...(marker !== undefined && { Marker: marker }) });
      const found = page.Aliases?.find(({ AliasName }) => AliasName === name);
      if (found?.AliasArn !== undefined) {
        // AWS lists its own aliases before the keys behind them exist; naming one makes its key.
        const target = found.TargetKeyId ?? (await kms.describeKey({ KeyId: name })).KeyMetadata?.KeyId ?? "";
        const targetKeyArn = found.AliasArn.replace(/:alias\/.*$/, `:key/${target}`);
        return { arn: found.AliasArn, id: found.AliasArn, targetKeyArn, targetKeyId: target };
      }
      marker = page.Truncated === true ? page.NextMarker : undefined;
    } while (marker !== undefined);
    throw new Error(`KMS has no alias ${name} in ${context.region}`);
  },
};

/** https://www.pulumi.com/registry/packages/aws/api-docs/kms/getpublickey/ */
export const getPublicKey: ProviderFunction = {
  arguments: keyArguments,
  async call(context, args) {
    const kms = await context.client("kms");
    const key = await kms.getPublicKey({
      KeyId: requiredText(args, "keyId"),
      GrantTokens: texts(args, "grantTokens"),
    });
    const base64 = Buffer.from(key.PublicKey ?? []).toString("base64");
    const lines = base64.match(/.{1,64}/g) ?? [];
    return {
      arn: key.KeyId ?? "",
      customerMasterKeySpec: key.KeySpec ?? "",
      encryptionAlgorithms: key.EncryptionAlgorithms ?? [],
      id: key.KeyId ?? "",
      keyUsage: key.KeyUsage ?? "",
      publicKey: base64,
      publicKeyPem: ["-----BEGIN PUBLIC KEY-----", ...lines, "-----END PUBLIC KEY-----", ""].join("\n"),
      signingAlgorithms: key.SigningAlgorithms ?? [],
    };
  },
};

/** https://www.pulumi.com/registry/packages/aws/api-docs/kms/getciphertext/ */
export const getCipherText: ProviderFunction = {
  arguments: {
    context: { type: "map" },
    keyId: { type: "string", required: true },
    plaintext: { type: "string", required: true, secret: true },
  },
  secrets: ["plaintext"],
  async call(context, args) {
    const kms = await context.client("kms");
    const { CiphertextBlob = new Uint8Array(), KeyId = "" } = await kms.encrypt({
      KeyId: requiredText(args, "keyId"),
      Plaintext: Buffer.from(requiredText(args, "plaintext")),
      EncryptionContext: textMap(args, "context"),
    });
    return { ciphertextBlob: Buffer.from(CiphertextBlob).toString("base64"), id: KeyId };
  },
};

/** https://www.pulumi.com/registry/packages/aws/api-docs/kms/getcustomkeystore/ */
export const getCustomKeyStore: ProviderFunction = {
  arguments: {
    customKeyStoreId: { type: "string", conflictsWith: ["customKeyStoreName"] },
    customKeyStoreName: { type: "string", conflictsWith: ["customKeyStoreId"] },
  },
  async call(context, args) {
    const [id, name] = [text(args, "customKeyStoreId"), text(args, "customKeyStoreName")];
    const store = id === undefined ? await findByName() : await findStore(context, id);
    if (store === undefined) throw new Error(`KMS has no custom key store ${id ?? name ?? ""}`);
    return {
      cloudHsmClusterId: store.CloudHsmClusterId ?? "",
      connectionState: store.ConnectionState ?? "",
      creationDate: rfc3339(store.CreationDate),
      customKeyStoreId: store.CustomKeyStoreId ?? "",
      customKeyStoreName: store.CustomKeyStoreName ?? "",
      id: store.CustomKeyStoreId ?? "",
      trustAnchorCertificate: store.TrustAnchorCertificate ?? "",
    };

    async function findByName() {
      const kms = await context.client("kms");
      try {
        return (await kms.describeCustomKeyStores({ CustomKeyStoreName: name })).CustomKeyStores?.[0];
      } catch (error) {
        if (isAwsError(error, "CustomKeyStoreNotFoundException")) return undefined;
        throw error;
      }
    }
  },
};

function regionalKey({ Arn = "", Region = "" }: { Arn?: string | undefined; Region?: string | undefined }) {
  return { arn: Arn, region: Region };
}

function rfc3339(date: Date | undefined): string {
  return date === undefined ? "" : date.toISOString().replace(/\.\d+Z$/, "Z");
}
