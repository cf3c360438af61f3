import assert from "node:assert/strict";
import { dataBucketPolicy } from "../../components/sharing/bucketAccess";
import type { RequestContext } from "../../kms/policy/evaluate/request";
import { outcomeOf } from "../../kms/policy/evaluate/statements";
import { lookupIn, type Request } from "../../kms/policy/evaluate/request";
import { keyPolicyFromJson } from "../../kms/policy/parse";

const bucket = "arn:aws:s3:::test-reports-us-east-1";
const key = "arn:aws:kms:us-east-1:111111111111:key/mrk-1";
const [reader, writer, other] = ["Reader", "Writer", "Other"].map(
  (name) => `arn:aws:iam::222222222222:role/${name}`,
);
const document = dataBucketPolicy(bucket, key, { readers: [reader!], writers: [writer!] }, "us-east-1");

/** The bucket policy's own verdict; the caller's IAM policies are taken to allow everything. */
function verdict(principal: string, action: string, object: string, context: RequestContext = {}): string {
  const request: Request = {
    principalType: "AWS",
    principal,
    action,
    resource: `${bucket}${object}`,
    context: { "aws:SecureTransport": "true", ...context },
  };
  const { statements, version } = keyPolicyFromJson(document);
  const applying = statements.filter(
    (statement) =>
      (statement.actions ?? []).some((pattern) => pattern === action || pattern === "s3:*") &&
      (statement.resources ?? []).some((arn) => covers(arn, request.resource)) &&
      outcomeOf({ ...statement, actions: ["*"], resources: ["*"] }, version, request, lookupIn(request))
        .applies,
  );
  if (applying.some(({ effect }) => effect === "Deny")) return "denied";
  return applying.length > 0 ? "allowed" : "not allowed";
}

const covers = (pattern: string, arn: string) =>
  pattern.endsWith("/*") ? arn.startsWith(pattern.slice(0, -1)) : arn === pattern;

const sse = (algorithm: string, keyId?: string): RequestContext => ({
  "s3:x-amz-server-side-encryption": algorithm,
  ...(keyId !== undefined && { "s3:x-amz-server-side-encryption-aws-kms-key-id": keyId }),
});

const cases: [string, string, string][] = [
  ["a reader reads an object", verdict(reader!, "s3:GetObject", "/a"), "allowed"],
  ["a reader reads an old version", verdict(reader!, "s3:GetObjectVersion", "/a"), "allowed"],
  ["a reader lists the bucket", verdict(reader!, "s3:ListBucket", ""), "allowed"],
  ["a reader writes", verdict(reader!, "s3:PutObject", "/a"), "not allowed"],
  ["a writer reads", verdict(writer!, "s3:GetObject", "/a"), "not allowed"],
  ["a writer deletes", verdict(writer!, "s3:DeleteObject", "/a"), "not allowed"],
  ["another role of the account reads", verdict(other!, "s3:GetObject", "/a"), "not allowed"],
  [
    "a reader reads over plain HTTP",
    verdict(reader!, "s3:GetObject", "/a", { "aws:SecureTransport": "false" }),
    "denied",
  ],
  [
    "a writer says nothing of encryption, so the default counts",
    verdict(writer!, "s3:PutObject", "/a"),
    "allowed",
  ],
  ["a writer names this key", verdict(writer!, "s3:PutObject", "/a", sse("aws:kms", key)), "allowed"],
  [
    "a writer names another key",
    verdict(writer!, "s3:PutObject", "/a", sse("aws:kms", key.replace("mrk-1", "mrk-2"))),
    "denied",
  ],
  [
    "a writer names this key's replica in another Region",
    verdict(writer!, "s3:PutObject", "/a", sse("aws:kms", key.replace("us-east-1", "eu-west-1"))),
    "denied",
  ],
  [
    "a writer asks for KMS without a key, which is AWS's own",
    verdict(writer!, "s3:PutObject", "/a", sse("aws:kms")),
    "denied",
  ],
  ["a writer asks for S3's own keys", verdict(writer!, "s3:PutObject", "/a", sse("AES256")), "denied"],
  [
    "a writer asks for two layers",
    verdict(writer!, "s3:PutObject", "/a", sse("aws:kms:dsse", key)),
    "denied",
  ],
  [
    "a writer brings a key of its own",
    verdict(writer!, "s3:PutObject", "/a", {
      "s3:x-amz-server-side-encryption-customer-algorithm": "AES256",
    }),
    "denied",
  ],
];

describe("the policy of a shared bucket", () => {
  for (const [what, found, wanted] of cases) {
    it(`${wanted}: ${what}`, () => {
      assert.equal(found, wanted);
    });
  }
});
