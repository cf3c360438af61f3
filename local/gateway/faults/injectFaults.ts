import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { AwsError } from "../awsError";
import { errorAnswer, jsonAnswer, type Answer } from "../protocol";
import { parseHead, type RequestHead } from "../request";
import { readBody } from "../upstream";
import { readFaultSettings } from "./faultSettings";
import type { Faults } from "./faults";

/** Where faults are set (PUT), seen (GET) and taken back (DELETE). */
export const FAULTS_PATH = "/_kms-foundation/faults";

/**
 * Puts faults before a server: what they let through reaches it unread and late by their latency.
 * @param faults which may change at any time through {@link FAULTS_PATH}
 */
export function withFaults(faults: Faults, serve: RequestListener): RequestListener {
  return (request, response) => {
    injectFaults(faults, request, response).then(
      (isDone) => {
        if (!isDone) serve(request, response);
      },
      (error: unknown) => {
        const refusal =
          error instanceof AwsError ? error : new AwsError("InternalFailure", String(error), 500);
        reply(request, response, errorAnswer(refusal, "json"));
      },
    );
  };
}

/** Returns whether the request is dealt with, and so must not be served. */
async function injectFaults(
  faults: Faults,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { url = "/", headers } = request;
  if (url === FAULTS_PATH) {
    reply(request, response, await control(faults, request));
    return true;
  }
  // The instance's own questions, such as whether it is healthy, are no requests to AWS.
  if (url.startsWith("/_")) return false;
  const head = parseHead(headers, url);
  const { fault, latencyMilliseconds } = faults.decide(head);
  if (latencyMilliseconds > 0) await wait(latencyMilliseconds);
  switch (fault) {
    case "none":
      return false;
    case "throttling":
      reply(request, response, errorAnswer(throttling(head), head.protocol));
      return true;
    case "error":
      reply(request, response, errorAnswer(internalError(head), head.protocol));
      return true;
    case "reset":
      request.socket.resetAndDestroy();
      return true;
    case "timeout":
      request.resume();
      // A timer must not keep a gateway that was closed.
      setTimeout(() => request.socket.destroy(), faults.state.settings.timeoutMilliseconds).unref();
      return true;
  }
}

async function control(faults: Faults, request: IncomingMessage): Promise<Answer> {
  switch (request.method) {
    case "GET":
      break;
    case "PUT":
      faults.set(readFaultSettings((await readBody(request)).toString("utf8")));
      break;
    case "DELETE":
      faults.set(readFaultSettings("{}"));
      break;
    default:
      throw new AwsError("UnsupportedOperation", `${FAULTS_PATH} knows GET, PUT and DELETE`, 405);
  }
  return jsonAnswer({ ...faults.state }, "application/json");
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/throttling.html */
function throttling({ service, protocol }: RequestHead): AwsError {
  if (protocol === "rest" && service === "s3")
    return new AwsError("SlowDown", "Please reduce your request rate.", 503);
  const message =
    service === "kms"
      ? "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls."
      : "Rate exceeded";
  return new AwsError(protocol === "query" ? "Throttling" : "ThrottlingException", message);
}

function internalError({ service, protocol }: RequestHead): AwsError {
  const message = "The gateway was asked to fail this request.";
  if (protocol === "rest") return new AwsError("InternalError", message, 500);
  return new AwsError(service === "kms" ? "KMSInternalException" : "InternalFailure", message, 500);
}

function reply(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers).end(body);
  request.resume();
}
