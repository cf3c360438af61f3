import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { Athena } from "@aws-sdk/client-athena";
import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { S3 } from "@aws-sdk/client-s3";
import type { FoundationOutputs } from "../../stackOutputs";
import { localInstance } from "./localInstance";
import { administrator } from "./settings";
import { nameOf, policyPack, Stack } from "./stack";

interface Recorded {
  readonly Records: readonly { readonly eventName: string }[];
}

const environment = "trail";
const settings = (auditTrail: object) => ({
  environment,
  accountId: "111111111111",
  tags: { Owner: "platform", Environment: environment },
  keys: {
    "audit-logs": {
      description: "Log groups and trails of the account",
      multiRegion: false,
      primaryRegion: "us-east-1",
      administrators: [administrator],
    },
  },
  auditTrail: { key: "audit-logs", ...auditTrail },
});
const locked = { mode: "governance", days: 1 };

describe("an audit trail on local AWS", () => {
  let stack: Stack;
  let options: {
    region: string;
    endpoint: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  before(async () => {
    const { environment: local } = await localInstance();
    options = {
      region: "us-east-1",
      endpoint: local.AWS_ENDPOINT_URL ?? "",
      credentials: { accessKeyId: "111111111111", secretAccessKey: "local" },
    };
    stack = await Stack.create(
      environment,
      settings({ bucket: { objectLock: locked, forceDestroy: true }, logGroup: { retentionInDays: 90 } }),
    );
  });
  after(() => stack.remove());

  const output = async () => (await stack.outputs<FoundationOutputs>()).auditTrail!;
  const s3 = () => new S3({ ...options, forcePathStyle: true });

  it("comes up under the policy pack, and again without a change", async () => {
    await stack.mustRun("up", "--yes", "--skip-preview", "--policy-pack", policyPack);
    await stack.mustRun("up", "--yes", "--skip-preview", "--refresh", "--expect-no-changes");
    assert.deepEqual(await output(), {
      trailArn: "arn:aws:cloudtrail:us-east-1:111111111111:trail/trail-kms-audit",
      bucket: "trail-kms-audit-111111111111",
      logGroup: {
        name: "/kms-foundation/trail/audit-trail",
        arn: "arn:aws:logs:us-east-1:111111111111:log-group:/kms-foundation/trail/audit-trail",
        region: "us-east-1",
      },
      table: {
        region: "us-east-1",
        database: "trail_kms_audit",
        table: "cloudtrail",
        workgroup: "trail-kms-audit",
        partitions: ["account", "region", "day"],
      },
    });
  });

  it("records all Regions with every management event, and logs", async () => {
    const cloudtrail = new CloudTrail(options);
    const { trailArn } = await output();
    const { Trail: trail } = await cloudtrail.getTrail({ Name: trailArn });
    assert.deepEqual(
      [trail?.IsMultiRegionTrail, trail?.LogFileValidationEnabled, trail?.IncludeGlobalServiceEvents],
      [true, true, true],
    );
    assert.match(String(trail?.KmsKeyId), /^arn:aws:kms:us-east-1:111111111111:key\//);
    assert.equal((await cloudtrail.getTrailStatus({ Name: trailArn })).IsLogging, true);
    const { AdvancedEventSelectors = [] } = await cloudtrail.getEventSelectors({ TrailName: trailArn });
    assert.deepEqual(
      AdvancedEventSelectors.map(({ FieldSelectors }) =>
        FieldSelectors?.map(({ Field, Equals }) => [Field, Equals]),
      ),
      [[["eventCategory", ["Management"]]]],
    );
    const { logGroups } = await new CloudWatchLogs(options).describeLogGroups({
      logGroupNamePrefix: "/kms-foundation/trail/",
    });
    assert.deepEqual(
      logGroups?.map(({ retentionInDays, kmsKeyId }) => [retentionInDays, kmsKeyId]),
      [[90, trail?.KmsKeyId]],
    );
  });

  it("keeps the records in a bucket that is closed, versioned, locked and refuses plain HTTP", async () => {
    const Bucket = (await output()).bucket;
    const [policy, access, versioning, lock, encryption] = await Promise.all([
      s3().getBucketPolicy({ Bucket }),
      s3().getPublicAccessBlock({ Bucket }),
      s3().getBucketVersioning({ Bucket }),
      s3().getObjectLockConfiguration({ Bucket }),
      s3().getBucketEncryption({ Bucket }),
    ]);
    assert.match(
      String(policy.Policy),
      /"Effect":"Deny","Principal":"\*","Action":"s3:\*".*"aws:SecureTransport":"false"/,
    );
    assert.deepEqual(Object.values(access.PublicAccessBlockConfiguration ?? {}), [true, true, true, true]);
    assert.equal(versioning.Status, "Enabled");
    assert.deepEqual(lock.ObjectLockConfiguration?.Rule?.DefaultRetention, { Mode: "GOVERNANCE", Days: 1 });
    assert.equal(encryption.ServerSideEncryptionConfiguration?.Rules?.[0]?.BucketKeyEnabled, true);
  });

  it("answers questions about its records in Athena, with results in the workgroup's own bucket", async () => {
    const { bucket, table } = await output();
    const packed = await readFile("test/data/cloudtrail/kmsguide.json.gz");
    const { Records } = JSON.parse(String(gunzipSync(packed))) as Recorded;
    const Key = "AWSLogs/111111111111/CloudTrail/us-east-1/1999/11/24/records.json.gz";
    await s3().putObject({ Bucket: bucket, Key, Body: packed });
    const athena = new Athena(options);
    const { QueryExecutionId } = await athena.startQueryExecution({
      QueryString: `SELECT eventname, count(*) FROM ${table!.database}.${table!.table} WHERE day = '1999/11/24' GROUP BY 1 ORDER BY 1`,
      WorkGroup: table!.workgroup,
    });
    const { QueryExecution: execution } = await athena.getQueryExecution({ QueryExecutionId });
    assert.equal(execution?.Status?.State, "SUCCEEDED", execution?.Status?.StateChangeReason);
    const { ResultSet } = await athena.getQueryResults({ QueryExecutionId });
    const rows = (ResultSet?.Rows ?? []).slice(1).map(({ Data = [] }) => Data.map((one) => one.VarCharValue));
    const expected = [...new Set(Records.map(({ eventName }) => eventName))]
      .sort()
      .map((name) => [name, String(Records.filter(({ eventName }) => eventName === name).length)]);
    assert.deepEqual(rows, expected);
  });

  it("loses log group, queries and lock by their settings, and nothing else", async () => {
    await stack.configure(settings({ bucket: { forceDestroy: true }, logGroup: false, queries: false }));
    const steps = await stack.steps();
    const of = (wanted: string) => steps.filter(({ op }) => op === wanted).map((step) => nameOf(step));
    assert.deepEqual(of("update").sort(), ["Key audit-logs-us-east-1", "Trail audit-trail"]);
    assert.deepEqual(of("delete").sort(), [
      "Bucket audit-trail-results",
      "BucketLifecycleConfiguration audit-trail-results",
      "BucketObjectLockConfiguration audit-trail",
      "BucketOwnershipControls audit-trail-results",
      "BucketPolicy audit-trail-results",
      "BucketPublicAccessBlock audit-trail-results",
      "BucketServerSideEncryptionConfiguration audit-trail-results",
      "CatalogDatabase audit-trail",
      "CatalogTable audit-trail",
      "LogGroup audit-trail",
      "Role audit-trail-delivery",
      "RolePolicy audit-trail-delivery",
      "Workgroup audit-trail",
    ]);
    assert.equal(steps.length, of("update").length + of("delete").length, JSON.stringify(steps));
  });

  it("goes whole, records and all, where the settings say so", async () => {
    await stack.mustRun("destroy", "--yes", "--skip-preview");
    assert.deepEqual(await stack.resources(), []);
  });
});
