import assert from "node:assert/strict";
import type { JsonPolicy, JsonStatement } from "../../../kms/policy/document";
import { keyPolicyFromJson } from "../../../kms/policy/parse";
import { toJsonPolicy } from "../../../kms/policy/toJson";

const version = "2012-10-17";
const written = (statement: JsonStatement): JsonPolicy => ({ Version: version, Statement: [statement] });

const statements: readonly [what: string, statement: JsonStatement][] = [
  ["nothing but its Effect", { Effect: "Deny" }],
  [
    "what it includes",
    { Sid: "A", Effect: "Allow", Principal: "*", Action: ["kms:Encrypt", "kms:Decrypt"], Resource: "*" },
  ],
  [
    "what it excludes",
    {
      Effect: "Deny",
      NotPrincipal: { AWS: ["111111111111", "222222222222"], Service: "s3.amazonaws.com" },
      NotAction: "kms:*",
      NotResource: [
        "arn:aws:kms:eu-central-1:111111111111:key/1",
        "arn:aws:kms:eu-central-1:111111111111:key/2",
      ],
    },
  ],
  [
    "principals of every type",
    {
      Effect: "Allow",
      Principal: {
        AWS: "*",
        Service: ["a.amazonaws.com", "b.amazonaws.com"],
        Federated: "c.com",
        CanonicalUser: "d",
      },
    },
  ],
  ["an empty list", { Effect: "Allow", Principal: { AWS: "*" }, Action: [], Resource: "*" }],
  [
    "conditions by operator and key",
    {
      Effect: "Allow",
      Condition: {
        StringEquals: { "aws:PrincipalOrgID": "o-1", "kms:CallerAccount": ["111111111111", "222222222222"] },
        Bool: { "aws:SecureTransport": "true" },
      },
    },
  ],
];

describe("a policy is written as it was read:", () => {
  for (const [what, statement] of statements) {
    it(what, () => {
      assert.deepEqual(toJsonPolicy(keyPolicyFromJson(written(statement))), written(statement));
    });
  }

  it("its Id, and the version that AWS takes where none is named", () => {
    const policy = keyPolicyFromJson({ Id: "key-default-1", Statement: [] });
    assert.deepEqual(toJsonPolicy(policy), { Version: "2008-10-17", Id: "key-default-1", Statement: [] });
  });
});
