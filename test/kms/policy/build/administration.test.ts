import assert from "node:assert/strict";
import { buildKeyPolicy } from "../../../../kms/policy/build/buildKeyPolicy";
import type { KeyPolicyContext } from "../../../../kms/policy/build/context";
import type { JsonStatement } from "../../../../kms/policy/document";

const admin = "arn:aws:iam::111111111111:role/admin";

function administration(context: Partial<KeyPolicyContext>): readonly JsonStatement[] {
  const key = { accountId: "111111111111", region: "eu-central-1", ...context };
  return buildKeyPolicy({ administrators: [admin] }, key).Statement.slice(1);
}

/** What administrators do with keys of every kind. */
const common = [
  ...["CancelKeyDeletion", "CreateAlias", "DeleteAlias", "DescribeKey", "DisableKey", "EnableKey"],
  ...["GetKeyLastUsage", "GetKeyPolicy", "GetKeyRotationStatus", "ListGrants", "ListKeyPolicies"],
  ...["ListResourceTags", "PutKeyPolicy", "RevokeGrant", "ScheduleKeyDeletion", "TagResource"],
  ...["UntagResource", "UpdateAlias", "UpdateKeyDescription"],
];
const onDemand = ["ListKeyRotations", "RotateKeyOnDemand"];
const automatic = ["DisableKeyRotation", "EnableKeyRotation"];
const importing = ["DeleteImportedKeyMaterial", "GetParametersForImport", "ImportKeyMaterial"];

const kinds: readonly [kind: string, context: Partial<KeyPolicyContext>, more: readonly string[]][] = [
  ["a symmetric key rotate it", {}, [...automatic, ...onDemand]],
  [
    "a symmetric key with imported material import it, and rotate on demand",
    { origin: "EXTERNAL" },
    [...onDemand, ...importing],
  ],
  ["a symmetric key in a CloudHSM key store rotate nothing", { origin: "AWS_CLOUDHSM" }, []],
  ["a symmetric key in an external key store rotate nothing", { origin: "EXTERNAL_KEY_STORE" }, []],
  ["a signing key rotate nothing", { spec: "RSA_2048", usage: "SIGN_VERIFY" }, []],
  ["an HMAC key with imported material import it", { spec: "HMAC_256", origin: "EXTERNAL" }, importing],
];

describe("administrators of", () => {
  for (const [kind, context, more] of kinds) {
    it(kind, () => {
      assert.deepEqual(administration(context), [
        {
          Sid: "Administer",
          Effect: "Allow",
          Principal: { AWS: admin },
          Action: [...common, ...more].map((name) => `kms:${name}`).sort(),
          Resource: "*",
        },
      ]);
    });
  }

  it("a multi-Region key replicate it anywhere where its Regions are not known", () => {
    const replication = administration({ multiRegion: true }).slice(1);
    assert.deepEqual(
      replication.map(({ Sid, Action, Condition }) => [Sid, Action, Condition]),
      [
        ["Replicate", "kms:ReplicateKey", undefined],
        ["MovePrimary", "kms:UpdatePrimaryRegion", undefined],
      ],
    );
  });

  it("a multi-Region key, where a pattern names them, are held to it in every statement", () => {
    const pattern = "arn:aws:iam::111111111111:role/admin-*";
    const { Statement } = buildKeyPolicy(
      { administrators: [pattern] },
      { accountId: "111111111111", region: "eu-central-1", multiRegion: true, relatedRegions: ["us-east-1"] },
    );
    assert.deepEqual(
      Statement.slice(1).map(({ Condition }) => Condition),
      [
        { ArnLike: { "aws:PrincipalArn": pattern } },
        {
          ArnLike: { "aws:PrincipalArn": pattern },
          StringEquals: { "kms:ReplicaRegion": "us-east-1" },
        },
        {
          ArnLike: { "aws:PrincipalArn": pattern },
          StringEquals: { "kms:PrimaryRegion": "us-east-1" },
        },
      ],
    );
  });
});
