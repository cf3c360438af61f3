import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { badGateway, endToEnd, hasBody, type Upstream } from "./upstream";

/**
 * Hands a request to LocalEmu and its answer to the client, both as they come: nothing is read, and no body is held
 * in memory.
 * @param check decides, by the headers of a good answer, whether the client gets it; throws where not
 * @throws AwsError (502) where LocalEmu gave no answer
 */
export async function passThrough(
  request: IncomingMessage,
  response: ServerResponse,
  upstream: Upstream,
  check: (headers: IncomingHttpHeaders) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  let outgoing: ClientRequest | undefined;
  response.on("close", () => {
    if (!response.writableFinished) outgoing?.destroy();
  });
  const attempt = (isRetry: boolean) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const { method = "GET", url = "/", headers } = request;
      const sending = upstream.open({ method, url, headers }, { fresh: isRetry || hasBody(headers) });
      outgoing = sending;
      sending.on("response", resolve).on("error", (error: NodeJS.ErrnoException) => {
        // LocalEmu closed a kept connection in the very moment of its use: it never read that request.
        if (sending.reusedSocket && error.code === "ECONNRESET") resolve(attempt(true));
        else reject(badGateway(upstream.address, error));
      });
      if (hasBody(headers)) {
        // LocalEmu may answer before it has read the whole body: then the answer is what counts.
        pipeline(request, sending).catch(() => undefined);
      } else {
        sending.end();
      }
    });
  const incoming = await attempt(false);
  if ((incoming.statusCode ?? 502) < 300) {
    try {
      await check(incoming.headers);
    } catch (error) {
      incoming.destroy();
      throw error;
    }
  }
  response.writeHead(incoming.statusCode ?? 502, endToEnd(incoming.headersDistinct));
  await pipeline(incoming, response);
}
