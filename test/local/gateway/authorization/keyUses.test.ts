import assert from "node:assert/strict";
import { keyUses } from "../../../../local/gateway/authorization/kms/keyUses";
import { inputContext } from "../../../../local/gateway/authorization/kms/requestContext";
import { parseS3Request } from "../../../../local/gateway/authorization/s3/s3Request";

describe("what an operation of KMS needs", () => {
  const cases: [operation: string, input: Record<string, unknown>, needs: string[] | undefined][] = [
    ["Encrypt", { KeyId: "k" }, ["kms:Encrypt k"]],
    ["Encrypt", {}, undefined],
    [
      "Decrypt",
      { CiphertextBlob: Buffer.from(`mrk-${"0".repeat(32)}...`).toString("base64") },
      [`kms:Decrypt mrk-${"0".repeat(32)}`],
    ],
    ["Decrypt", { CiphertextBlob: "AAAA" }, undefined],
    ["ReEncrypt", { SourceKeyId: "a", DestinationKeyId: "b" }, ["kms:ReEncryptFrom a", "kms:ReEncryptTo b"]],
    [
      "CreateAlias",
      { AliasName: "alias/x", TargetKeyId: "k" },
      ["kms:CreateAlias alias/x", "kms:CreateAlias k"],
    ],
    [
      "UpdateAlias",
      { AliasName: "alias/x", TargetKeyId: "k" },
      ["kms:UpdateAlias alias/x", "kms:UpdateAlias alias/x", "kms:UpdateAlias k"],
    ],
    ["CreateKey", { Tags: [{ TagKey: "a", TagValue: "b" }] }, ["kms:CreateKey *", "kms:TagResource *"]],
    [
      "ReplicateKey",
      { KeyId: "k", ReplicaRegion: "eu-west-1" },
      ["kms:ReplicateKey k", "kms:CreateKey *@eu-west-1"],
    ],
    [
      "UpdatePrimaryRegion",
      { KeyId: "k", PrimaryRegion: "eu-west-1" },
      ["kms:UpdatePrimaryRegion k", "kms:UpdatePrimaryRegion k@eu-west-1"],
    ],
    ["ListKeys", {}, ["kms:ListKeys *"]],
    ["NoSuchThing", { KeyId: "k" }, undefined],
  ];
  for (const [operation, input, needs] of cases) {
    it(`${operation} ${JSON.stringify(input).slice(0, 60)}: ${needs?.join(", ") ?? "nothing that could be named"}`, () => {
      const told = keyUses({ operation, input })?.map(
        ({ action, keyId, resource, region }) =>
          `${action} ${keyId ?? resource ?? ""}${region === undefined ? "" : `@${region}`}`,
      );
      assert.deepEqual(told, needs);
    });
  }

  it("carries condition keys by what is asked", () => {
    assert.deepEqual(inputContext("GenerateDataKey", { KeySpec: "AES_256" }), {});
    assert.equal(inputContext("CreateKey", {})["kms:KeySpec"], "SYMMETRIC_DEFAULT");
    assert.deepEqual(
      inputContext("CreateGrant", {
        Operations: ["Decrypt"],
        GranteePrincipal: "arn:aws:iam::222222222222:role/app",
        Constraints: { EncryptionContextSubset: { app: "x" } },
      }),
      {
        "kms:GranteePrincipal": "arn:aws:iam::222222222222:role/app",
        "kms:GrantOperations": ["Decrypt"],
        "kms:GrantIsForAWSResource": "false",
        "kms:GrantConstraintType": "EncryptionContextSubset",
        "kms:EncryptionContext:app": "x",
        "kms:EncryptionContextKeys": ["app"],
      },
    );
  });
});

describe("what a request asks of S3", () => {
  const host = "127.0.0.1:4600";
  const cases: [method: string, url: string, headers: object, operation: string | undefined, key?: string][] =
    [
      ["GET", "/", { host }, undefined],
      ["GET", "/b?list-type=2&prefix=a", { host }, "ListObjects"],
      ["GET", "/b?policy", { host }, "Other"],
      ["PUT", "/b", { host }, "CreateBucket"],
      ["PUT", "/b/a%20b/c?x-id=PutObject", { host }, "PutObject", "a b/c"],
      ["PUT", "/a/b", { host: "b.s3.localhost.localstack.cloud:4566" }, "PutObject", "a/b"],
      ["GET", "/b/k?versionId=1", { host }, "GetObject", "k"],
      ["GET", "/b/k?acl", { host }, "Other"],
      ["GET", "/b/k?uploadId=1", { host }, "Other"],
      ["HEAD", "/b/k", { host }, "HeadObject", "k"],
      ["PUT", "/b/k", { host, "x-amz-copy-source": "/c/d%20e?versionId=1" }, "CopyObject", "k"],
      ["PUT", "/b/k?partNumber=1&uploadId=1", { host, "x-amz-copy-source": "c/d" }, "UploadPartCopy", "k"],
      ["POST", "/b/k?uploads", { host }, "CreateMultipartUpload", "k"],
      ["DELETE", "/b/k?uploadId=1", { host }, "AbortMultipartUpload", "k"],
    ];
  for (const [method, url, headers, operation, key] of cases) {
    it(`${method} ${url} ${JSON.stringify(headers)}: ${operation ?? "nothing of a bucket"}`, () => {
      const request = parseS3Request(method, url, headers);
      assert.deepEqual([request?.operation, request?.object?.key], [operation, key]);
    });
  }

  it("reads what is copied", () => {
    const { source } = parseS3Request("PUT", "/b/k", { "x-amz-copy-source": "/c/d%20e?versionId=1" }) ?? {};
    assert.deepEqual(source, { bucket: "c", key: "d e", versionId: "1" });
  });
});
