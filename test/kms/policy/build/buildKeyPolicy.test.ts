import assert from "node:assert/strict";
import type { JsonPolicy, JsonStatement } from "../../../../kms/policy/document";
import { buildKeyPolicy } from "../../../../kms/policy/build/buildKeyPolicy";
import type { KeyPolicyContext } from "../../../../kms/policy/build/context";
import type { KeyPolicyIntent } from "../../../../kms/policy/build/intent";

const key: KeyPolicyContext = { accountId: "111111111111", region: "eu-central-1" };
const role = (name: string, account = "111111111111") => `arn:aws:iam::${account}:role/${name}`;
const root = (account: string) => `arn:aws:iam::${account}:root`;

function build(intent: KeyPolicyIntent, context: Partial<KeyPolicyContext> = {}): JsonPolicy {
  return buildKeyPolicy(intent, { ...key, ...context });
}

/** The statements that the intent adds to the account's delegation to IAM. */
function added(intent: KeyPolicyIntent, context: Partial<KeyPolicyContext> = {}): readonly JsonStatement[] {
  return build(intent, context).Statement.slice(1);
}

describe("buildKeyPolicy", () => {
  it("delegates to the account's IAM policies and to nobody else where nothing is asked for", () => {
    assert.deepEqual(build({}), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "EnableIamPolicies",
          Effect: "Allow",
          Principal: { AWS: root("111111111111") },
          Action: "kms:*",
          Resource: "*",
        },
      ],
    });
  });

  it("writes ARNs and hosts of the key's partition", () => {
    const [delegation, logs] = build(
      { services: [{ service: "cloudwatchLogs" }] },
      { region: "cn-north-1" },
    ).Statement;
    assert.deepEqual(delegation?.Principal, { AWS: "arn:aws-cn:iam::111111111111:root" });
    assert.deepEqual(logs?.Principal, { Service: "logs.cn-north-1.amazonaws.com.cn" });
    assert.deepEqual(logs.Condition, {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": "arn:aws-cn:logs:cn-north-1:111111111111:log-group:*",
      },
    });
  });

  it("is the same however the lists are ordered", () => {
    const principals = [role("b"), role("a"), role("b")];
    const intent = (names: string[]): KeyPolicyIntent => ({
      users: [{ principals: names, capabilities: ["encrypt", "decrypt"] }],
    });
    assert.deepEqual(build(intent(principals)), build(intent([...principals].reverse())));
    const [use] = added(intent(principals));
    assert.deepEqual([use?.Sid, use?.Principal], ["UseDecryptEncrypt", { AWS: [role("a"), role("b")] }]);
  });

  describe("administrators", () => {
    it("administer and do not use the key, nor make grants", () => {
      const [administer] = added({ administrators: [role("admin")] });
      const actions = administer?.Action ?? [];
      assert.ok(actions.includes("kms:PutKeyPolicy") && actions.includes("kms:ScheduleKeyDeletion"));
      for (const use of ["kms:Decrypt", "kms:Encrypt", "kms:CreateGrant", "kms:Sign", "kms:ReplicateKey"]) {
        assert.equal(actions.includes(use), false, use);
      }
      assert.equal(String(actions).includes("*"), false);
    });

    it("replicate multi-Region keys to the key's own Regions only", () => {
      const statements = added(
        { administrators: [role("admin")] },
        { multiRegion: true, relatedRegions: ["us-east-1", "eu-central-1"] },
      );
      assert.deepEqual(
        statements.slice(1).map(({ Sid, Action, Condition }) => ({ Sid, Action, Condition })),
        [
          {
            Sid: "Replicate",
            Action: "kms:ReplicateKey",
            Condition: { StringEquals: { "kms:ReplicaRegion": ["eu-central-1", "us-east-1"] } },
          },
          {
            Sid: "MovePrimary",
            Action: "kms:UpdatePrimaryRegion",
            Condition: { StringEquals: { "kms:PrimaryRegion": ["eu-central-1", "us-east-1"] } },
          },
        ],
      );
    });

    it("import material into keys with imported material, and rotate keys that rotate", () => {
      const actionsWith = (context: Partial<KeyPolicyContext>) =>
        added({ administrators: [role("admin")] }, context)[0]?.Action ?? [];
      assert.equal(actionsWith({}).includes("kms:ImportKeyMaterial"), false);
      assert.equal(actionsWith({}).includes("kms:EnableKeyRotation"), true);
      assert.equal(actionsWith({ origin: "EXTERNAL" }).includes("kms:ImportKeyMaterial"), true);
      assert.equal(actionsWith({ origin: "EXTERNAL" }).includes("kms:EnableKeyRotation"), false);
      assert.equal(actionsWith({ spec: "RSA_2048" }).includes("kms:RotateKeyOnDemand"), false);
    });
  });

  describe("users", () => {
    it("get the actions of their capabilities", () => {
      const [use] = added({
        users: [{ principals: [role("app")], capabilities: ["decrypt", "generateDataKey"] }],
      });
      assert.deepEqual(use, {
        Sid: "UseDecryptGenerateDataKey",
        Effect: "Allow",
        Principal: { AWS: role("app") },
        Action: [
          "kms:Decrypt",
          "kms:GenerateDataKey",
          "kms:GenerateDataKeyWithoutPlaintext",
          "kms:ReEncryptFrom",
        ],
        Resource: "*",
      });
    });

    it("named by a pattern become a condition on their ARN", () => {
      const pattern = role("aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Reader_*");
      const [use] = added({ users: [{ name: "readers", principals: [pattern], capabilities: ["decrypt"] }] });
      assert.equal(use?.Sid, "UseReaders");
      assert.deepEqual(use.Principal, { AWS: root("111111111111") });
      assert.deepEqual(use.Condition, { ArnLike: { "aws:PrincipalArn": pattern } });
    });

    it("are asked for an encryption context where requests carry one", () => {
      const [use, describe_] = added({
        users: [
          {
            principals: [role("app")],
            capabilities: ["encryptDecrypt"],
            viaServices: ["s3"],
            encryptionContext: { tenant: ["b", "a"], app: ["orders-*", "web"] },
          },
        ],
      });
      const via = { "kms:ViaService": "s3.eu-central-1.amazonaws.com" };
      assert.deepEqual(use?.Condition, {
        StringEquals: { "kms:EncryptionContext:tenant": ["a", "b"], ...via },
        StringLike: { "kms:EncryptionContext:app": ["orders-*", "web"] },
      });
      assert.equal(use.Action?.includes("kms:DescribeKey"), false);
      assert.deepEqual(
        [describe_?.Sid, describe_?.Action, describe_?.Condition],
        ["UseEncryptDecryptDescribe", "kms:DescribeKey", { StringEquals: via }],
      );
    });

    it("never share a Sid", () => {
      const user = { principals: [role("app")], capabilities: ["decrypt"] as const };
      assert.deepEqual(
        added({ users: [user, user, user] }).map(({ Sid }) => Sid),
        ["UseDecrypt", "UseDecrypt2", "UseDecrypt3"],
      );
    });
  });

  it("lets AWS services make grants for their own resources only", () => {
    const [grant] = added({ grantsForServices: [role("ec2")] });
    assert.equal(grant?.Sid, "GrantForServices");
    assert.deepEqual(grant.Action, ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"]);
    assert.deepEqual(grant.Condition, { Bool: { "kms:GrantIsForAWSResource": "true" } });
  });

  it("lets Auto Scaling use the key, by the account's service-linked role or by others, and make grants", () => {
    const linked = role("aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling");
    const who = { Effect: "Allow", Principal: { AWS: [linked, `${linked}_b`] }, Resource: "*" };
    assert.deepEqual(added({ autoScalingRoles: [`${linked}_b`, "default"] }), [
      {
        Sid: "AutoScaling",
        ...who,
        Action: [
          ...["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"],
          ...["kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
        ],
      },
      {
        Sid: "AutoScalingGrant",
        ...who,
        Action: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
        Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
      },
    ]);
  });

  it("writes the same text however the conditions are ordered", () => {
    const text = (encryptionContext: Record<string, string>) =>
      JSON.stringify(
        added({ users: [{ principals: [role("a")], capabilities: ["decrypt"], encryptionContext }] }),
      );
    const sorted = text({ app: "orders", stage: "prod", tenant: "a*" });
    assert.equal(text({ tenant: "a*", stage: "prod", app: "orders" }), sorted);
    assert.match(sorted, /StringEquals.*Context:app.*Context:stage.*StringLike.*Context:tenant/);
  });

  it("lets a whole organization in by its id", () => {
    const [use, ...others] = added({ organizations: [{ id: "o-abc1234567", capabilities: ["encrypt"] }] });
    assert.deepEqual([use?.Principal, others], [{ AWS: "*" }, []]);
    assert.deepEqual(use?.Condition, { StringEquals: { "aws:PrincipalOrgID": "o-abc1234567" } });
  });

  it("lets an organization in by its parts and the names of roles", () => {
    const [use] = added({
      organizations: [
        {
          id: "o-abc1234567",
          capabilities: ["encrypt"],
          paths: ["o-abc1234567/r-ab12/*"],
          principalArns: ["arn:aws:iam::*:role/app-*"],
        },
      ],
    });
    assert.equal(use?.Sid, "OrganizationEncrypt");
    assert.deepEqual(use.Principal, { AWS: "*" });
    assert.deepEqual(use.Condition, {
      ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/app-*" },
      "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-abc1234567/r-ab12/*" },
      StringEquals: { "aws:PrincipalOrgID": "o-abc1234567" },
    });
  });

  it("shares the key with other accounts through services in the key's own Region", () => {
    const [use, grant] = added({
      shares: [
        {
          principals: ["222222222222"],
          capabilities: ["decrypt"],
          viaServices: ["ec2"],
          organization: "o-abc1234567",
          grantsForServices: true,
        },
      ],
    });
    const limits = {
      "aws:PrincipalOrgID": "o-abc1234567",
      "kms:ViaService": "ec2.eu-central-1.amazonaws.com",
    };
    assert.deepEqual(use?.Principal, { AWS: root("222222222222") });
    assert.deepEqual(use.Condition, { StringEquals: limits });
    assert.deepEqual(grant?.Condition, {
      Bool: { "kms:GrantIsForAWSResource": "true" },
      StringEquals: limits,
    });
  });

  it("takes free statements as they are, for the key's Region", () => {
    const statement: JsonStatement = {
      Effect: "Deny",
      Principal: "*",
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: { StringNotEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
    };
    assert.deepEqual(added({ statements: [statement] }, { primaryRegion: "us-east-1" }), [
      { ...statement, Condition: { StringNotEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } } },
    ]);
  });
});
