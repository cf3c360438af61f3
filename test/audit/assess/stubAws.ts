/** An AWS that holds as many keys as a test wants: KMS, and of the other services what an assessment asks, empty. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { Faults } from "../../../local/gateway/faults/faults";
import { type FaultSettings, parseFaultSettings } from "../../../local/gateway/faults/faultSettings";
import { withFaults } from "../../../local/gateway/faults/injectFaults";
import { parseHead, queryOperation } from "../../../local/gateway/request";
import { answerBuckets, bucketAction } from "./stubBuckets";

/** Seconds since 1970; fixed, so that two runs see the same keys. */
const NOW = Math.floor(Date.now() / 1000);

type Json = Readonly<Record<string, unknown>>;

/** What AWS refuses with. */
export interface Refusal {
  readonly refuse: string;
  readonly message?: string;
}

/** Answers in place of the stub; undefined leaves it to the stub. */
export type Answerer = (call: StubCall) => Json | Refusal | undefined;

export interface StubCall {
  /** `kms:ListKeys` */
  readonly action: string;
  readonly input: Json;
  readonly region: string;
  readonly account: string;
}

export interface StubOptions {
  /** Keys in each Region. */
  readonly keys: number;
  readonly answer?: Answerer;
  readonly faults?: Partial<FaultSettings>;
}

export interface StubAws {
  readonly endpoint: string;
  /** How often each action was called, by name. */
  readonly calls: ReadonlyMap<string, number>;
  readonly faults: Faults;
  close(): Promise<void>;
}

/** Starts it on a free port of 127.0.0.1. */
export async function startStubAws({ keys, answer, faults: settings = {} }: StubOptions): Promise<StubAws> {
  const faults = new Faults(parseFaultSettings(settings));
  const calls = new Map<string, number>();
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    respond(request, response, { keys, answer, calls }).catch((error: unknown) => {
      // Nobody waits for an answer where the caller was killed half-way through its request.
      if (!request.readableAborted) throw error;
    });
  };
  const server = createServer(withFaults(faults, serve));
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

interface World {
  readonly keys: number;
  readonly answer: Answerer | undefined;
  readonly calls: Map<string, number>;
}

async function respond(request: IncomingMessage, response: ServerResponse, world: World): Promise<void> {
  const head = parseHead(request.headers, request.url ?? "/");
  const body = await buffer(request);
  if (head.service === "s3") {
    const action = bucketAction(request.url ?? "/");
    world.calls.set(`s3:${action}`, (world.calls.get(`s3:${action}`) ?? 0) + 1);
    answerBuckets(action, response);
    return;
  }
  const operation = head.operation ?? queryOperation(body) ?? request.url?.slice(1) ?? "";
  const service = prefixes[head.service ?? ""] ?? head.service ?? "";
  const action = `${service}:${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
  world.calls.set(action, (world.calls.get(action) ?? 0) + 1);
  const { region = "us-east-1", accessKeyId: account = "" } = head;
  const input = inputOf(head.protocol, body.toString());
  const call = { action, input, region, account };
  const answer = world.answer?.(call) ?? ofService(call, world.keys);
  send(response, head.protocol, operation, answer);
}

function inputOf(protocol: string, body: string): Json {
  if (protocol === "json") return JSON.parse(body || "{}") as Json;
  return protocol === "query" ? Object.fromEntries(new URLSearchParams(body)) : {};
}

/** Names that requests are signed for, where IAM has another prefix. */
const prefixes: Readonly<Record<string, string>> = { monitoring: "cloudwatch" };

function send(response: ServerResponse, protocol: string, operation: string, answer: Json | Refusal): void {
  const refused = "refuse" in answer ? (answer as Refusal) : undefined;
  const status = refused === undefined ? 200 : 400;
  if (protocol === "query") {
    const xml = refused
      ? `<ErrorResponse><Error><Code>${refused.refuse}</Code><Message>${refused.message ?? ""}</Message></Error></ErrorResponse>`
      : `<${operation}Response><${operation}Result>${xmlOf(answer as Json)}</${operation}Result></${operation}Response>`;
    response.writeHead(status, { "content-type": "text/xml" }).end(xml);
    return;
  }
  if (protocol === "cbor") {
    // An empty map: nothing of CloudWatch's is here.
    response
      .writeHead(200, { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" })
      .end(Buffer.from([0xa0]));
    return;
  }
  const json = refused ? { __type: refused.refuse, message: refused.message ?? refused.refuse } : answer;
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(json));
}

function xmlOf(answer: Json): string {
  return Object.entries(answer)
    .map(([name, value]) => `<${name}>${isJson(value) ? xmlOf(value) : String(value)}</${name}>`)
    .join("");
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}

function ofService(call: StubCall, keys: number): Json {
  if (call.action.startsWith("kms:")) return ofKms(call, keys);
  return call.action.startsWith("sts:") ? ofSts(call) : ofTrails(call);
}

/** The access key id of an account's principals is the account's id. */
function ofSts({ action, input, account }: StubCall): Json {
  if (action === "sts:GetCallerIdentity")
    return { Account: account, Arn: `arn:aws:iam::${account}:user/auditor`, UserId: "AIDA" };
  const Expiration = new Date(Date.now() + 3_600_000).toISOString();
  const AccessKeyId = String(input.RoleArn).split(":")[4];
  return { Credentials: { AccessKeyId, SecretAccessKey: "stub", SessionToken: "stub", Expiration } };
}

function ofKms({ action, input, region, account }: StubCall, keys: number): Json {
  const arn = (id: string): string => `arn:aws:kms:${region}:${account}:key/${id}`;
  const index = Number(String(input.KeyId).slice(-12));
  switch (action) {
    case "kms:ListKeys":
      return page(input, keys, 1000, "Keys", (at) => ({ KeyId: keyId(at), KeyArn: arn(keyId(at)) }));
    case "kms:ListAliases":
      return page(input, keys, 100, "Aliases", (at) => ({
        ...{ AliasName: `alias/key-${at}`, AliasArn: `arn:aws:kms:${region}:${account}:alias/key-${at}` },
        TargetKeyId: keyId(at),
      }));
    case "kms:DescribeKey":
      return {
        KeyMetadata: {
          ...{ AWSAccountId: account, KeyId: keyId(index), Arn: arn(keyId(index)), Enabled: true },
          ...{ KeyManager: "CUSTOMER", KeyState: "Enabled", KeySpec: "SYMMETRIC_DEFAULT" },
          ...{ KeyUsage: "ENCRYPT_DECRYPT", Origin: "AWS_KMS", MultiRegion: false },
          ...{ CreationDate: NOW - 86_400 * 30, Description: `Data of application ${index}` },
        },
      };
    case "kms:GetKeyPolicy":
      return { Policy: policyOf(index, account, region), PolicyName: "default" };
    case "kms:ListResourceTags":
      return {
        Tags: [
          { TagKey: "ManagedBy", TagValue: "stub" },
          { TagKey: "Owner", TagValue: `team-${index}` },
        ],
      };
    case "kms:ListGrants":
      return { Grants: index % 5 === 0 ? [grantOf(index, account)] : [], Truncated: false };
    case "kms:GetKeyRotationStatus":
      // Every hundredth key is at fault, so that there is something to find.
      return { KeyRotationEnabled: index % 100 !== 0, RotationPeriodInDays: 365 };
    case "kms:ListKeyRotations":
      return { Rotations: [{ RotationDate: NOW - 86_400 * 10, RotationType: "AUTOMATIC" }] };
    case "kms:GetKeyLastUsage":
      return { KeyLastUsage: { Operation: "Decrypt", Timestamp: NOW - 3600 } };
    default:
      return {};
  }
}

/** One trail of everything, under a key of another account. */
function ofTrails({ action, account }: StubCall): Json {
  const home = `arn:aws:cloudtrail:us-east-1:${account}:trail/all`;
  switch (action) {
    case "cloudtrail:DescribeTrails":
      return {
        trailList: [
          {
            ...{ Name: "all", TrailARN: home, HomeRegion: "us-east-1", IsMultiRegionTrail: true },
            ...{ LogFileValidationEnabled: true, S3BucketName: "trail" },
            KmsKeyId: "arn:aws:kms:us-east-1:999988887777:key/trail",
          },
        ],
      };
    case "cloudtrail:GetTrailStatus":
      return { IsLogging: true };
    default:
      return {};
  }
}

function page(input: Json, total: number, most: number, list: string, item: (at: number) => Json): Json {
  const start = Number(input.Marker ?? 0);
  const end = Math.min(total, start + Math.min(most, Number(input.Limit ?? most)));
  const items = Array.from({ length: end - start }, (_, offset) => item(start + offset));
  return { [list]: items, Truncated: end < total, ...(end < total && { NextMarker: String(end) }) };
}

/** The id of the key at an index, from 0. */
export function keyId(index: number): string {
  return `00000000-0000-0000-0000-${String(index).padStart(12, "0")}`;
}

/** A policy of the usual size; no two keys have the same. */
function policyOf(index: number, account: string, region: string): string {
  const role = (name: string) => ({ AWS: `arn:aws:iam::${account}:role/${name}-${index}` });
  const allow = (Sid: string, Principal: object, Action: string | string[], Condition?: object) => ({
    ...{ Sid, Effect: "Allow", Principal, Action, Resource: "*" },
    ...(Condition && { Condition }),
  });
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      allow("Root", { AWS: `arn:aws:iam::${account}:root` }, "kms:*"),
      allow("Administer", role("admin"), [
        "kms:CreateAlias",
        "kms:Describe*",
        "kms:Enable*",
        "kms:Put*",
        "kms:Update*",
      ]),
      allow("Use", role("app"), ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"]),
      allow("Store", role("store"), ["kms:Decrypt", "kms:GenerateDataKey"], {
        StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` },
      }),
    ],
  });
}

function grantOf(index: number, account: string): Json {
  return {
    ...{ GrantId: `grant-${index}`, CreationDate: NOW - 86_400, Operations: ["Decrypt"] },
    GranteePrincipal: `arn:aws:iam::${account}:role/worker`,
    RetiringPrincipal: `arn:aws:iam::${account}:role/operator`,
  };
}
