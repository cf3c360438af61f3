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

/** AWS's answer to a request of the query protocol that went well. */
export function xmlAnswer(document: string): Answer {
  return answer(200, "text/xml", document);
}

/** A refusal as a client of the protocol reads it. */
export function errorAnswer({ code, message, status, queryCode }: AwsError, protocol: Protocol): Answer {
  const type = status < 500 ? "Sender" : "Receiver";
  // https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait
  const compatible = { "x-amzn-query-error": `${queryCode};${type}` };
  switch (protocol) {
    case "json":
      return answer(status, "application/x-amz-json-1.1", JSON.stringify({ __type: code, message }), {
        "x-amzn-errortype": code,
        ...(queryCode === code ? {} : compatible),
      });
    case "cbor":
      return answer(status, "application/cbor", cborStrings({ __type: code, message }), {
        "smithy-protocol": "rpc-v2-cbor",
        ...compatible,
      });
    default: {
      const error = `<Error><Type>${type}</Type><Code>${xml(queryCode)}</Code><Message>${xml(message)}</Message></Error>`;
      // Of the REST services S3 is the one whose errors are XML, and it has no envelope.
      return answer(
        status,
        "text/xml",
        protocol === "rest" ? error : `<ErrorResponse>${error}</ErrorResponse>`,
      );
    }
  }
}

/** A map of texts in CBOR. https://www.rfc-editor.org/rfc/rfc8949#section-3 */
function cborStrings(fields: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(fields);
  return Buffer.concat([Buffer.from([0xa0 + entries.length]), ...entries.flat().map(cborString)]);
}

function cborString(text: string): Buffer {
  const bytes = Buffer.from(text);
  const head = Buffer.alloc(3);
  // A text string (major type 3) whose length follows in two bytes.
  head[0] = 0x79;
  head.writeUInt16BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

/** What LocalEmu refused a request of the JSON protocol with. */
export function parseJsonError({ status, body }: Answer): AwsError {
  let fields: JsonObject;
  try {
    fields = parseJson(body);
  } catch {
    // LocalEmu fell over before it came to AWS's ways.
    return new AwsError("InternalFailure", body.toString("utf8"), status);
  }
  const { __type: type, message, Message = message } = fields;
  // Some services put a namespace before the code: com.amazonaws.kms#NotFoundException
  const code = typeof type === "string" ? type.slice(type.indexOf("#") + 1) : "InternalFailure";
  return new AwsError(code, typeof Message === "string" ? Message : "", status);
}

function answer(
  status: number,
  contentType: string,
  content: string | Buffer,
  headers: OutgoingHttpHeaders = {},
): Answer {
  const body = typeof content === "string" ? Buffer.from(content) : content;
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
