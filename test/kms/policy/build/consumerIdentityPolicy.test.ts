import assert from "node:assert/strict";
import { consumerIdentityPolicy } from "../../../../kms/policy/build/consumerIdentityPolicy";

const keys = {
  "us-east-1": "arn:aws:kms:us-east-1:111111111111:key/mrk-1",
  "eu-central-1": "arn:aws:kms:eu-central-1:111111111111:key/mrk-1",
};

describe("consumerIdentityPolicy", () => {
  it("names the very keys", () => {
    const share = { principals: ["222222222222"], capabilities: ["decrypt", "describe"] as const };
    assert.deepEqual(consumerIdentityPolicy(share, keys), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "UseSharedKey",
          Effect: "Allow",
          Action: ["kms:Decrypt", "kms:DescribeKey", "kms:ReEncryptFrom"],
          Resource: [keys["eu-central-1"], keys["us-east-1"]],
        },
      ],
    });
  });

  it("narrows the use as the key policy does, Region by Region", () => {
    const share = {
      principals: ["222222222222"],
      capabilities: ["decrypt"] as const,
      viaServices: ["s3"],
      encryptionContext: { app: "orders" },
      grantsForServices: true,
    };
    const { Statement } = consumerIdentityPolicy(share, keys);
    assert.deepEqual(
      Statement.map(({ Sid, Resource, Condition }) => [Sid, Resource, Condition?.StringEquals]),
      [
        [
          "UseSharedKeyeucentral1",
          keys["eu-central-1"],
          { "kms:EncryptionContext:app": "orders", "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
        ],
        [
          "GrantSharedKeyeucentral1",
          keys["eu-central-1"],
          { "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
        ],
        [
          "UseSharedKeyuseast1",
          keys["us-east-1"],
          { "kms:EncryptionContext:app": "orders", "kms:ViaService": "s3.us-east-1.amazonaws.com" },
        ],
        ["GrantSharedKeyuseast1", keys["us-east-1"], { "kms:ViaService": "s3.us-east-1.amazonaws.com" }],
      ],
    );
  });
});
