/**
 * Stands between the engine and a policy pack. The engine configures the stack over RPC once a pack serves, but the
 * SDK wants the stack's configuration in its environment before it starts: so this server takes the configuration,
 * then the pack is started. From then on only bytes pass, because a call for each resource is dear to answer twice:
 * the engine is asked to connect anew, and the new connection leads to the pack.
 */
import { connect, createServer, type Socket } from "node:net";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzerHandshakeResponse,
  AnalyzerStackConfigureRequest,
  AnalyzerStackConfigureResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { deferred } from "./deferred";
import { messageLimits, serve } from "./grpcServer";

/** A policy pack's place for the engine, before and after the pack itself serves. */
export interface PolicyProxy {
  /** TCP port on 127.0.0.1. */
  readonly port: number;
  /** The stack's configuration; undefined where the engine asks something else first (`pulumi policy publish`). */
  readonly configuration: Promise<AnalyzerStackConfigureRequest | undefined>;
  /** Passes everything on to the pack that serves at `port`, beginning with the stack's configuration. */
  attach(port: number): Promise<void>;
  /** Answers every waiting and further call with `reason`. */
  fail(reason: Error): void;
  close(): void;
}

type Forward = (path: string, request: Buffer) => Promise<Buffer>;

/** Serves on a free port of 127.0.0.1. */
export async function startPolicyProxy(): Promise<PolicyProxy> {
  const configuration = deferred<AnalyzerStackConfigureRequest | undefined>();
  const pack = deferred<Forward>();
  pack.promise.catch(() => undefined);
  let client: grpc.Client | undefined;

  const server = new grpc.Server(messageLimits);
  server.addService(untouched(AnalyzerService), {
    ...passOn(async (path, request) => {
      configuration.resolve(undefined);
      return (await pack.promise)(path, request);
    }),
    handshake: answering(new AnalyzerHandshakeResponse().serializeBinary()),
    configureStack: (call: Unary, callback: Reply) => {
      configuration.resolve(AnalyzerStackConfigureRequest.deserializeBinary(call.request));
      callback(null, Buffer.from(new AnalyzerStackConfigureResponse().serializeBinary()));
    },
  });
  let target = await serve(server);
  const front = await frontOf(() => target);

  return {
    port: front.port,
    configuration: configuration.promise,
    async attach(packPort) {
      client = new grpc.Client(`127.0.0.1:${packPort}`, grpc.credentials.createInsecure(), messageLimits);
      const forward = forwarderTo(client);
      const stack = await configuration.promise;
      if (stack !== undefined) await configurePack(forward, stack);
      target = packPort;
      pack.resolve(forward);
      // Lets the calls that came already end here, and tells the engine that others need another connection.
      server.tryShutdown(() => undefined);
    },
    fail(reason) {
      pack.reject(reason);
    },
    close() {
      client?.close();
      server.forceShutdown();
      front.close();
    },
  };
}

/** Listens on a free port of 127.0.0.1 and joins each connection to one to the port that is the target then. */
async function frontOf(target: () => number): Promise<{ readonly port: number; close(): void }> {
  const open = new Set<Socket>();
  // No delay: a small frame must not wait for the acknowledgement of the one before it.
  const server = createServer({ noDelay: true }, (socket) => {
    const other = connect({ port: target(), host: "127.0.0.1", noDelay: true });
    for (const [one, opposite] of [
      [socket, other],
      [other, socket],
    ] as const) {
      open.add(one);
      one.pipe(opposite);
      one.on("error", () => opposite.destroy());
      one.on("close", () => {
        open.delete(one);
        opposite.destroy();
      });
    }
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address === "object" && address !== null) resolve(address.port);
      else reject(new Error("a server on 127.0.0.1 has no port"));
    });
  });
  return {
    port,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

type Unary = grpc.ServerUnaryCall<Buffer, Buffer>;
type Reply = grpc.sendUnaryData<Buffer>;

const identity = (bytes: Buffer): Buffer => bytes;

/** The same methods, with messages left as the bytes they are. */
function untouched(service: grpc.ServiceDefinition): grpc.ServiceDefinition {
  return Object.fromEntries(
    Object.entries(service).map(([name, method]) => [
      name,
      {
        ...method,
        requestSerialize: identity,
        requestDeserialize: identity,
        responseSerialize: identity,
        responseDeserialize: identity,
      },
    ]),
  );
}

function passOn(forward: Forward): Record<string, grpc.handleUnaryCall<Buffer, Buffer>> {
  return Object.fromEntries(
    Object.entries(AnalyzerService as grpc.ServiceDefinition).map(([name, method]) => [
      name,
      (call: Unary, callback: Reply) => {
        forward(method.path, call.request).then(
          (response) => {
            callback(null, response);
          },
          (error: unknown) => {
            callback(error instanceof Error ? error : new Error(String(error)));
          },
        );
      },
    ]),
  );
}

function answering(response: Uint8Array): grpc.handleUnaryCall<Buffer, Buffer> {
  return (_call, callback) => {
    callback(null, Buffer.from(response));
  };
}

function forwarderTo(client: grpc.Client): Forward {
  return (path, request) =>
    new Promise((resolve, reject) => {
      client.makeUnaryRequest(path, identity, identity, request, (error, response) => {
        if (error !== null) reject(error);
        else resolve(response ?? Buffer.alloc(0));
      });
    });
}

async function configurePack(forward: Forward, stack: AnalyzerStackConfigureRequest): Promise<void> {
  try {
    await forward(AnalyzerService.configureStack.path, Buffer.from(stack.serializeBinary()));
  } catch (error) {
    // Packs on an older SDK take their configuration from the environment alone.
    if (!(error instanceof Error && "code" in error && error.code === grpc.status.UNIMPLEMENTED)) throw error;
  }
}
