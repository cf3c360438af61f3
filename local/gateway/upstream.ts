import {
  Agent,
  request as httpRequest,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from "node:http";
import { AwsError } from "./awsError";
import type { Answer } from "./protocol";

/** Names of headers that speak of one connection, not of the message. https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const hopByHop = new Set(
  "connection keep-alive proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade expect".split(
    " ",
  ),
);

/** What is sent to LocalEmu. */
export interface UpstreamRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** LocalEmu, as the gateway talks to it. */
export interface Upstream {
  /** Such as `http://127.0.0.1:4566`. */
  readonly address: string;
  /**
   * Opens a request whose body the caller writes, however long it is.
   * @param connection `fresh` for a body that could not be sent twice: LocalEmu may just be closing a kept connection
   */
  open(request: UpstreamRequest, connection: { readonly fresh: boolean }): ClientRequest;
  /** Sends a request with its whole body and reads the whole answer. Throws where LocalEmu cannot be reached. */
  send(request: UpstreamRequest, body: Buffer): Promise<Answer>;
  close(): void;
}

/** LocalEmu answers one request at a time, and starts a thread for each that waits: hundreds of them bring it to a stop. */
const MOST_AT_ONCE = 64;

/**
 * Connects to LocalEmu, with connections kept open between requests.
 * @param address such as `http://127.0.0.1:4566`
 */
export function connectUpstream(address: string): Upstream {
  const { hostname, port, origin } = new URL(address);
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_AT_ONCE, maxFreeSockets: MOST_AT_ONCE });
  const open = ({ method, url, headers }: UpstreamRequest, { fresh }: { readonly fresh: boolean }) =>
    httpRequest({
      agent: fresh ? false : agent,
      hostname,
      port,
      method,
      path: url,
      headers: endToEnd(headers),
    });
  return {
    address: origin,
    open,
    send: async (request, body) => {
      const headers = { ...request.headers, "content-length": String(body.length) };
      try {
        return await send((connection) => open({ ...request, headers }, connection), body);
      } catch (error) {
        throw badGateway(origin, error as Error);
      }
    },
    close: () => {
      agent.destroy();
    },
  };
}

/** LocalEmu could not be reached, or broke off. */
export function badGateway(upstream: string, error: Error): AwsError {
  const reason = error.message === "" ? String(error) : error.message;
  return new AwsError("BadGateway", `the gateway got no answer from LocalEmu at ${upstream}: ${reason}`, 502);
}

/** Headers without those that speak of one connection. */
export function endToEnd(headers: NodeJS.Dict<string | string[]>): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name)));
}

/** Reads a message's body to its end. */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function send(
  open: (connection: { readonly fresh: boolean }) => ClientRequest,
  body: Buffer,
  fresh = false,
): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    const request = open({ fresh });
    request.on("error", (error: NodeJS.ErrnoException) => {
      // LocalEmu closed a kept connection in the very moment of its use: it never read that request.
      if (request.reusedSocket && error.code === "ECONNRESET") resolve(send(open, body, true));
      else reject(error);
    });
    request.on("response", (response) => {
      const answered = readBody(response).then((answer) => ({
        status: response.statusCode ?? 502,
        headers: { ...endToEnd(response.headers), "content-length": answer.length },
        body: answer,
      }));
      answered.then(resolve, reject);
    });
    request.end(body);
  });
}

/** Whether a message with such headers has a body. */
export function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}
