import assert from "node:assert/strict";
import { analyse, type Permission } from "../../../../kms/policy/analyse/analyse";
import { decide } from "../../../../kms/policy/evaluate/decide";
import { ANYONE, iam, type Json, options, OWNER, policyOf, root, STRANGER, TRUSTED } from "./given";

/** `0 owner role/a of 111122223333, by name: kms:Decrypt`, with `given IAM` where an identity policy must allow it too. */
function told({
  statement,
  zone,
  principals,
  explicit,
  account,
  needsIdentityPolicy,
  actions,
}: Permission): string {
  const names = principals.map((name) => name.replace(/^arn:aws:(iam|sts)::\d+:/, "")).join(" ");
  const what = actions.length > 3 ? `${actions.length} actions` : actions.join(" ");
  const how = `${explicit ? ", by name" : ""}${needsIdentityPolicy ? ", given IAM" : ""}`;
  return `${statement.index} ${zone} ${names} of ${account}${how}: ${what}`;
}

const roles = (...names: readonly string[]): Json => ({ AWS: names.map((name) => iam(`role/${name}`)) });
const delegated = `0 owner role/colleague of ${OWNER}, given IAM: 45 actions`;

const cases: readonly (readonly [name: string, statements: readonly Json[], table: readonly string[]])[] = [
  ["an account's root", [root], [delegated]],
  [
    "roles by name, together where no statement tells them apart",
    [root, { Principal: roles("b", "a"), Action: ["kms:Encrypt", "kms:Decrypt"] }],
    [
      delegated,
      `0 owner role/b role/a of ${OWNER}, by name, given IAM: 45 actions`,
      `1 owner role/b role/a of ${OWNER}, by name: kms:Decrypt kms:Encrypt`,
    ],
  ],
  [
    "roles by name, each by itself where a statement tells them apart",
    [{ Principal: roles("a", "b") }, { Principal: roles("b"), Action: "kms:Encrypt" }],
    [
      `0 owner role/a of ${OWNER}, by name: kms:Decrypt`,
      `0 owner role/b of ${OWNER}, by name: kms:Decrypt`,
      `1 owner role/b of ${OWNER}, by name: kms:Encrypt`,
    ],
  ],
  [
    "a session",
    [{ Principal: { AWS: `arn:aws:sts::${OWNER}:assumed-role/a/s` } }],
    [`0 owner assumed-role/a/s of ${OWNER}, by name: kms:Decrypt`],
  ],
  [
    "an account outside, and a role there",
    [{ Principal: { AWS: [STRANGER, iam("role/x", STRANGER)] } }],
    [
      `0 named role/outsider of ${STRANGER}, given IAM: kms:Decrypt`,
      `0 named role/x of ${STRANGER}, by name, given IAM: kms:Decrypt`,
    ],
  ],
  [
    "everyone, and nobody outside again who has no more",
    [{ Principal: { AWS: ["*", STRANGER, iam("role/x", STRANGER), TRUSTED, iam("role/o")] } }],
    [
      `0 arbitrary role/outsider of ${ANYONE}, given IAM: kms:Decrypt`,
      `0 owner role/o of ${OWNER}, by name: kms:Decrypt`,
    ],
  ],
  [
    "everyone, and by another statement an account",
    [{}, { Principal: { AWS: STRANGER } }],
    [
      `0 arbitrary role/outsider of ${ANYONE}, given IAM: kms:Decrypt`,
      `0 owner role/colleague of ${OWNER}: kms:Decrypt`,
      `1 named role/outsider of ${STRANGER}, given IAM: kms:Decrypt`,
    ],
  ],
  [
    "everyone, and those of an account who have more",
    [
      { Action: ["kms:Decrypt", "kms:Encrypt"] },
      {
        Effect: "Deny",
        Action: "kms:Encrypt",
        Condition: { StringNotEquals: { "kms:CallerAccount": [STRANGER, TRUSTED] } },
      },
    ],
    [
      `0 arbitrary role/outsider of ${ANYONE}, given IAM: kms:Decrypt`,
      `0 named role/outsider of ${STRANGER}, given IAM: kms:Decrypt kms:Encrypt`,
      `0 owner role/colleague of ${OWNER}: kms:Decrypt`,
      `0 trusted role/colleague of ${TRUSTED}, given IAM: kms:Decrypt kms:Encrypt`,
    ],
  ],
  [
    "a trusted account",
    [{ Principal: { AWS: TRUSTED } }],
    [`0 trusted role/colleague of ${TRUSTED}, given IAM: kms:Decrypt`],
  ],
  [
    "a service for whoever, and for the owner",
    [{ Principal: { Service: "logs.amazonaws.com" } }],
    [
      `0 service logs.amazonaws.com of ${ANYONE}, by name: kms:Decrypt`,
      `0 service logs.amazonaws.com of ${OWNER}, by name: kms:Decrypt`,
    ],
  ],
  [
    "a provider of the account",
    [{ Principal: { Federated: iam("saml-provider/x") } }],
    [`0 owner saml-provider/x of ${OWNER}, by name: kms:Decrypt`],
  ],
  [
    "a role of a path, by a pattern",
    [{ Condition: { ArnLike: { "aws:PrincipalArn": iam("role/team/?*") } } }],
    [`0 owner role/team/x of ${OWNER}: kms:Decrypt`],
  ],
  [
    "nobody whom a Deny stops",
    [root, { Principal: roles("a") }, { Effect: "Deny", Principal: roles("a"), Action: "kms:*" }],
    [delegated],
  ],
  [
    "what a Deny leaves",
    [
      { Principal: roles("a"), Action: ["kms:Encrypt", "kms:Decrypt"] },
      { Effect: "Deny", Principal: roles("a"), Action: "kms:Decrypt" },
    ],
    [`0 owner role/a of ${OWNER}, by name: kms:Encrypt`],
  ],
  [
    "from another account what works from there",
    [
      {
        Principal: { AWS: STRANGER },
        Action: ["kms:PutKeyPolicy", "kms:ListGrants", "kms:Decrypt", "kms:EnableKey"],
      },
    ],
    [`0 named role/outsider of ${STRANGER}, given IAM: kms:Decrypt kms:ListGrants`],
  ],
  ["nothing by a statement without effect", [{ Resource: undefined }], []],
  ["nothing to NotPrincipal of everyone", [{ Principal: undefined, NotPrincipal: { AWS: "*" } }], []],
];

describe("who can do what by a key policy", () => {
  for (const [name, statements, table] of cases)
    it(name, () => {
      const policy = policyOf(...statements);
      const { permissions } = analyse(policy, options);
      assert.deepEqual(permissions.map(told), table);
      for (const { actions, request } of permissions)
        for (const action of actions) {
          assert.equal(request(action).action, action);
          assert.equal(decide(policy, request(action)).decision, "allowed", action);
        }
    });

  it("is asked of an action that is held", () => {
    const [permission] = analyse(policyOf({ Principal: roles("a") }), options).permissions;
    assert.throws(() => permission?.request("kms:Encrypt"), RangeError);
  });

  it("is made once", () => {
    const analysis = analyse(policyOf(root), options);
    assert.equal(analysis.permissions, analysis.permissions);
  });
});

describe("the verdict on a key policy", () => {
  const use = ["kms:Encrypt", "kms:Decrypt"];
  const verdicts: readonly (readonly [
    name: string,
    statements: readonly Json[],
    access: string,
    escalation: readonly string[],
    external: readonly string[],
  ])[] = [
    ["the account's own", [root], "private", [], []],
    [
      "an account outside",
      [root, { Principal: { AWS: STRANGER }, Action: use }],
      "external",
      [],
      use.toSorted(),
    ],
    [
      "everyone beside an account outside",
      [{ Principal: { AWS: STRANGER } }, {}],
      "public",
      [],
      ["kms:Decrypt"],
    ],
    [
      "each of two outside",
      [{ Principal: { AWS: STRANGER }, Action: "kms:Sign" }, { Principal: { AWS: "555555555555" } }],
      "external",
      [],
      ["kms:Decrypt", "kms:Sign"],
    ],
    [
      "means of more power",
      [root, { Principal: roles("a"), Action: ["kms:UpdateAlias", "kms:CreateGrant", "kms:Decrypt"] }],
      "private",
      ["kms:CreateGrant", "kms:UpdateAlias"],
      [],
    ],
    [
      "grants that are bound",
      [
        root,
        {
          Principal: roles("a"),
          Action: "kms:CreateGrant",
          Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
        },
      ],
      "private",
      [],
      [],
    ],
    ["an administrator", [root, { Principal: roles("a"), Action: "kms:PutKeyPolicy" }], "private", [], []],
  ];
  for (const [name, statements, access, escalation, external] of verdicts)
    it(name, () => {
      const verdict = analyse(policyOf(...statements), options);
      assert.deepEqual(
        [verdict.access, verdict.escalation, verdict.externalActions, verdict.complete],
        [access, escalation, external, true],
      );
    });
});
