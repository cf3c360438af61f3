/** A small AWS of keys, enough to see what the provider asks of it and to make it fail on purpose. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** The parameters of KMS that are looked at. */
interface Input {
  readonly KeyId?: string;
  readonly Description?: string;
  readonly KeySpec?: string;
  readonly KeyUsage?: string;
  readonly Origin?: string;
  readonly Policy?: string;
  readonly MultiRegion?: boolean;
  readonly ReplicaRegion?: string;
  readonly RotationPeriodInDays?: number;
  readonly PendingWindowInDays?: number;
  readonly AliasName?: string;
  readonly TargetKeyId?: string;
  readonly Tags?: readonly { readonly TagKey: string; readonly TagValue: string }[];
  readonly TagKeys?: readonly string[];
}

/** A key of the fake, by its Region. */
export interface FakeKey {
  readonly metadata: {
    readonly KeyId: string;
    readonly Arn: string;
    Description: string;
    Enabled: boolean;
    KeyState: string;
    readonly KeySpec: string;
    readonly KeyUsage: string;
    readonly Origin: string;
    readonly KeyManager: string;
    readonly MultiRegion: boolean;
    readonly CreationDate: number;
    MultiRegionConfiguration?: object;
  };
  policy: string;
  tags: Record<string, string>;
  rotation: { readonly enabled: boolean; readonly period?: number };
}

/** An error to answer with. */
export class FakeError extends Error {
  readonly code: string;
  constructor(code: string, message = code) {
    super(message);
    this.code = code;
  }
}

const ROOT_POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111111111111:root" }, Action: "kms:*", Resource: "*" },
  ],
});

export class FakeAws {
  /** Keys by `<Region>/<id>`. */
  readonly keys = new Map<string, FakeKey>();
  /** Targets by `<Region>/<alias>`. */
  readonly aliases = new Map<string, string>();
  /** Every call, as `<Region> <action>`. */
  readonly calls: string[] = [];
  /** Failures to answer with before an action works, in order. */
  readonly failures = new Map<string, FakeError[]>();
  account = "111111111111";
  #server: Server | undefined;
  #count = 0;

  async start(): Promise<string> {
    const server = createServer((request, response) => {
      void this.#answer(request).then(({ status, type, body }) => {
        response.writeHead(status, { "content-type": type, "x-amzn-requestid": "r-1" });
        response.end(body);
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  fail(action: string, ...errors: FakeError[]): void {
    this.failures.set(action, errors);
  }

  key(region: string, id: string): FakeKey {
    const found = this.keys.get(`${region}/${id.replace(/^.*:key\//, "")}`);
    if (found === undefined) throw new FakeError("NotFoundException", `no key ${id} in ${region}`);
    return found;
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; type: string; body: string }> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const region = /Credential=[^/]+\/\d+\/([^/]+)/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const target = request.headers["x-amz-target"];
    if (typeof target !== "string") return this.#sts();
    const action = target.split(".")[1] ?? "";
    this.calls.push(`${region} ${action}`);
    const json = "application/x-amz-json-1.1";
    try {
      const failure = this.failures.get(action)?.shift();
      if (failure !== undefined) throw failure;
      return {
        status: 200,
        type: json,
        body: JSON.stringify(this.#kms(region, action, JSON.parse(text) as Input)),
      };
    } catch (error) {
      if (!(error instanceof FakeError)) throw error;
      const body = JSON.stringify({ __type: error.code, message: error.message });
      return { status: error.code === "InternalFailure" ? 500 : 400, type: json, body };
    }
  }

  #sts(): { status: number; type: string; body: string } {
    const result = `<Account>${this.account}</Account><Arn>arn:aws:iam::${this.account}:user/u</Arn><UserId>U</UserId>`;
    const body = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>${result}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
    return { status: 200, type: "text/xml", body };
  }

  #kms(region: string, action: string, input: Input): object {
    const { KeyId: keyId = "", AliasName: name = "", TargetKeyId: aliasTarget = "" } = input;
    switch (action) {
      case "CreateKey":
        return { KeyMetadata: this.#create(region, input).metadata };
      case "ReplicateKey": {
        const primary = this.key(region, keyId);
        const replica = this.#create(input.ReplicaRegion ?? "", {
          ...input,
          KeyId: primary.metadata.KeyId,
          MultiRegion: true,
        });
        replica.metadata.MultiRegionConfiguration = {
          MultiRegionKeyType: "REPLICA",
          PrimaryKey: { Arn: primary.metadata.Arn, Region: region },
          ReplicaKeys: [],
        };
        return { ReplicaKeyMetadata: replica.metadata };
      }
      case "DescribeKey": {
        const alias = this.aliases.get(`${region}/${keyId}`);
        if (keyId.startsWith("alias/") && alias === undefined) throw new FakeError("NotFoundException");
        return { KeyMetadata: this.key(region, alias ?? keyId).metadata };
      }
      case "ListKeys":
        return {
          Keys: [...this.keys].flatMap(
            ([
              path,
              {
                metadata: { KeyId },
              },
            ]) => (path.startsWith(`${region}/`) ? [{ KeyId }] : []),
          ),
        };
      case "GetKeyPolicy":
        return { Policy: this.key(region, keyId).policy };
      case "PutKeyPolicy":
        this.key(region, keyId).policy = input.Policy ?? ROOT_POLICY;
        return {};
      case "ListResourceTags":
        return {
          Tags: Object.entries(this.key(region, keyId).tags).map(([TagKey, TagValue]) => ({
            TagKey,
            TagValue,
          })),
        };
      case "TagResource":
        for (const { TagKey, TagValue } of input.Tags ?? []) {
          this.key(region, keyId).tags[TagKey] = TagValue;
        }
        return {};
      case "UntagResource": {
        const key = this.key(region, keyId);
        const gone = input.TagKeys ?? [];
        key.tags = Object.fromEntries(Object.entries(key.tags).filter(([tag]) => !gone.includes(tag)));
        return {};
      }
      case "GetKeyRotationStatus": {
        const { enabled, period } = this.key(region, keyId).rotation;
        return { KeyRotationEnabled: enabled, ...(enabled && { RotationPeriodInDays: period ?? 365 }) };
      }
      case "EnableKeyRotation":
        this.key(region, keyId).rotation = {
          enabled: true,
          period: input.RotationPeriodInDays ?? 365,
        };
        return {};
      case "DisableKeyRotation":
        this.key(region, keyId).rotation = { enabled: false };
        return {};
      case "EnableKey":
      case "DisableKey": {
        const key = this.key(region, keyId).metadata;
        key.Enabled = action === "EnableKey";
        key.KeyState = key.Enabled ? "Enabled" : "Disabled";
        return {};
      }
      case "UpdateKeyDescription":
        this.key(region, keyId).metadata.Description = input.Description ?? "";
        return {};
      case "ScheduleKeyDeletion": {
        const key = this.key(region, keyId).metadata;
        if (key.KeyState === "PendingDeletion") {
          throw new FakeError("KMSInvalidStateException", `${key.Arn} is pending deletion.`);
        }
        key.KeyState = "PendingDeletion";
        return { KeyId: keyId, PendingWindowInDays: input.PendingWindowInDays };
      }
      case "CreateAlias":
        this.aliases.set(`${region}/${name}`, aliasTarget);
        return {};
      case "UpdateAlias":
        this.aliases.set(`${region}/${name}`, aliasTarget);
        return {};
      case "DeleteAlias":
        if (!this.aliases.delete(`${region}/${name}`)) throw new FakeError("NotFoundException");
        return {};
      default:
        throw new FakeError("UnsupportedOperationException", action);
    }
  }

  #create(region: string, input: Input): FakeKey {
    this.#count += 1;
    const multiRegion = input.MultiRegion === true;
    const id = input.KeyId ?? `${multiRegion ? "mrk-" : ""}key-${this.#count}`;
    const Arn = `arn:aws:kms:${region}:${this.account}:key/${id}`;
    const key: FakeKey = {
      metadata: {
        KeyId: id,
        Arn,
        Description: input.Description ?? "",
        Enabled: true,
        KeyState: "Enabled",
        KeySpec: input.KeySpec ?? "SYMMETRIC_DEFAULT",
        KeyUsage: input.KeyUsage ?? "ENCRYPT_DECRYPT",
        Origin: input.Origin ?? "AWS_KMS",
        KeyManager: "CUSTOMER",
        MultiRegion: multiRegion,
        CreationDate: Date.now() / 1_000,
        ...(multiRegion && {
          MultiRegionConfiguration: {
            MultiRegionKeyType: "PRIMARY",
            PrimaryKey: { Arn, Region: region },
            ReplicaKeys: [],
          },
        }),
      },
      policy: input.Policy ?? ROOT_POLICY,
      tags: Object.fromEntries((input.Tags ?? []).map(({ TagKey, TagValue }) => [TagKey, TagValue])),
      rotation: { enabled: false },
    };
    this.keys.set(`${region}/${id}`, key);
    return key;
  }
}
