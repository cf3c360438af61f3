/** An object of a bucket. */
export interface S3Object {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

/** Operations that access is decided for; `Other` are settings of buckets, and what is rare. */
export type S3Operation =
  | "AbortMultipartUpload"
  | "CopyObject"
  | "CreateBucket"
  | "CreateMultipartUpload"
  | "DeleteObject"
  | "GetObject"
  | "HeadObject"
  | "ListObjects"
  | "Other"
  | "PutObject"
  | "UploadPart"
  | "UploadPartCopy";

/** What is asked of S3, as far as access to objects goes. */
export interface S3Request {
  readonly operation: S3Operation;
  readonly bucket: string;
  /** Unset where the bucket itself is asked about. */
  readonly object?: S3Object;
  /** What is copied. */
  readonly source?: S3Object;
}

/** Query parameters that do not lead to another operation. */
const ofObjects = /^(versionId|partNumber|uploadId|uploads|x-id|response-.*|x-amz-.*)$/i;
const ofLists =
  /^(list-type|prefix|delimiter|max-keys|marker|continuation-token|start-after|fetch-owner|encoding-type|x-id|x-amz-.*)$/i;

/**
 * Reads what a request asks of S3, path-style or virtual-hosted.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 * @param url path and query
 * @param headers of the request: `host` and `x-amz-copy-source` count
 * @returns undefined where it is about no bucket
 */
export function parseS3Request(
  method: string,
  url: string,
  { host = "", ...headers }: Readonly<{ host?: string | undefined; "x-amz-copy-source"?: unknown }>,
): S3Request | undefined {
  const { pathname, searchParams: query } = new URL(url, "http://localhost");
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
  const hosted = /^(.+?)\.(?:s3[.-].+|localhost)(?::\d+)?$/.exec(host)?.[1];
  const [bucket = "", ...rest] = (hosted === undefined ? pathname.slice(1) : hosted + pathname).split("/");
  if (bucket === "" || bucket.startsWith("_")) return undefined;
  const key = decodeURIComponent(rest.join("/"));
  const names = [...query.keys()];
  if (key === "") return { bucket, operation: bucketOperation(method, names) };
  if (!names.every((name) => ofObjects.test(name))) return { bucket, operation: "Other" };
  const versionId = query.get("versionId");
  const object = { bucket, key, ...(versionId !== null && { versionId }) };
  const source = copySource(headers["x-amz-copy-source"]);
  switch (method) {
    case "GET":
      // With an upload id it lists parts.
      return query.has("uploadId")
        ? { bucket, operation: "Other" }
        : { bucket, object, operation: "GetObject" };
    case "HEAD":
      return { bucket, object, operation: "HeadObject" };
    case "PUT": {
      const isPart = query.has("uploadId");
      if (source !== undefined) {
        return { bucket, object, source, operation: isPart ? "UploadPartCopy" : "CopyObject" };
      }
      return { bucket, object, operation: isPart ? "UploadPart" : "PutObject" };
    }
    case "POST":
      return { bucket, object, operation: query.has("uploads") ? "CreateMultipartUpload" : "UploadPart" };
    case "DELETE": {
      const operation = query.has("uploadId") ? "AbortMultipartUpload" : "DeleteObject";
      return { bucket, object, operation };
    }
    default:
      return { bucket, operation: "Other" };
  }
}

function bucketOperation(method: string, names: readonly string[]): S3Operation {
  if (method === "GET" && names.every((name) => ofLists.test(name))) return "ListObjects";
  return method === "PUT" && names.every((name) => name === "x-id") ? "CreateBucket" : "Other";
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html#API_CopyObject_RequestSyntax */
function copySource(header: unknown): S3Object | undefined {
  if (typeof header !== "string") return undefined;
  const [path = "", query = ""] = header.replace(/^\//, "").split("?");
  const [bucket = "", ...key] = decodeURIComponent(path).split("/");
  const versionId = new URLSearchParams(query).get("versionId");
  return { bucket, key: key.join("/"), ...(versionId !== null && { versionId }) };
}
