/** A key that keeps every rule, for tests to break in one place. */
import { keyPolicyFromJson } from "../../kms/policy/parse";
import type { KeyFacts, PolicyFact } from "../../rulebook/facts";

export const policyOf = (...statements: object[]): PolicyFact => ({
  kind: "document",
  policy: keyPolicyFromJson({ Version: "2012-10-17", Statement: statements }),
});

/** AWS's own default key policy. */
export const rootStatement = {
  Sid: "Enable IAM User Permissions",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111111111111:root" },
  Action: "kms:*",
  Resource: "*",
};

export const soundKey: KeyFacts = {
  resource: { id: "urn:pulumi:test::shop::aws:kms/key:Key::orders", type: "aws:kms/key:Key", name: "orders" },
  ownerAccount: "111111111111",
  region: "us-east-1",
  policy: policyOf(rootStatement),
  role: "primary",
  spec: "SYMMETRIC_DEFAULT",
  usage: "ENCRYPT_DECRYPT",
  origin: "AWS_KMS",
  rotationEnabled: true,
  rotationPeriodInDays: 365,
  description: "Orders of the web shop at rest",
  deletionWindowInDays: 30,
  enabled: true,
  tags: { Owner: "shop" },
};
