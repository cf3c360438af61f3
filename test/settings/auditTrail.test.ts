import assert from "node:assert/strict";
import { SettingsError } from "../../settings/problems";
import { parseSettings } from "../../settings/parse";

type Change = Record<string, unknown>;

const key = { description: "Log groups and trails", multiRegion: false };
const baseline: Change = {
  environment: "test",
  accountId: "111111111111",
  defaults: {
    primaryRegion: "us-east-1",
    administrators: ["arn:aws:iam::111111111111:role/KeyAdministrator"],
  },
  keys: { "audit-logs": key },
};
const parse = (auditTrail: Change, others: Change = {}) =>
  parseSettings(
    Object.fromEntries(
      Object.entries({ ...baseline, ...others, auditTrail }).map(([name, value]) => [
        name,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ),
    "Pulumi.test.yaml",
  );
const refusal = (auditTrail: Change, others?: Change) => {
  try {
    parse(auditTrail, others);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
};
const servicesOf = (settings: ReturnType<typeof parse>) => {
  const policy = settings.keys["audit-logs"]?.policy;
  return typeof policy === "object" ? policy.services : undefined;
};

describe("the settings of the audit trail", () => {
  it("need a key alone", () => {
    assert.deepEqual(parse({ key: "audit-logs" }).auditTrail, {
      key: "audit-logs",
      environment: "test",
      accountId: "111111111111",
      region: "us-east-1",
      trail: {
        kind: "own",
        archiveAfterDays: 90,
        expireAfterDays: 2557,
        logRetentionInDays: 365,
        forceDestroy: false,
      },
      queries: { scanLimitInGib: 100, resultDays: 30, historyInDays: 2557 },
      tags: {},
    });
  });

  it("take log group and queries away by false", () => {
    const { auditTrail } = parse({ key: "audit-logs", logGroup: false, queries: false });
    assert.equal("logRetentionInDays" in auditTrail!.trail, false);
    assert.equal("queries" in auditTrail!, false);
  });

  it("let CloudTrail and the log group use the key, for this trail and log group", () => {
    assert.deepEqual(servicesOf(parse({ key: "audit-logs" })), [
      { service: "cloudtrail", trails: ["test-kms-audit"] },
      { service: "cloudwatchLogs", logGroups: ["/kms-foundation/test/audit-trail"] },
    ]);
  });

  it("leave the key's own settings about these services as they are", () => {
    const services = [{ service: "cloudtrail" }, { service: "cloudwatchLogs", logGroups: ["/app"] }];
    const keys = { "audit-logs": { ...key, services } };
    assert.deepEqual(servicesOf(parse({ key: "audit-logs" }, { keys })), services);
  });

  it("leave the key alone where the trail is there already", () => {
    const existing = {
      trailArn: "arn:aws:cloudtrail:us-east-1:222222222222:trail/all",
      bucket: "all-trails",
    };
    const settings = parse({ key: "audit-logs", existing });
    assert.equal(servicesOf(settings), undefined);
    assert.deepEqual(settings.auditTrail?.trail, { kind: "existing", ...existing });
    assert.equal(settings.auditTrail.queries?.historyInDays, 365);
  });

  it("move nothing to an archive that it would leave before its least time there is over", () => {
    const archiveOf = (bucket: Change) => {
      const trail = parse({ key: "audit-logs", bucket }).auditTrail?.trail;
      return trail?.kind === "own" ? trail.archiveAfterDays : undefined;
    };
    assert.equal(archiveOf({ expireAfterDays: 179 }), undefined);
    assert.equal(archiveOf({ expireAfterDays: 180 }), 90);
    assert.equal(archiveOf({ expireAfterDays: 179, archiveAfterDays: 30 }), 30);
  });

  const existing = { trailArn: "arn:aws:cloudtrail:us-east-1:222222222222:trail/all", bucket: "all-trails" };
  const refused: [string, Change, Change, string, RegExp][] = [
    ["a key that is none", { key: "audit-log" }, {}, "auditTrail.key", /did you mean "audit-logs"\?/],
    ["no key", {}, {}, "auditTrail.key", /is required/],
    [
      "a key that does not encrypt",
      { key: "audit-logs" },
      { keys: { "audit-logs": { ...key, spec: "HMAC_256" } } },
      "auditTrail.key",
      /HMAC_256/,
    ],
    [
      "a Region without the key",
      { key: "audit-logs", region: "eu-west-1" },
      {},
      "auditTrail.region",
      /is in us-east-1/,
    ],
    [
      "a misspelt setting",
      { key: "audit-logs", bucket: { expireAfterDay: 100 } },
      {},
      "auditTrail.bucket.expireAfterDay",
      /did you mean "expireAfterDays"\?/,
    ],
    [
      "records that are archived after they are gone",
      { key: "audit-logs", bucket: { archiveAfterDays: 400, expireAfterDays: 365 } },
      {},
      "auditTrail.bucket.archiveAfterDays",
      /archive them earlier/,
    ],
    [
      "records that are locked after they are to be gone",
      {
        key: "audit-logs",
        bucket: { expireAfterDays: 365, objectLock: { mode: "compliance", days: 366 } },
      },
      {},
      "auditTrail.bucket.objectLock.days",
      /locked longer than the 365 days/,
    ],
    [
      "a retention that CloudWatch Logs does not know",
      { key: "audit-logs", logGroup: { retentionInDays: 100 } },
      {},
      "auditTrail.logGroup.retentionInDays",
      /one of the numbers of days/,
    ],
    [
      "a bucket beside an existing trail",
      { key: "audit-logs", existing, bucket: { expireAfterDays: 365 } },
      {},
      "auditTrail.bucket",
      /the trail is there already/,
    ],
    [
      "an existing trail that is none",
      { key: "audit-logs", existing: { ...existing, trailArn: "arn:aws:s3:::all-trails" } },
      {},
      "auditTrail.existing.trailArn",
      /is not the ARN of a trail/,
    ],
    [
      "a log group for monitoring beside the trail's own",
      { key: "audit-logs" },
      {
        monitoring: {
          subscriptions: {
            critical: [{ email: "platform@example.com" }],
            normal: [{ email: "platform@example.com" }],
          },
          logGroup: { name: "/trail", region: "us-east-1" },
        },
      },
      "monitoring.logGroup",
      /take this one out/,
    ],
  ];
  for (const [what, auditTrail, others, path, message] of refused) {
    it(`refuse ${what}`, () => {
      const problems = refusal(auditTrail, others);
      assert.deepEqual(
        problems.map((problem) => problem.path),
        [path],
      );
      assert.match(problems[0]?.message ?? "", message);
    });
  }
});
