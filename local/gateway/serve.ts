import type { IncomingMessage, ServerResponse } from "node:http";
import { accountOf } from "./account";
import type { Authorization } from "./authorization/authorization";
import { answerSts } from "./authorization/sts";
import type { JsonObject } from "./awsError";
import { isCallMend, isErrorMend, mendsFor, type Mend } from "./mend";
import { callMended } from "./mendedCall";
import { mendError } from "./mendedError";
import { passThrough } from "./passThrough";
import { jsonAnswer, parseJson, type Answer } from "./protocol";
import { parseHead, queryOperation, type RequestHead } from "./request";
import { readBody, type Upstream, type UpstreamRequest } from "./upstream";

/** What stands between clients and LocalEmu. */
export interface Site {
  readonly upstream: Upstream;
  readonly mends: readonly Mend[];
  /** Left out, nothing is refused for want of permission. */
  readonly authorization: Authorization | undefined;
}

/**
 * Serves a request as AWS would. What neither a mend nor a permission is about passes through as a stream, unread.
 * @throws AwsError where it is refused
 */
export async function serve(request: IncomingMessage, response: ServerResponse, site: Site): Promise<void> {
  const { method = "GET", url = "/", headers } = request;
  const { upstream, mends, authorization } = site;
  if (url === "/_gateway/health") {
    const names = mends.map(({ name }) => name);
    const health = { status: "running", upstream: upstream.address, mends: names };
    reply(response, jsonAnswer({ ...health, authorizes: authorization !== undefined }, "application/json"));
    return;
  }
  const head = parseHead(headers, url);
  const { protocol, service = "", operation = "", region = "us-east-1", accessKeyId } = head;
  const line = { method, url, headers };
  if (
    protocol === "json" &&
    (service === "kms" || mendsFor(mends.filter(isCallMend), service, operation).length > 0)
  ) {
    reply(response, jsonAnswer(await serveJson(head, line, await readBody(request), request, site)));
    return;
  }
  if (authorization !== undefined && accessKeyId !== undefined) {
    if (service === "s3") {
      const origin = { accessKeyId, region, ...clientOf(request) };
      await authorization.runS3(line, origin, (check) => passThrough(request, response, upstream, check));
      return;
    }
    if (protocol === "query" && (service === "iam" || service === "sts")) {
      reply(
        response,
        await serveIdentity(accessKeyId, line, await readBody(request), upstream, authorization),
      );
      return;
    }
  }
  const errorMends = mends.filter(isErrorMend).filter((mend) => mend.service === service);
  if (errorMends.length === 0) {
    await passThrough(request, response, upstream);
    return;
  }
  const body = await readBody(request);
  const name = protocol === "query" ? (queryOperation(body) ?? operation) : operation;
  const answer = await upstream.send(line, body);
  reply(response, mendError(answer, mendsFor(errorMends, service, name), protocol));
}

/** Sends an answer that is whole. */
export function reply(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers).end(body);
}

function serveJson(
  { service = "", operation = "", region = "us-east-1", accessKeyId = "" }: RequestHead,
  line: UpstreamRequest,
  body: Buffer,
  request: IncomingMessage,
  { upstream, mends, authorization }: Site,
): Promise<JsonObject> {
  const call = { service, operation, region, account: accountOf(accessKeyId), line, body };
  const run = () => callMended(call, mends.filter(isCallMend), upstream);
  if (authorization === undefined || service !== "kms") return run();
  const origin = { accessKeyId, region, ...clientOf(request) };
  return authorization.runKms(operation, parseJson(body), origin, run);
}

/** IAM and STS: who callers are, and what they may do. */
async function serveIdentity(
  accessKeyId: string,
  line: UpstreamRequest,
  body: Buffer,
  upstream: Upstream,
  authorization: Authorization,
): Promise<Answer> {
  const parameters = new URLSearchParams(body.toString("utf8"));
  const answered = await answerSts(parameters, accessKeyId, authorization.callers);
  if (answered !== undefined) return answered;
  try {
    return await upstream.send(line, body);
  } finally {
    authorization.ranIam(parameters.get("Action") ?? "", accountOf(accessKeyId));
  }
}

function clientOf({ socket, headers }: IncomingMessage) {
  return { address: socket.remoteAddress, userAgent: headers["user-agent"] };
}
