import type { IncomingHttpHeaders } from "node:http";

/** How a client wrote its request, and so how it expects its answer. https://smithy.io/2.0/aws/protocols/index.html */
export type Protocol = "json" | "query" | "cbor" | "rest";

/** What an AWS request says about itself before its body is read. */
export interface RequestHead {
  readonly protocol: Protocol;
  /** The name that the request is signed for, such as `kms` or `monitoring`. Undefined for unsigned requests. */
  readonly service: string | undefined;
  readonly accessKeyId: string | undefined;
  /** Region of the signature, such as `eu-west-1`. */
  readonly region: string | undefined;
  /** Such as `ReplicateKey`. Undefined where only the body (query) or the URL's meaning (REST) would tell. */
  readonly operation: string | undefined;
}

/**
 * Reads what kind of AWS request this is.
 * @param headers with lower-case names
 * @param url path and query
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 */
export function parseHead(headers: IncomingHttpHeaders, url: string): RequestHead {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const credential = credentialScope(headers.authorization, searchParams.get("X-Amz-Credential"));
  return { ...credential, ...protocolOf(headers, pathname, searchParams) };
}

/** The `Action` of a request of the query protocol. */
export function queryOperation(body: Buffer): string | undefined {
  return new URLSearchParams(body.toString("utf8")).get("Action") ?? undefined;
}

/**
 * The same headers, signed (as far as LocalEmu looks: the scope, not the signature) for another Region.
 * @param account signs as this account (12 digits) instead of the caller
 * @param service signs for this service instead of the one that was asked
 */
export function signedFor(
  headers: IncomingHttpHeaders,
  region: string,
  account?: string,
  service?: string,
): IncomingHttpHeaders {
  const authorization = headers.authorization?.replace(
    /Credential=([^/]+)\/(\d{8})\/[^/]+\/([^/]+)/,
    (_, caller: string, date: string, asked: string) =>
      `Credential=${account ?? caller}/${date}/${region}/${service ?? asked}`,
  );
  return authorization === undefined ? headers : { ...headers, authorization };
}

function protocolOf(
  headers: IncomingHttpHeaders,
  pathname: string,
  query: URLSearchParams,
): Pick<RequestHead, "protocol" | "operation"> {
  const target = headers["x-amz-target"];
  if (typeof target === "string") {
    return { protocol: "json", operation: target.slice(target.lastIndexOf(".") + 1) };
  }
  // https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
  const rpc = /^\/service\/[^/]+\/operation\/([^/]+)$/.exec(pathname);
  if (rpc && headers["smithy-protocol"] === "rpc-v2-cbor") return { protocol: "cbor", operation: rpc[1] };
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true) {
    return { protocol: "query", operation: undefined };
  }
  const action = query.get("Action");
  return action === null
    ? { protocol: "rest", operation: undefined }
    : { protocol: "query", operation: action };
}

function credentialScope(
  authorization: string | undefined,
  presigned: string | null,
): Pick<RequestHead, "accessKeyId" | "region" | "service"> {
  const credential = presigned ?? /Credential=([^,\s]+)/.exec(authorization ?? "")?.[1];
  // <access key id>/<date>/<Region>/<service>/aws4_request
  const [accessKeyId, , region, service] = credential?.split("/") ?? [];
  return { accessKeyId, region, service };
}
