/** Cases of the detections that read key policies and grants. */
import { call, type Case, key, other, own, refused } from "./cases";

const root = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${own}:root` },
  Action: "kms:*",
  Resource: "*",
};

function allow(principal: unknown, action: string, condition?: object): object {
  return {
    Effect: "Allow",
    Principal: principal,
    Action: action,
    Resource: "*",
    ...(condition && { Condition: condition }),
  };
}

function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function put(...statements: readonly object[]) {
  return call("PutKeyPolicy", 0, {
    requestParameters: { policyName: "default", policy: policy(...statements) },
  });
}

const ofTrail = { "kms:EncryptionContext:aws:cloudtrail:arn": `arn:aws:cloudtrail:*:${own}:trail/*` };
const ownCaller = { "kms:CallerAccount": own };
const cloudTrail = { Service: "cloudtrail.amazonaws.com" };

/** What the CloudTrail console writes: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/default-kms-key-policy.html */
const policyOfTrail = [
  allow({ AWS: [`arn:aws:iam::${own}:root`, `arn:aws:iam::${own}:user/Admin`] }, "kms:*"),
  allow(cloudTrail, "kms:GenerateDataKey*", { StringLike: ofTrail }),
  allow(cloudTrail, "kms:DescribeKey"),
  allow({ AWS: "*" }, "kms:Decrypt", { StringEquals: ownCaller, StringLike: ofTrail }),
  allow({ AWS: "*" }, "kms:CreateAlias", {
    StringEquals: { ...ownCaller, "kms:ViaService": "ec2.us-east-1.amazonaws.com" },
  }),
  allow({ AWS: "*" }, "kms:Decrypt", { StringEquals: ownCaller, StringLike: ofTrail }),
];

const bypass = { bypassPolicyLockoutSafetyCheck: true };

function grant(parameters: object, rest: Parameters<typeof call>[2] = {}) {
  const operations = ["Encrypt"];
  return call("CreateGrant", 0, {
    requestParameters: { granteePrincipal: `arn:aws:iam::${own}:role/App`, operations, ...parameters },
    ...rest,
  });
}

const ofContext = { constraints: { encryptionContextSubset: { tenant: "a" } } };

export const policyCases: Readonly<Record<string, readonly Case[]>> = {
  "KMS-01": [
    {
      name: "fires on PutKeyPolicy with the bypass",
      records: [call("PutKeyPolicy", 0, { requestParameters: { ...bypass, policy: policy(root) } })],
      expected: ["critical"],
    },
    {
      name: "fires on CreateKey and ReplicateKey too",
      records: [
        call("CreateKey", 0, { requestParameters: bypass }),
        call("ReplicateKey", 1, { requestParameters: bypass }),
      ],
      expected: ["critical", "critical"],
    },
    {
      name: "is silent where the bypass is false",
      records: [
        call("PutKeyPolicy", 0, {
          requestParameters: { bypassPolicyLockoutSafetyCheck: false, policy: policy(root) },
        }),
      ],
      expected: [],
    },
    {
      name: "is silent where the bypass is left out",
      records: [put(root), call("CreateKey", 1, { requestParameters: null })],
      expected: [],
    },
    {
      name: "is silent where the request was refused",
      records: [refused("PutKeyPolicy", 0, { requestParameters: bypass })],
      expected: [],
    },
  ],
  "KMS-02": [
    {
      name: "fires on another account",
      records: [put(root, allow({ AWS: `arn:aws:iam::${other}:root` }, "kms:Decrypt"))],
      expected: ["critical"],
      says: new RegExp(other),
    },
    {
      name: "fires on a bare account id",
      records: [put(root, allow({ AWS: other }, "kms:Encrypt"))],
      expected: ["high"],
    },
    {
      name: "fires on everyone without a condition",
      records: [put(root, allow("*", "kms:*"))],
      expected: ["critical"],
      says: /anyone/,
    },
    {
      name: "fires on conditions that keep nobody out",
      records: [
        put(
          root,
          allow("*", "kms:Decrypt", { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-abcde12345" } }),
        ),
      ],
      expected: ["critical"],
    },
    {
      name: "fires on a negated condition",
      records: [
        put(root, allow({ AWS: "*" }, "kms:Decrypt", { StringNotEquals: { "kms:CallerAccount": other } })),
      ],
      expected: ["critical"],
    },
    {
      name: "fires on a replica's policy",
      records: [
        call("ReplicateKey", 0, {
          responseElements: { replicaPolicy: policy(root, allow({ AWS: other }, "kms:CreateGrant")) },
        }),
      ],
      expected: ["critical"],
    },
    {
      name: "fires on the policy of a new key",
      records: [
        call("CreateKey", 0, {
          requestParameters: { policy: policy(root, allow({ AWS: other }, "kms:Decrypt")) },
        }),
      ],
      expected: ["critical"],
    },
    {
      name: "reads a policy that is an object",
      records: [
        call("PutKeyPolicy", 0, {
          requestParameters: {
            policy: { Version: "2012-10-17", Statement: [root, allow("*", "kms:Decrypt")] },
          },
        }),
      ],
      expected: ["critical"],
    },
    {
      name: "says what is new and what was so before",
      records: [put(root), put(root, allow({ AWS: other }, "kms:Decrypt"))].map((event, index) => ({
        ...event,
        eventTime: `2026-10-01T00:00:0${index}Z`,
      })),
      expected: ["critical"],
      says: /new since the policy of/,
    },
    {
      name: "tells a policy that cannot be read",
      records: [
        call("PutKeyPolicy", 0, { requestParameters: { policy: '{"Version":"2012-10-17","Statem' } }),
      ],
      expected: ["medium"],
      says: /cannot be judged/,
    },
    {
      name: "is silent on everyone of the own account",
      records: [put(root, allow("*", "kms:Decrypt", { StringEquals: { "kms:CallerAccount": own } }))],
      expected: [],
    },
    {
      name: "is silent on the policy that CloudTrail's console writes",
      records: [put(...policyOfTrail)],
      expected: [],
    },
    {
      name: "is silent on everyone of the organization",
      records: [
        put(root, allow("*", "kms:Decrypt", { StringEquals: { "aws:PrincipalOrgID": "o-abcde12345" } })),
      ],
      expected: [],
    },
    {
      name: "is silent on the own root, whatever its form",
      records: [put(root, allow({ AWS: own }, "kms:*"))],
      expected: [],
    },
    {
      name: "is silent on trusted accounts",
      records: [put(root, allow({ AWS: other }, "kms:Decrypt"))],
      allow: { trustedAccounts: [other] },
      expected: [],
    },
    {
      name: "is silent where a Deny holds the outsider back",
      records: [
        put(root, allow({ AWS: other }, "kms:Decrypt"), {
          Effect: "Deny",
          Principal: "*",
          Action: "kms:*",
          Resource: "*",
          Condition: { StringNotEquals: { "kms:CallerAccount": own } },
        }),
      ],
      expected: [],
    },
    {
      name: "is silent where the request was refused",
      records: [{ ...put(root, allow("*", "kms:*")), errorCode: "AccessDenied" }],
      expected: [],
    },
    {
      name: "takes an organization for foreign where the own ones are listed",
      records: [
        put(root, allow("*", "kms:Decrypt", { StringEquals: { "aws:PrincipalOrgID": "o-abcde12345" } })),
      ],
      allow: { trustedOrganizations: ["o-zzzzz99999"] },
      expected: ["critical"],
    },
  ],
  "KMS-03": [
    {
      name: "fires where only another account is allowed",
      records: [put(allow({ AWS: `arn:aws:iam::${other}:root` }, "kms:*"))],
      expected: ["high"],
    },
    {
      name: "is critical together with the bypass",
      records: [
        call("PutKeyPolicy", 0, {
          requestParameters: {
            ...bypass,
            policy: policy(allow({ Service: "logs.us-east-1.amazonaws.com" }, "kms:*")),
          },
        }),
      ],
      expected: ["critical"],
    },
    {
      name: "fires where a Deny takes from the account's root what an Allow gave",
      records: [
        put(root, {
          Effect: "Deny",
          Principal: { AWS: `arn:aws:iam::${own}:root` },
          Action: "kms:PutKeyPolicy",
          Resource: "*",
        }),
      ],
      expected: ["high"],
      says: /lets too little to its own account 111122223333: nobody/,
    },
    {
      name: "is silent where the root's statement is narrow and a role has the rest",
      records: [
        put(
          allow({ AWS: `arn:aws:iam::${own}:root` }, "kms:DescribeKey"),
          allow({ AWS: `arn:aws:iam::${own}:role/Admin` }, "kms:*"),
        ),
      ],
      expected: [],
    },
    {
      name: "fires where one role of the account is all there is",
      records: [put(allow({ AWS: `arn:aws:iam::${own}:role/Admin` }, "kms:*"))],
      expected: ["high"],
    },
    {
      name: "is silent on the policy that CloudTrail's console writes",
      records: [put(...policyOfTrail)],
      expected: [],
    },
    { name: "is silent on the account's root", records: [put(root)], expected: [] },
    { name: "is silent on the bare account id", records: [put(allow({ AWS: own }, "kms:*"))], expected: [] },
    {
      name: "is silent where the request was refused",
      records: [{ ...put(allow({ AWS: other }, "kms:*")), errorCode: "MalformedPolicyDocumentException" }],
      expected: [],
    },
  ],
  "KMS-08": [
    {
      name: "fires on a grantee of another account",
      records: [
        grant({
          granteePrincipal: `arn:aws:iam::${other}:role/Reader`,
          operations: ["Decrypt"],
          ...ofContext,
        }),
      ],
      expected: ["high"],
      says: /Decrypt/,
    },
    {
      name: "fires on a retiring principal of another account",
      records: [grant({ retiringPrincipal: `arn:aws:iam::${other}:root` })],
      expected: ["high"],
      says: /retire/,
    },
    {
      name: "fires on the service form of another account",
      records: [grant({ granteePrincipal: `${other}:aws:ec2-infrastructure:i-1` })],
      expected: ["high"],
    },
    {
      name: "fires on a grantee of another account that has the own one in its name",
      records: [grant({ granteePrincipal: `arn:aws:iam::${other}:role/for-${own}` })],
      expected: ["high"],
    },
    { name: "is silent on the own account", records: [grant({})], expected: [] },
    {
      name: "is silent on the own account's service form",
      records: [grant({ granteePrincipal: `${own}:aws:ec2-infrastructure:i-1` })],
      expected: [],
    },
    {
      name: "is silent on a service",
      records: [grant({ granteePrincipal: "rds.us-east-1.amazonaws.com" })],
      expected: [],
    },
    {
      name: "is silent on an id that names no account",
      records: [grant({ granteePrincipal: "AROAEXAMPLE" })],
      expected: [],
    },
    {
      name: "is silent on trusted accounts",
      records: [grant({ granteePrincipal: `arn:aws:iam::${other}:role/Reader` })],
      allow: { trustedAccounts: [other] },
      expected: [],
    },
    {
      name: "is silent where the request was refused",
      records: [
        grant({ granteePrincipal: `arn:aws:iam::${other}:role/Reader` }, { errorCode: "AccessDenied" }),
      ],
      expected: [],
    },
  ],
  "KMS-09": [
    {
      name: "fires on CreateGrant among the operations",
      records: [grant({ operations: ["Encrypt", "CreateGrant"], ...ofContext })],
      expected: ["high"],
    },
    {
      name: "fires on Decrypt without constraints",
      records: [grant({ operations: ["Decrypt"] }), grant({ operations: ["Decrypt"], constraints: {} })],
      expected: ["medium", "medium"],
    },
    {
      name: "is silent on Decrypt with constraints",
      records: [grant({ operations: ["Decrypt"], ...ofContext })],
      expected: [],
    },
    {
      name: "is silent on Encrypt alone",
      records: [grant({ operations: ["Encrypt", "RetireGrant"] })],
      expected: [],
    },
    {
      name: "is silent on what a service makes",
      records: [
        grant(
          { operations: ["Decrypt", "CreateGrant"] },
          {
            userIdentity: {
              type: "AssumedRole",
              arn: `arn:aws:sts::${own}:assumed-role/Admin/x`,
              accountId: own,
              invokedBy: "rds.amazonaws.com",
            },
          },
        ),
      ],
      expected: [],
    },
  ],
  "KMS-22": [
    {
      name: "fires on data keys of another account's key",
      records: [
        call("GenerateDataKey", 0, { keyArn: key(1, other) }),
        call("Encrypt", 1, { keyArn: key(1, other) }),
      ],
      expected: ["high"],
    },
    {
      name: "fires on the destination of ReEncrypt",
      records: [
        call("ReEncrypt", 0, {
          resources: [
            { ARN: key(1), accountId: own },
            { ARN: key(2, other), accountId: other },
          ],
        }),
      ],
      expected: ["high"],
    },
    {
      name: "is silent on the own keys",
      records: [call("GenerateDataKey", 0), call("Encrypt", 1)],
      expected: [],
    },
    {
      name: "is silent on decrypting what others encrypted",
      records: [call("Decrypt", 0, { keyArn: key(1, other) })],
      expected: [],
    },
    {
      name: "is silent on ReEncrypt away from another account",
      records: [
        call("ReEncrypt", 0, {
          resources: [
            { ARN: key(1, other), accountId: other },
            { ARN: key(2), accountId: own },
          ],
        }),
      ],
      expected: [],
    },
    {
      name: "is silent on trusted accounts",
      records: [call("Encrypt", 0, { keyArn: key(1, other) })],
      allow: { trustedAccounts: [other] },
      expected: [],
    },
    {
      name: "is silent where the request was refused",
      records: [refused("Encrypt", 0, { keyArn: key(1, other) })],
      expected: [],
    },
  ],
};
