import assert from "node:assert/strict";
import type { AuditTrailArgs, OwnTrail } from "../../../components/auditTrail/args";
import { AuditTrail } from "../../../components/auditTrail/auditTrail";
import { register, type Registration, valueOf } from "../recorder";

const accountId = "111111111111";
const keyArn = `arn:aws:kms:eu-west-1:${accountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const own: OwnTrail = {
  kind: "own",
  archiveAfterDays: 90,
  expireAfterDays: 2557,
  objectLock: { mode: "COMPLIANCE", days: 365 },
  logRetentionInDays: 365,
  forceDestroy: false,
};
const baseline: AuditTrailArgs = {
  environment: "prod",
  accountId,
  region: "eu-west-1",
  keyArn,
  trail: own,
  queries: { scanLimitInGib: 100, resultDays: 30, historyInDays: 2557 },
  tags: { Owner: "platform" },
};

const made = (change: Partial<AuditTrailArgs> = {}) =>
  register(() => new AuditTrail("audit-trail", { ...baseline, ...change }));
const inputsOf = (registered: Registration[], type: string, name = "audit-trail") =>
  registered.find((one) => one.type === `aws:${type}` && one.name === name)?.inputs;
const identities = (registered: Registration[]) =>
  registered.map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`).sort();

const privateBucketParts = [
  "Bucket",
  "BucketLifecycleConfiguration",
  "BucketOwnershipControls",
  "BucketPolicy",
  "BucketPublicAccessBlock",
  "BucketServerSideEncryptionConfiguration",
];
const partsOf = (name: string) => privateBucketParts.map((part) => `${part} ${name}`);
const queryParts = [
  "CatalogDatabase audit-trail",
  "CatalogTable audit-trail",
  "Workgroup audit-trail",
  ...partsOf("audit-trail-results"),
];

describe("AuditTrail", () => {
  it("registers a trail, its bucket with access logs, its log group with a role, and a table to query", async () => {
    const { registered } = await made();
    assert.deepEqual(
      identities(registered),
      [
        ...["AuditTrail", "TrailBucket", "Trail", "LogGroup"].map((type) => `${type} audit-trail`),
        ...partsOf("audit-trail"),
        ...partsOf("audit-trail-logs"),
        "BucketLogging audit-trail",
        "BucketObjectLockConfiguration audit-trail",
        "BucketVersioning audit-trail",
        "Role audit-trail-delivery",
        "RolePolicy audit-trail-delivery",
        ...queryParts,
      ].sort(),
    );
  });

  it("records every management event of every Region, under the key, validated", async () => {
    const { registered } = await made();
    const { cloudWatchLogsGroupArn, cloudWatchLogsRoleArn, ...inputs } = inputsOf(
      registered,
      "cloudtrail/trail:Trail",
    )!;
    assert.match(String(cloudWatchLogsGroupArn), /:\*$/);
    assert.equal(typeof cloudWatchLogsRoleArn, "string");
    assert.deepEqual(inputs, {
      region: "eu-west-1",
      name: "prod-kms-audit",
      isMultiRegionTrail: true,
      isOrganizationTrail: false,
      includeGlobalServiceEvents: true,
      enableLogging: true,
      enableLogFileValidation: true,
      s3BucketName: "prod-kms-audit-111111111111",
      kmsKeyId: keyArn,
      advancedEventSelectors: [
        {
          name: "All management events",
          fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
        },
      ],
      tags: { Owner: "platform" },
    });
  });

  it("keeps the records as long as it is told, and locks them where it is told", async () => {
    const { registered } = await made();
    const bucket = inputsOf(registered, "s3/bucket:Bucket");
    assert.deepEqual([bucket?.objectLockEnabled, bucket?.forceDestroy], [true, false]);
    assert.deepEqual(
      inputsOf(registered, "s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration")?.rule,
      {
        defaultRetention: { mode: "COMPLIANCE", days: 365 },
      },
    );
    const [rule] = inputsOf(registered, "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
      ?.rules as Record<string, unknown>[];
    assert.deepEqual(
      [rule?.transitions, rule?.expiration],
      [[{ days: 90, storageClass: "GLACIER_IR" }], { days: 2557 }],
    );
  });

  it("archives nothing where it is told no day for it", async () => {
    const { registered } = await made({ trail: { kind: "own", expireAfterDays: 90, forceDestroy: true } });
    const [rule] = inputsOf(registered, "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
      ?.rules as Record<string, unknown>[];
    assert.deepEqual([rule?.transitions, rule?.expiration], [undefined, { days: 90 }]);
  });

  it("encrypts records, log group and results with the key", async () => {
    const { registered } = await made();
    assert.equal(inputsOf(registered, "cloudwatch/logGroup:LogGroup")?.kmsKeyId, keyArn);
    for (const name of ["audit-trail", "audit-trail-results"]) {
      const encryption = inputsOf(
        registered,
        "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        name,
      );
      assert.deepEqual(encryption?.rules, [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
          bucketKeyEnabled: true,
        },
      ]);
    }
    assert.deepEqual(inputsOf(registered, "athena/workgroup:Workgroup")?.configuration, {
      enforceWorkgroupConfiguration: true,
      publishCloudwatchMetricsEnabled: true,
      bytesScannedCutoffPerQuery: 107_374_182_400,
      resultConfiguration: {
        outputLocation: "s3://prod-kms-audit-111111111111-results/",
        expectedBucketOwner: accountId,
        encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn: keyArn },
      },
    });
  });

  it("has neither log group nor role, neither lock nor table, where none is wanted", async () => {
    const { kind, expireAfterDays, forceDestroy } = own;
    const { environment, region, tags } = baseline;
    const trail = { kind, expireAfterDays, forceDestroy };
    const { registered, result } = await register(
      () => new AuditTrail("audit-trail", { environment, accountId, region, keyArn, trail, tags }),
    );
    const unwanted = /LogGroup|Role|ObjectLock|Catalog|Workgroup|results/;
    assert.deepEqual(
      identities(registered).filter((one) => unwanted.test(one)),
      [],
    );
    assert.deepEqual([result.logGroup, result.table], [undefined, undefined]);
    const inputs = inputsOf(registered, "cloudtrail/trail:Trail");
    assert.equal("cloudWatchLogsGroupArn" in inputs!, false);
    assert.equal("objectLockEnabled" in inputsOf(registered, "s3/bucket:Bucket")!, false);
  });

  it("makes table and workgroup alone over a trail that there is already", async () => {
    const { registered, result } = await made({
      trail: {
        kind: "existing",
        trailArn: "arn:aws:cloudtrail:us-east-1:222222222222:trail/organization",
        bucket: "organization-trail",
        prefix: "audit",
        logGroup: { name: "/organization/trail", region: "us-east-1" },
      },
      organization: { id: "o-abc1234567", accountIds: [] },
    });
    assert.deepEqual(identities(registered), ["AuditTrail audit-trail", ...queryParts].sort());
    const { storageDescriptor, parameters } = inputsOf(registered, "glue/catalogTable:CatalogTable")!;
    assert.equal(
      (storageDescriptor as { location: string }).location,
      "s3://organization-trail/audit/AWSLogs/o-abc1234567/",
    );
    assert.equal((parameters as Record<string, string>)["projection.account.type"], "injected");
    assert.equal(await valueOf(result.bucket), "organization-trail");
    assert.equal(
      await valueOf(result.logGroup!.arn),
      "arn:aws:logs:us-east-1:111111111111:log-group:/organization/trail",
    );
  });

  it("changes no policy and no name with what AWS decides: all are known at preview", async () => {
    const { registered } = await made();
    const policies = registered.flatMap(({ inputs: { policy, assumeRolePolicy } }) =>
      [policy, assumeRolePolicy].filter((one) => one !== undefined),
    );
    assert.equal(policies.length, 5);
    for (const policy of policies) assert.equal(typeof policy, "string");
    const withOtherKey = await made({ keyArn: keyArn.replace("1234abcd", "00000000") });
    assert.deepEqual(
      withOtherKey.registered.flatMap(({ inputs: { policy, assumeRolePolicy } }) =>
        [policy, assumeRolePolicy].filter((one) => one !== undefined),
      ),
      policies,
    );
  });
});
