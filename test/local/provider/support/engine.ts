/** The engine's side of the provider: its calls over gRPC, with plain values. */
import { credentials, type Server, ServerCredentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Empty } from "../../../../local/provider/protobuf";
import { createProviderServer } from "../../../../local/provider/server";
import { decode, encode, type Properties } from "../../../../local/provider/values";

/** What a failed creation leaves: the id and the state that the engine keeps. */
export interface Kept {
  id: string;
  state: Properties;
  reasons: string[];
}

type Method = (request: unknown, callback: (error: ServiceError | null, response: never) => void) => unknown;

export class Engine {
  readonly home: string;
  readonly #server: Server;
  readonly #client: ResourceProviderClient;
  readonly end: (inOrder: boolean) => void;
  readonly cancel: () => void;

  private constructor(
    port: number,
    server: Server,
    home: string,
    end: (inOrder: boolean) => void,
    cancel: () => void,
  ) {
    this.#client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    this.#server = server;
    this.home = home;
    this.end = end;
    this.cancel = cancel;
  }

  /** Starts a provider and, if wanted, configures it. */
  static async start(
    endpoint: string,
    config: Properties | undefined = { region: "us-east-1" },
    {
      home = mkdtempSync(join(tmpdir(), "provider-")),
      ...environment
    }: { home?: string; [name: string]: string | undefined } = {},
  ): Promise<Engine> {
    // The SDK itself looks at the real environment.
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: "k",
      AWS_SECRET_ACCESS_KEY: "s",
    });
    const { server, end, cancel } = createProviderServer("7.48.0", {
      AWS_ENDPOINT_URL: endpoint,
      PULUMI_HOME: home,
      ...environment,
    });
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
        if (error === null) resolve(bound);
        else reject(error);
      });
    });
    const engine = new Engine(port, server, home, end, cancel);
    if (Object.keys(config).length > 0) await engine.configure(config);
    return engine;
  }

  stop(): void {
    this.#client.close();
    this.#server.forceShutdown();
  }

  forget(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  async checkConfig(news: Properties): Promise<proto.CheckFailure.AsObject[]> {
    const request = new proto.CheckRequest();
    request.setNews(encode(news));
    return (await this.#call<proto.CheckResponse>("checkConfig", request)).toObject().failuresList;
  }

  async configure(config: Properties): Promise<void> {
    const request = new proto.ConfigureRequest();
    request.setArgs(encode(config));
    await this.#call("configure", request);
  }

  async check(type: string, news: Properties, olds: Properties = {}) {
    const request = new proto.CheckRequest();
    request.setUrn(urnOf(type));
    request.setNews(encode(news));
    request.setOlds(encode(olds));
    request.setRandomseed(Buffer.from("seed"));
    const response = await this.#call<proto.CheckResponse>("check", request);
    return { inputs: decode(response.getInputs()), failures: response.toObject().failuresList };
  }

  /** Checked inputs, which must have nothing wrong. */
  async inputs(type: string, news: Properties): Promise<Properties> {
    const { inputs, failures } = await this.check(type, news);
    if (failures.length > 0) throw new Error(JSON.stringify(failures));
    return inputs;
  }

  async diff(
    type: string,
    state: Properties,
    news: Properties,
    ignored: string[] = [],
  ): Promise<proto.DiffResponse> {
    const request = new proto.DiffRequest();
    request.setUrn(urnOf(type));
    request.setId("id");
    request.setOlds(encode(state));
    request.setNews(encode(await this.inputs(type, news)));
    request.setIgnorechangesList(ignored);
    return this.#call("diff", request);
  }

  async create(
    type: string,
    news: Properties,
    { preview = false, timeout = 0, name = "r" } = {},
  ): Promise<{ id: string; state: Properties }> {
    const request = new proto.CreateRequest();
    request.setUrn(urnOf(type, name));
    request.setProperties(encode(await this.inputs(type, news)));
    request.setPreview(preview);
    request.setTimeout(timeout);
    const response = await this.#call<proto.CreateResponse>("create", request);
    return { id: response.getId(), state: decode(response.getProperties()) };
  }

  async read(type: string, id: string, state: Properties = {}, inputs: Properties = {}) {
    const request = new proto.ReadRequest();
    request.setUrn(urnOf(type));
    request.setId(id);
    request.setProperties(encode(state));
    request.setInputs(encode(inputs));
    const response = await this.#call<proto.ReadResponse>("read", request);
    return {
      id: response.getId(),
      state: decode(response.getProperties()),
      inputs: decode(response.getInputs()),
    };
  }

  async update(
    type: string,
    id: string,
    state: Properties,
    news: Properties,
    ignored: string[] = [],
  ): Promise<Properties> {
    const request = new proto.UpdateRequest();
    request.setUrn(urnOf(type));
    request.setId(id);
    request.setOlds(encode(state));
    request.setNews(encode(await this.inputs(type, news)));
    request.setIgnorechangesList(ignored);
    return decode((await this.#call<proto.UpdateResponse>("update", request)).getProperties());
  }

  async delete(type: string, id: string, state: Properties): Promise<void> {
    const request = new proto.DeleteRequest();
    request.setUrn(urnOf(type));
    request.setId(id);
    request.setProperties(encode(state));
    await this.#call("delete", request);
  }

  async invoke(token: string, args: Properties): Promise<Properties> {
    const request = new proto.InvokeRequest();
    request.setTok(token);
    request.setArgs(encode(args));
    return decode((await this.#call<proto.InvokeResponse>("invoke", request)).getReturn());
  }

  async schema(): Promise<string> {
    return (await this.#call<proto.GetSchemaResponse>("getSchema", new proto.GetSchemaRequest())).getSchema();
  }

  async cancelOverWire(): Promise<void> {
    await this.#call("cancel", new Empty());
  }

  #call<Response>(method: keyof ResourceProviderClient, request: unknown): Promise<Response> {
    const call = this.#client[method].bind(this.#client) as unknown as Method;
    return new Promise((resolve, reject) => {
      call(request, (error, response) => {
        if (error === null) resolve(response);
        else reject(error);
      });
    });
  }
}

/** The types of keys, by their short names. */
export const types = {
  key: "aws:kms/key:Key",
  replica: "aws:kms/replicaKey:ReplicaKey",
  alias: "aws:kms/alias:Alias",
} as const;

/** What the engine keeps of a failure. */
export function keptBy(error: unknown): Kept | undefined {
  const [bytes] = (error as ServiceError).metadata.get("grpc-status-details-bin");
  if (!Buffer.isBuffer(bytes)) return undefined;
  const [detail] = Status.deserializeBinary(bytes).getDetailsList();
  const failed = proto.ErrorResourceInitFailed.deserializeBinary(detail!.getValue_asU8());
  return { id: failed.getId(), state: decode(failed.getProperties()), reasons: failed.getReasonsList() };
}

function urnOf(type: string, name = "r"): string {
  return `urn:pulumi:dev::project::parent:type:Component$${type}::${name}`;
}
