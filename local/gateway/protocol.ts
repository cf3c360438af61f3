import { randomUUID } from "node:crypto";
import type { OutgoingHttpHeaders } from "node:http";
import { AwsError, type JsonObject } from "./awsError";
import type { Protocol } from "./request";

/** An HTTP answer that is held in memory. */
export interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** Reads a JSON message; an empty one is an empty object. Throws AWS's `SerializationException`. */
export function parseJson(body: Buffer): JsonObject {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw new AwsError("SerializationException", `the body is not JSON: ${String(error)}`);
  }
  if (isJsonObject(value)) return value;
  throw new AwsError("SerializationException", "the body is not a JSON object");
}

/** Whether a value is a JSON object (no array, no null). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** AWS's answer to a request of the JSON protocol that went well. */
export function jsonAnswer(output: JsonObject, contentType = "application/x-amz-json-1.1"): Answer {
  return answer(200, contentType, JSON.stringify(output));
}

/** A refusal as a client of the protocol reads it. */
export function errorAnswer({ code, message, status }: AwsError, protocol: Protocol): Answer {
  if (protocol === "json") {
    const body = JSON.stringify({ __type: code, message });
    return answer(status, "application/x-amz-json-1.1", body, { "x-amzn-errortype": code });
  }
  const type = status < 500 ? "Sender" : "Receiver";
  const error = `<Error><Type>${type}</Type><Code>${xml(code)}</Code><Message>${xml(message)}</Message></Error>`;
  return answer(
    status,
    "text/xml",
    `<ErrorResponse>${error}<RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  );
}

/** What AWS refused a request of the JSON protocol with. */
export function parseJsonError({ status, body }: Answer): AwsError {
  const { __type: type, message, Message = message } = parseJson(body);
  // Some services put a namespace before the code: com.amazonaws.kms#NotFoundException
  const code = typeof type === "string" ? type.slice(type.indexOf("#") + 1) : "InternalFailure";
  return new AwsError(code, typeof Message === "string" ? Message : "", status);
}

function answer(
  status: number,
  contentType: string,
  text: string,
  headers: OutgoingHttpHeaders = {},
): Answer {
  const body = Buffer.from(text);
  return {
    status,
    headers: {
      "content-type": contentType,
      "content-length": body.length,
      "x-amzn-requestid": randomUUID(),
      ...headers,
    },
    body,
  };
}

function xml(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
