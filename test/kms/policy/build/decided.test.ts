import assert from "node:assert/strict";
import { buildKeyPolicy } from "../../../../kms/policy/build/buildKeyPolicy";
import type { KeyPolicyIntent } from "../../../../kms/policy/build/intent";
import { decide } from "../../../../kms/policy/evaluate/decide";
import type { Request } from "../../../../kms/policy/evaluate/request";
import { keyPolicyFromJson } from "../../../../kms/policy/parse";

const owner = "111111111111";
const role = (name: string, account = owner) => `arn:aws:iam::${account}:role/${name}`;

const intent: KeyPolicyIntent = {
  rootAccess: "none",
  administrators: [role("admin")],
  users: [
    { principals: [role("app")], capabilities: ["encryptDecrypt"], encryptionContext: { app: "orders" } },
    { principals: [role("readers-*")], capabilities: ["decrypt"] },
  ],
  grantsForServices: [role("launcher")],
  services: [{ service: "cloudwatchLogs", logGroups: ["/app/*"] }, { service: "cloudwatchAlarms" }],
  organizations: [
    { id: "o-abc1234567", capabilities: ["encrypt"], principalArns: ["arn:aws:iam::*:role/writer"] },
  ],
  shares: [{ principals: [role("reader", "222222222222")], capabilities: ["decrypt"], viaServices: ["s3"] }],
};

const region = "eu-central-1";

function asked(
  principal: string,
  action: string,
  context: Request["context"] = {},
  more: Partial<Request> = {},
): string {
  const principalType = principal.startsWith("arn:") ? "AWS" : "Service";
  const key = { accountId: owner, region, multiRegion: true, relatedRegions: [region] };
  const policy = keyPolicyFromJson(buildKeyPolicy(intent, key));
  const resource = `arn:aws:kms:${region}:${owner}:key/mrk-1`;
  return decide(policy, { principalType, principal, action, resource, context, ...more }).decision;
}

const orders = { "kms:EncryptionContext:app": "orders", "kms:EncryptionContextKeys": ["app"] };
const throughS3 = (where: string) => ({ "kms:ViaService": `s3.${where}.amazonaws.com` });
const fromLogGroup = (name: string) => ({
  "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${owner}:log-group:${name}`,
});
const writer = role("writer", "333333333333");

const allowed: readonly [who: string, decision: () => string][] = [
  ["an administrator changes the policy", () => asked(role("admin"), "kms:PutKeyPolicy")],
  [
    "an administrator replicates to a Region of the key",
    () => asked(role("admin"), "kms:ReplicateKey", { "kms:ReplicaRegion": region }),
  ],
  ["a user decrypts with the encryption context", () => asked(role("app"), "kms:Decrypt", orders)],
  ["a user describes the key without one", () => asked(role("app"), "kms:DescribeKey")],
  ["a role that fits the pattern decrypts", () => asked(role("readers-1"), "kms:Decrypt")],
  [
    "a service makes a grant on somebody's behalf",
    () => asked(role("launcher"), "kms:CreateGrant", { "kms:GrantIsForAWSResource": "true" }),
  ],
  [
    "log groups are encrypted",
    () => asked(`logs.${region}.amazonaws.com`, "kms:GenerateDataKey", fromLogGroup("/app/web")),
  ],
  [
    "the owner's alarms are published",
    () => asked("cloudwatch.amazonaws.com", "kms:Decrypt", { "aws:SourceAccount": owner }),
  ],
  [
    "a writer of the organization encrypts",
    () => asked(writer, "kms:Encrypt", {}, { organization: "o-abc1234567" }),
  ],
  [
    "another account reads through S3",
    () => asked(role("reader", "222222222222"), "kms:Decrypt", throughS3(region)),
  ],
];

const refused: readonly [who: string, decision: () => string][] = [
  ["an administrator decrypts", () => asked(role("admin"), "kms:Decrypt")],
  ["an administrator makes a grant", () => asked(role("admin"), "kms:CreateGrant")],
  [
    "an administrator replicates elsewhere",
    () => asked(role("admin"), "kms:ReplicateKey", { "kms:ReplicaRegion": "us-east-1" }),
  ],
  ["a user decrypts without the encryption context", () => asked(role("app"), "kms:Decrypt")],
  ["a user changes the policy", () => asked(role("app"), "kms:PutKeyPolicy")],
  ["a role that fits no pattern decrypts", () => asked(role("other"), "kms:Decrypt")],
  ["somebody makes a grant for himself", () => asked(role("launcher"), "kms:CreateGrant")],
  [
    "other log groups are encrypted",
    () => asked(`logs.${region}.amazonaws.com`, "kms:GenerateDataKey", fromLogGroup("/other")),
  ],
  [
    "another account's alarms are published",
    () => asked("cloudwatch.amazonaws.com", "kms:Decrypt", { "aws:SourceAccount": "222222222222" }),
  ],
  ["a writer of no organization encrypts", () => asked(writer, "kms:Encrypt")],
  [
    "somebody else of the organization encrypts",
    () => asked(role("x", "333333333333"), "kms:Encrypt", {}, { organization: "o-abc1234567" }),
  ],
  ["another account reads directly", () => asked(role("reader", "222222222222"), "kms:Decrypt")],
  [
    "another account reads through S3 in another Region",
    () => asked(role("reader", "222222222222"), "kms:Decrypt", throughS3("us-east-1")),
  ],
  ["the account's root user encrypts", () => asked(`arn:aws:iam::${owner}:root`, "kms:Encrypt")],
];

describe("a built key policy", () => {
  for (const [who, decision] of allowed)
    it(`lets through when ${who}`, () => {
      assert.equal(decision(), "allowed");
    });
  for (const [who, decision] of refused)
    it(`stops it when ${who}`, () => {
      assert.notEqual(decision(), "allowed");
    });
});
