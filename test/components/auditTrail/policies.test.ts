import assert from "node:assert/strict";
import type { AuditTrailPlan, TrailOrganization } from "../../../components/auditTrail/args";
import { deliveryPolicy, deliveryTrust } from "../../../components/auditTrail/deliveryRole";
import { trailBucketPolicy } from "../../../components/auditTrail/trailBucketPolicy";
import type { JsonPolicy, JsonStatement } from "../../../kms/policy/document";

const planOf = (region: string, organization?: TrailOrganization): AuditTrailPlan => ({
  environment: "prod",
  accountId: "111111111111",
  region,
  trail: { kind: "own", archiveAfterDays: 90, expireAfterDays: 2557, forceDestroy: false },
  ...(organization !== undefined && { organization }),
  tags: {},
});
const plan = planOf("us-east-1");
const organization = { id: "o-abc1234567", accountIds: ["222222222222"] };
const trailArn = "arn:aws:cloudtrail:us-east-1:111111111111:trail/prod-kms-audit";
const bucket = "arn:aws:s3:::prod-kms-audit-111111111111";
const allowed = ({ Statement }: JsonPolicy): readonly JsonStatement[] =>
  Statement.filter(({ Effect }) => Effect === "Allow");
const flat = (value: string | readonly string[] | undefined) => [value ?? []].flat();

describe("the policies of an audit trail", () => {
  const policies = [plan, planOf("us-east-1", organization)].flatMap((one) => [
    trailBucketPolicy(one),
    deliveryTrust(one),
    deliveryPolicy(one),
  ]);

  it("let no service in but CloudTrail, and CloudTrail for this trail alone", () => {
    for (const statement of policies.flatMap(allowed).filter(({ Principal }) => Principal !== undefined)) {
      assert.deepEqual(statement.Principal, { Service: "cloudtrail.amazonaws.com" });
      assert.equal(statement.Condition?.StringEquals?.["aws:SourceArn"], trailArn);
    }
  });

  it("allow the four actions that delivery needs, one that takes the role, and no more", () => {
    const actions = policies.flatMap(allowed).flatMap(({ Action }) => flat(Action));
    assert.deepEqual([...new Set(actions)].sort(), [
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "s3:GetBucketAcl",
      "s3:PutObject",
      "sts:AssumeRole",
    ]);
  });

  it("let the trail write records of its own account only, below AWSLogs, and check the bucket", () => {
    assert.deepEqual(
      allowed(trailBucketPolicy(plan)).map(({ Action, Resource }) => [Action, Resource]),
      [
        ["s3:GetBucketAcl", bucket],
        ["s3:PutObject", `${bucket}/AWSLogs/111111111111/*`],
      ],
    );
  });

  it("let an organisation's trail write the records of its accounts too", () => {
    const deliver = allowed(trailBucketPolicy(planOf("us-east-1", organization))).at(-1);
    assert.deepEqual(deliver?.Resource, [
      `${bucket}/AWSLogs/111111111111/*`,
      `${bucket}/AWSLogs/o-abc1234567/*`,
    ]);
  });

  it("deny everybody everything over plain HTTP", () => {
    const [deny, ...others] = trailBucketPolicy(plan).Statement.filter(({ Effect }) => Effect === "Deny");
    assert.deepEqual(others, []);
    assert.deepEqual(
      [deny?.Principal, deny?.Action, deny?.Resource, deny?.Condition],
      ["*", "s3:*", [bucket, `${bucket}/*`], { Bool: { "aws:SecureTransport": "false" } }],
    );
  });

  it("let the role write to CloudTrail's own streams of this log group alone", () => {
    const group = "arn:aws:logs:us-east-1:111111111111:log-group:/kms-foundation/prod/audit-trail";
    const resources = (one: AuditTrailPlan) =>
      allowed(deliveryPolicy(one)).flatMap(({ Resource }) => flat(Resource));
    assert.deepEqual(resources(plan), [`${group}:log-stream:111111111111_CloudTrail_us-east-1*`]);
    assert.deepEqual(resources(planOf("us-east-1", organization)), [
      `${group}:log-stream:111111111111_CloudTrail_us-east-1*`,
      `${group}:log-stream:o-abc1234567_*`,
    ]);
  });

  it("are written in the partition of their Region", () => {
    const china = planOf("cn-north-1");
    const text = JSON.stringify([trailBucketPolicy(china), deliveryTrust(china), deliveryPolicy(china)]);
    assert.equal(text.includes("arn:aws:"), false);
    assert.ok(text.includes("arn:aws-cn:cloudtrail:cn-north-1:111111111111:trail/prod-kms-audit"));
  });
});
