import { generateKeyPairSync, randomBytes, randomUUID, type KeyObject } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { unwrapKeyMaterial } from "../../../local/gateway/kms/wrapping";
import { bodyOf, type FakeService } from "./fakeLocalEmu";

type Json = Record<string, unknown>;

interface FakeKey {
  metadata: Json & { KeyId: string; Arn: string; KeyState: string; Origin: string };
  policy: string;
  tags: Json[];
  material: string;
  rotation: { KeyRotationEnabled: boolean; RotationPeriodInDays?: unknown; NextRotationDate?: number };
}

class Refusal extends Error {
  constructor(
    readonly code: string,
    message = "",
    readonly status = 400,
  ) {
    super(message);
  }
}

/** LocalEmu's KMS with its faults, as far as the mends need it. Encryption is a base64 text here. */
export function fakeKms(): FakeService {
  const keys = new Map<string, FakeKey>();
  const aliases = new Map<string, Json>();
  const grants: Json[] = [];
  const imports = new Map<string, KeyObject>();

  const perform = (operation: string, input: Json, region: string, account: string): Json => {
    const place = (id: string, inRegion = region) => `${account}/${inRegion}/${id}`;
    const find = (): FakeKey => {
      const id = String(input.KeyId ?? input.TargetKeyId);
      const arn = /^arn:aws:kms:([^:]+):(\d+):key\/(.+)$/.exec(id);
      if (arn && arn[1] !== region) throw new Refusal("NotFoundException", `Invalid arn ${arn[1]}`);
      const name = aliases.get(place(id))?.TargetKeyId;
      const key = keys.get(arn ? `${arn[2]}/${region}/${arn[3]}` : place((name as string | undefined) ?? id));
      if (key) return key;
      throw new Refusal(
        "NotFoundException",
        `Key 'arn:aws:kms:${region}:${account}:key/${id}' does not exist`,
      );
    };
    const usable = (): FakeKey => {
      const key = find();
      const { Arn, KeyState } = key.metadata;
      if (KeyState === "Disabled") throw new Refusal("DisabledException", `${Arn} is disabled.`);
      if (KeyState === "PendingImport")
        throw new Refusal("KMSInvalidStateException", `${Arn} is pending import.`);
      if (KeyState !== "Enabled")
        throw new Refusal("KMSInvalidStateException", `${Arn} is pending deletion.`);
      return key;
    };

    switch (operation) {
      case "CreateKey": {
        const isMultiRegion = input.MultiRegion === true;
        const KeyId = isMultiRegion ? `mrk-${randomBytes(16).toString("hex")}` : randomUUID();
        const Arn = `arn:aws:kms:${region}:${account}:key/${KeyId}`;
        const KeyUsage = input.KeyUsage ?? "ENCRYPT_DECRYPT";
        const isExternal = input.Origin === "EXTERNAL";
        const metadata = {
          ...{ KeyId, Arn, AWSAccountId: account, KeyUsage, KeySpec: input.KeySpec ?? "SYMMETRIC_DEFAULT" },
          ...{
            Origin: (input.Origin ?? "AWS_KMS") as string,
            Description: input.Description ?? "",
            CreationDate: 1,
          },
          ...{
            MultiRegion: isMultiRegion,
            KeyState: isExternal ? "PendingImport" : "Enabled",
            Enabled: !isExternal,
          },
          ...(KeyUsage === "SIGN_VERIFY" ? { SigningAlgorithms: ["ECDSA_SHA_256"] } : {}),
          ...(isMultiRegion
            ? {
                MultiRegionConfiguration: {
                  MultiRegionKeyType: "PRIMARY",
                  PrimaryKey: { Arn, Region: region },
                  ReplicaKeys: [] as Json[],
                },
              }
            : {}),
        };
        const policy = (input.Policy ?? "default") as string;
        const rotation = { KeyRotationEnabled: false };
        keys.set(place(KeyId), { metadata, policy, tags: [], material: randomUUID(), rotation });
        return { KeyMetadata: metadata };
      }
      case "DescribeKey":
        return { KeyMetadata: find().metadata };
      case "ReplicateKey": {
        const primary = usable();
        const configuration = primary.metadata.MultiRegionConfiguration as {
          MultiRegionKeyType: string;
          ReplicaKeys: Json[];
        };
        const to = String(input.ReplicaRegion);
        const { KeyId } = primary.metadata;
        if (configuration.MultiRegionKeyType !== "PRIMARY")
          throw new Refusal("UnsupportedOperationException");
        if (keys.has(place(KeyId, to))) throw new Refusal("AlreadyExistsException");
        const entry = { Arn: primary.metadata.Arn.replace(`:${region}:`, `:${to}:`), Region: to };
        const copy = structuredClone(primary);
        copy.tags = [];
        copy.metadata.Arn = entry.Arn;
        copy.metadata.Description = input.Description ?? "";
        copy.metadata.MultiRegionConfiguration = {
          ...configuration,
          MultiRegionKeyType: "REPLICA",
          ReplicaKeys: [...configuration.ReplicaKeys, entry],
        };
        configuration.ReplicaKeys.push(entry);
        keys.set(place(KeyId, to), copy);
        return { ReplicaKeyMetadata: copy.metadata };
      }
      case "EnableKeyRotation":
        usable().rotation = {
          KeyRotationEnabled: true,
          RotationPeriodInDays: input.RotationPeriodInDays,
          NextRotationDate: 2_000_000_000,
        };
        return {};
      case "DisableKeyRotation":
        usable().rotation.KeyRotationEnabled = false;
        return {};
      case "GetKeyRotationStatus": {
        const { metadata, rotation } = find();
        return { KeyId: metadata.Arn, ...rotation };
      }
      case "RotateKeyOnDemand":
        usable().material += ` ${randomUUID()}`;
        return { KeyId: find().metadata.Arn };
      case "ScheduleKeyDeletion": {
        const { metadata } = find();
        const PendingWindowInDays = input.PendingWindowInDays ?? 30;
        Object.assign(metadata, { KeyState: "PendingDeletion", Enabled: false, DeletionDate: 2_000_000_000 });
        return {
          KeyId: metadata.KeyId,
          KeyState: "PendingDeletion",
          DeletionDate: 2_000_000_000,
          PendingWindowInDays,
        };
      }
      case "CancelKeyDeletion":
        Object.assign(find().metadata, { KeyState: "Disabled", DeletionDate: undefined });
        return { KeyId: find().metadata.Arn };
      case "EnableKey":
        Object.assign(find().metadata, { KeyState: "Enabled", Enabled: true });
        return {};
      case "DisableKey":
        Object.assign(find().metadata, { KeyState: "Disabled", Enabled: false });
        return {};
      case "PutKeyPolicy":
        find().policy = String(input.Policy);
        return {};
      case "GetKeyPolicy":
        if (input.PolicyName !== "default") throw new Refusal("NotFoundException", "No such policy exists");
        return { Policy: find().policy };
      case "TagResource":
        find().tags.push(...(input.Tags as Json[]));
        return {};
      case "ListResourceTags":
        return { Tags: find().tags, Truncated: false };
      case "CreateAlias":
        aliases.set(place(String(input.AliasName)), {
          AliasName: input.AliasName,
          AliasArn: `arn:aws:kms:${region}:${account}:${String(input.AliasName)}`,
          TargetKeyId: input.TargetKeyId,
        });
        return {};
      case "UpdateAlias":
        Object.assign(aliases.get(place(String(input.AliasName))) ?? {}, { TargetKeyId: input.TargetKeyId });
        return {};
      case "ListAliases": {
        const own = [...aliases].filter(([name]) => name.startsWith(place(""))).map(([, alias]) => alias);
        return {
          Aliases: own.filter((alias) => input.KeyId === undefined || alias.TargetKeyId === input.KeyId),
        };
      }
      case "CreateGrant": {
        const known = ["Encrypt", "Decrypt"];
        const isKnown = (input.Operations as string[]).every((name) => known.includes(name));
        if (!isKnown) throw new Refusal("ValidationError", "Member must satisfy enum value set");
        const grant = { ...input, KeyId: find().metadata.KeyId, GrantId: randomUUID() };
        grants.push(grant);
        return { GrantId: grant.GrantId };
      }
      case "ListGrants":
        return { Grants: grants.filter(({ KeyId }) => KeyId === find().metadata.KeyId) };
      case "Encrypt": {
        const { metadata, material } = usable();
        const sealed = {
          material: material.split(" ").at(-1),
          context: input.EncryptionContext ?? {},
          text: input.Plaintext,
        };
        const CiphertextBlob = Buffer.from(metadata.KeyId + JSON.stringify(sealed)).toString("base64");
        return { KeyId: metadata.Arn, CiphertextBlob };
      }
      case "Decrypt": {
        const blob = Buffer.from(String(input.CiphertextBlob), "base64").toString();
        input.KeyId ??= blob.slice(0, 36);
        const { metadata, material } = usable();
        const sealed = JSON.parse(blob.slice(36)) as { material: string; context: Json; text: string };
        const isRight =
          material.split(" ").includes(sealed.material) &&
          JSON.stringify(sealed.context) === JSON.stringify(input.EncryptionContext ?? {});
        if (!isRight) throw new Refusal("InvalidCiphertextException");
        return { KeyId: metadata.Arn, Plaintext: sealed.text, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
      }
      case "GenerateDataKey":
        return {
          ...perform(
            "Encrypt",
            { ...input, Plaintext: Buffer.alloc(32).toString("base64") },
            region,
            account,
          ),
          Plaintext: Buffer.alloc(32).toString("base64"),
        };
      case "GetPublicKey": {
        const { Arn, KeySpec, KeyUsage } = find().metadata;
        const PublicKey = KeySpec === "SYMMETRIC_DEFAULT" ? undefined : "cHVibGlj";
        return { KeyId: Arn, KeySpec, KeyUsage, PublicKey };
      }
      case "Sign":
        return {
          KeyId: usable().metadata.Arn,
          Signature: "c2lnbmVk",
          SigningAlgorithm: input.SigningAlgorithm,
        };
      case "DeriveSharedSecret":
        return { KeyId: input.KeyId, SharedSecret: "c2VjcmV0" };
      case "GetParametersForImport": {
        const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
        const ImportToken = Buffer.from(randomUUID()).toString("base64");
        imports.set(ImportToken, privateKey);
        const PublicKey = publicKey.export({ type: "spki", format: "der" }).toString("base64");
        return { KeyId: find().metadata.Arn, ImportToken, PublicKey, ParametersValidTo: 2_000_000_000 };
      }
      case "ImportKeyMaterial": {
        const wrapped = Buffer.from(String(input.EncryptedKeyMaterial), "base64");
        const privateKey = imports.get(String(input.ImportToken));
        if (!privateKey) throw new Refusal("NotFoundException");
        const key = find();
        key.material = unwrapKeyMaterial("RSA_AES_KEY_WRAP_SHA_256", privateKey, wrapped).toString("hex");
        Object.assign(key.metadata, { KeyState: "Enabled", Enabled: true });
        return { KeyId: key.metadata.Arn, KeyMaterialId: "material" };
      }
      default:
        throw new Refusal("InternalFailure", `${operation} has not been implemented`, 501);
    }
  };

  return async (request: IncomingMessage, response: ServerResponse) => {
    const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    const [account = "", , region = ""] =
      /Credential=([^,]+)/.exec(request.headers.authorization ?? "")?.[1]?.split("/") ?? [];
    const answer = (status: number, body: Json) => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
    };
    try {
      answer(
        200,
        perform(operation, JSON.parse((await bodyOf(request)).toString()) as Json, region, account),
      );
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answer(error.status, { __type: error.code, message: error.message });
    }
  };
}
