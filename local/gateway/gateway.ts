import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { accountOf } from "./account";
import { AwsError } from "./awsError";
import { Faults } from "./faults/faults";
import { withFaults } from "./faults/injectFaults";
import { isCallMend, isErrorMend, mendsFor, type Mend } from "./mend";
import { callMended } from "./mendedCall";
import { mendError } from "./mendedError";
import { createMends } from "./mends";
import { passThrough } from "./passThrough";
import { errorAnswer, jsonAnswer, type Answer } from "./protocol";
import { parseHead, queryOperation } from "./request";
import { connectUpstream, readBody, type Upstream } from "./upstream";

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
  /** What goes wrong on purpose; nothing until a client asks for it where left out. */
  readonly faults?: Faults;
}

/** Longer than clients keep an unused connection, so that they close it, never we in the moment of its use. */
const keepAliveMilliseconds = 120_000;
const closeGraceMilliseconds = 5_000;

/**
 * Starts the HTTP proxy before LocalEmu that makes it behave as AWS does. What no mend is about passes through as a
 * stream, unread.
 * @throws where the port is taken
 */
export async function startGateway({
  port,
  upstream: address,
  faults = new Faults(),
}: GatewayOptions): Promise<Gateway> {
  const upstream = connectUpstream(address);
  const mends = createMends();
  const underWay = new Set<ServerResponse>();
  const serve = withFaults(faults, (request, response) => {
    handle(request, response, upstream, mends).catch((error: unknown) => {
      refuse(request, response, error);
    });
  });
  const server = createServer((request, response) => {
    underWay.add(response);
    response.on("close", () => underWay.delete(response));
    serve(request, response);
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

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  upstream: Upstream,
  mends: readonly Mend[],
): Promise<void> {
  const { method = "GET", url = "/", headers } = request;
  if (url === "/_gateway/health") {
    const names = mends.map(({ name }) => name);
    reply(
      response,
      jsonAnswer({ status: "running", upstream: upstream.address, mends: names }, "application/json"),
    );
    return;
  }
  const head = parseHead(headers, url);
  const { protocol, service = "", operation = "", region = "us-east-1", accessKeyId = "" } = head;
  const callMends = mends.filter(isCallMend);
  if (protocol === "json" && mendsFor(callMends, service, operation).length > 0) {
    const body = await readBody(request);
    const account = accountOf(accessKeyId);
    const call = { service, operation, region, account, line: { method, url, headers }, body };
    reply(response, jsonAnswer(await callMended(call, callMends, upstream)));
    return;
  }
  const errorMends = mends.filter(isErrorMend).filter((mend) => mend.service === service);
  if (errorMends.length === 0) {
    await passThrough(request, response, upstream);
    return;
  }
  const body = await readBody(request);
  const name = protocol === "query" ? (queryOperation(body) ?? operation) : operation;
  const answer = await upstream.send({ method, url, headers }, body);
  reply(response, mendError(answer, mendsFor(errorMends, service, name), protocol));
}

function reply(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers).end(body);
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
