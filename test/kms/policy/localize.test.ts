import assert from "node:assert/strict";
import fc from "fast-check";
import { localizeKeyPolicy, localizeText } from "../../../kms/policy/localize";
import { keyPolicyFromJson } from "../../../kms/policy/parse";
import { toJsonPolicy } from "../../../kms/policy/toJson";

const toFrankfurt = { from: "us-east-1", to: "eu-central-1" };
const toBeijing = { from: "us-east-1", to: "cn-north-1" };

const texts: readonly [text: string, move: { from: string; to: string }, expected: string][] = [
  ["s3.us-east-1.amazonaws.com", toFrankfurt, "s3.eu-central-1.amazonaws.com"],
  ["logs.us-east-1.amazonaws.com", toBeijing, "logs.cn-north-1.amazonaws.com.cn"],
  ["s3.us-west-2.amazonaws.com", toFrankfurt, "s3.us-west-2.amazonaws.com"],
  ["s3.*.amazonaws.com", toBeijing, "s3.*.amazonaws.com.cn"],
  ["sns.amazonaws.com", toFrankfurt, "sns.amazonaws.com"],
  ["sns.amazonaws.com", toBeijing, "sns.amazonaws.com"],
  ["delivery.logs.amazonaws.com", toFrankfurt, "delivery.logs.amazonaws.com"],
  [
    "arn:aws:logs:us-east-1:111111111111:log-group:/app:*",
    toFrankfurt,
    "arn:aws:logs:eu-central-1:111111111111:log-group:/app:*",
  ],
  [
    "arn:aws:logs:us-west-2:111111111111:log-group:*",
    toFrankfurt,
    "arn:aws:logs:us-west-2:111111111111:log-group:*",
  ],
  ["arn:aws:iam::111111111111:role/us-east-1", toFrankfurt, "arn:aws:iam::111111111111:role/us-east-1"],
  ["arn:aws:iam::111111111111:role/app", toBeijing, "arn:aws-cn:iam::111111111111:role/app"],
  [
    "arn:aws:iam::111111111111:role/app",
    { from: "us-east-1", to: "us-gov-west-1" },
    "arn:aws-us-gov:iam::111111111111:role/app",
  ],
  ["a.b.us-east-1.amazonaws.com", toFrankfurt, "a.b.eu-central-1.amazonaws.com"],
  ["us-east-1.amazonaws.com", toFrankfurt, "us-east-1.amazonaws.com"],
  ["s3.us-east-1.amazonaws.com.cn", toFrankfurt, "s3.us-east-1.amazonaws.com.cn"],
  ["s3.us-east-1.example.com", toFrankfurt, "s3.us-east-1.example.com"],
  ["arn:aws-cn:iam::111111111111:role/app", toBeijing, "arn:aws-cn:iam::111111111111:role/app"],
  ["arn:aws-us-gov:iam::111111111111:role/a", toBeijing, "arn:aws-us-gov:iam::111111111111:role/a"],
  ["arn:us-east-1", toFrankfurt, "arn:us-east-1"],
  ["us-east-1", toFrankfurt, "us-east-1"],
  ["*", toBeijing, "*"],
];

describe("localizing", () => {
  for (const [text, move, expected] of texts) {
    it(`turns ${text} into ${expected} for ${move.to}`, () => {
      assert.equal(localizeText(text, move), expected);
    });
  }

  it("reaches principals, resources and conditions, and nothing else", () => {
    const policy = keyPolicyFromJson({
      Version: "2012-10-17",
      Statement: {
        Sid: "us-east-1",
        Effect: "Allow",
        Principal: { Service: "logs.us-east-1.amazonaws.com", AWS: "arn:aws:iam::111111111111:root" },
        Action: "kms:Decrypt",
        Resource: "arn:aws:kms:us-east-1:111111111111:key/mrk-1",
        Condition: {
          StringEquals: {
            "kms:ViaService": ["s3.us-east-1.amazonaws.com", "s3.eu-central-1.amazonaws.com"],
            "aws:RequestedRegion": "us-east-1",
            "kms:EncryptionContext:region": "us-east-1",
            "kms:ReplicaRegion": "us-east-1",
          },
        },
      },
    });
    assert.deepEqual(toJsonPolicy(localizeKeyPolicy(policy, toFrankfurt)).Statement, [
      {
        Sid: "us-east-1",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111111111111:root", Service: "logs.eu-central-1.amazonaws.com" },
        Action: "kms:Decrypt",
        Resource: "arn:aws:kms:eu-central-1:111111111111:key/mrk-1",
        Condition: {
          StringEquals: {
            "kms:ViaService": "s3.eu-central-1.amazonaws.com",
            "aws:RequestedRegion": "eu-central-1",
            "kms:EncryptionContext:region": "us-east-1",
            "kms:ReplicaRegion": "us-east-1",
          },
        },
      },
    ]);
  });

  it("reaches what a statement excludes, every kind of principal, and says nothing twice", () => {
    const statement = {
      Effect: "Deny",
      NotPrincipal: {
        AWS: "arn:aws:iam::111111111111:root",
        Service: ["logs.us-east-1.amazonaws.com", "logs.cn-north-1.amazonaws.com.cn"],
        Federated: "arn:aws:iam::111111111111:saml-provider/a",
      },
      NotAction: "kms:Decrypt",
      NotResource: "arn:aws:kms:us-east-1:111111111111:key/mrk-1",
      Condition: { StringNotEquals: { "aws:requestedRegion": ["us-west-2", "us-east-1", "cn-north-1"] } },
    };
    const policy = keyPolicyFromJson({ Version: "2012-10-17", Id: "us-east-1", Statement: [statement] });
    const moved = localizeKeyPolicy(policy, toBeijing);
    assert.deepEqual(toJsonPolicy(moved), {
      Version: "2012-10-17",
      Id: "us-east-1",
      Statement: [
        {
          ...statement,
          NotPrincipal: {
            AWS: "arn:aws-cn:iam::111111111111:root",
            Service: "logs.cn-north-1.amazonaws.com.cn",
            Federated: "arn:aws-cn:iam::111111111111:saml-provider/a",
          },
          NotResource: "arn:aws-cn:kms:cn-north-1:111111111111:key/mrk-1",
          Condition: { StringNotEquals: { "aws:requestedRegion": ["us-west-2", "cn-north-1"] } },
        },
      ],
    });
  });

  it("adds nothing to a statement that lacks elements", () => {
    const policy = keyPolicyFromJson({ Statement: { Effect: "Allow" } });
    assert.deepEqual(localizeKeyPolicy(policy, toBeijing), policy);
  });

  it("there and back again changes nothing", () => {
    const service = fc.stringMatching(/^[a-z]{1,8}$/);
    const region = fc.constantFrom("us-east-1", "us-west-2", "ap-south-1");
    const text = fc.oneof(
      fc.tuple(service, region).map(([name, home]) => `${name}.${home}.amazonaws.com`),
      fc.tuple(service, region).map(([name, home]) => `arn:aws:${name}:${home}:111111111111:thing/${home}`),
      service.map((name) => `${name}.amazonaws.com`),
      fc.string(),
    );
    const to = fc.constantFrom("eu-central-1", "cn-north-1", "us-gov-west-1");
    fc.assert(
      fc.property(text, to, (written, target) => {
        const there = localizeText(written, { from: "us-east-1", to: target });
        assert.equal(localizeText(there, { from: target, to: "us-east-1" }), written);
      }),
    );
  });

  it("refuses what is no Region", () => {
    assert.throws(
      () => localizeText("x", { from: "us-east-1", to: "mars-north-1" }),
      /"mars-north-1" is not an AWS Region/,
    );
  });
});
