import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { Authorization } from "./authorization/authorization";
import { AwsError } from "./awsError";
import { Faults } from "./faults/faults";
import { withFaults } from "./faults/injectFaults";
import { KeyMemory } from "./kms/keyMemory";
import { isCallMend } from "./mend";
import { askKmsOf } from "./mendedCall";
import { createMends } from "./mends";
import { errorAnswer } from "./protocol";
import { parseHead } from "./request";
import { reply, serve, type Site } from "./serve";
import { connectUpstream } from "./upstream";

/** A running gateway. */
export interface Gateway {
  /** The port on 127.0.0.1 that it listens on. */
  readonly port: number;
  /** Takes no more connections and ends once the requests under way are answered, in 5 seconds at most. */
  close(): Promise<void>;
}

/** How to start a gateway. */
export interface GatewayOptions {
  /** The port to listen on, at 127.0.0.1 only; 0 takes a free one. */
  readonly port: number;
  /** Where LocalEmu listens, such as `http://127.0.0.1:4566`. */
  readonly upstream: string;
  /** Whether requests are refused that AWS would refuse for want of permission; they are where left out. */
  readonly authorizes?: boolean;
  /** What goes wrong on purpose; nothing until a client asks for it where left out. */
  readonly faults?: Faults;
}

/** Longer than clients keep an unused connection, so that they close it, never we in the moment of its use. */
const keepAliveMilliseconds = 120_000;
const closeGraceMilliseconds = 5_000;

/**
 * Starts the HTTP proxy before LocalEmu that makes it behave as AWS does.
 * @throws where the port is taken
 */
export async function startGateway({
  port,
  upstream: address,
  authorizes = true,
  faults = new Faults(),
}: GatewayOptions): Promise<Gateway> {
  const upstream = connectUpstream(address);
  const memory = new KeyMemory();
  const mends = createMends(memory);
  const askKms = askKmsOf(mends.filter(isCallMend), upstream);
  const authorization = authorizes ? new Authorization(upstream.address, askKms, memory) : undefined;
  const site: Site = { upstream, mends, authorization };
  const underWay = new Set<ServerResponse>();
  const faulty = withFaults(faults, (request, response) => {
    serve(request, response, site).catch((error: unknown) => {
      refuse(request, response, error);
    });
  });
  const server = createServer((request, response) => {
    underWay.add(response);
    response.on("close", () => underWay.delete(response));
    faulty(request, response);
  });
  server.keepAliveTimeout = keepAliveMilliseconds;
  // An upload may take as long as it takes.
  server.requestTimeout = 0;
  await listen(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      await close(server, underWay);
      upstream.close();
    },
  };
}

/** Says what went wrong; breaks off an answer that has begun, so that nobody takes it for whole. */
function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { protocol } = parseHead(request.headers, request.url ?? "/");
  const refusal =
    error instanceof AwsError ? error : new AwsError("InternalFailure", `the gateway: ${String(error)}`, 500);
  if (refusal !== error) console.error(error);
  reply(response, errorAnswer(refusal, protocol));
  request.resume();
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function close(server: Server, underWay: ReadonlySet<ServerResponse>): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const answered = Promise.all([...underWay].map((response) => once(response, "close")));
  const grace = new AbortController();
  await Promise.race([answered, setTimeout(closeGraceMilliseconds, undefined, grace)]);
  grace.abort();
  // Some never sent a request and some are kept for the next one: neither is worth waiting for.
  server.closeAllConnections();
  await closed;
}
