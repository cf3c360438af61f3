/** `kms-audit assess` on an estate that another client planted: every fault is found, and nothing else. */
import assert from "node:assert/strict";
import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from "@aws-sdk/client-cloudtrail";
import { CloudWatchClient, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { CreateBucketCommand, PutBucketEncryptionCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { type Report, report as reportShape } from "../../audit/assess/report";
import { defaultConfiguration } from "../../audit/configuration";
import { judgeAll } from "../../rulebook/judgeAll";
import { factsOf } from "../../rulebook/planned/factsOf";
import { run } from "../audit/world";
import { kms } from "./kms";
import { localInstance } from "./localInstance";
import { type Planted, plant } from "./plant";
import { plantedKeys } from "./plantedEstate";
import { OWNER, type PlantedKey } from "./plantedKey";
import { programOf } from "./plantedProgram";

const HOME = "us-east-1";
const SECOND = "us-west-2";
const everywhere = ["assess", "--region", HOME, "--region", SECOND, "--format", "json"];

describe("kms-audit assess", () => {
  const planted = new Map<PlantedKey, Planted>();
  const before_ = { ...process.env };
  let endpoint: string;
  let report: Report;

  before(async () => {
    ({ endpoint } = await localInstance());
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: OWNER,
      AWS_SECRET_ACCESS_KEY: "local",
    });
    const ground = { home: await kms(HOME, OWNER), second: await kms(SECOND, OWNER), secondRegion: SECOND };
    for (const key of plantedKeys) planted.set(key, await plant(key, ground));
    await plantWatch(endpoint);
    report = await assessed(everywhere);
  });

  after(() => {
    process.env = before_;
  });

  it("finds every fault that was planted in a key, and nothing else", () => {
    const told = rulesByKey(report);
    assert.deepEqual(
      [...planted].map(([key, { arn }]) => [key.name, told.get(arn) ?? []]),
      [...planted].map(([key]) => [key.name, [...(key.faults ?? [])].sort()]),
    );
    assert.deepEqual(
      [...planted].flatMap(([key, { replica }]) => (replica ? [[key.name, told.get(replica) ?? []]] : [])),
      [...planted].flatMap(([key, { replica }]) =>
        replica ? [[key.name, [...(key.replicaFaults ?? [])].sort()]] : [],
      ),
    );
    const arns = [...planted.values()].flatMap(({ arn, replica }) => [arn, ...(replica ? [replica] : [])]);
    assert.deepEqual(report.keys.map(({ arn }) => arn).sort(), arns.sort());
  });

  it("finds what is wrong with the trail, the buckets, the alarm and its topic", () => {
    const others = report.findings.filter(({ key }) => key === null);
    assert.deepEqual(others.map(({ rule, name }) => `${rule} ${name}`).sort(), [
      "kms-alarm-topic-deliverable alarms",
      "kms-bucket-key data-111122223333",
      "kms-metric-exists failures",
      "kms-trail without-kms",
      "kms-trail-encrypted trail-111122223333",
      "kms-trail-encrypted without-kms",
    ]);
  });

  it("gives the verdict of the policy pack on the same keys as Pulumi resources", () => {
    const both = defaultConfiguration.rules.filter(
      ({ sight }) => sight.includes("live") && sight.includes("preview"),
    );
    const shared = new Set(both.map(({ id }) => id));
    // What AWS does not show, and what waits for its deletion, no program has.
    const ofPrograms = plantedKeys.filter(
      ({ name, then }) => !name.startsWith("secret") && then !== "delete",
    );
    for (const key of ofPrograms) {
      const facts = programOf(key).flatMap((resource) => factsOf(resource) ?? []);
      const violations = judgeAll(both, facts).filter(({ verdict }) => verdict.status === "violation");
      const expected = [...(key.faults ?? []), ...(key.replicaFaults ?? [])].filter((id) => shared.has(id));
      assert.deepEqual(
        [...new Set(violations.map(({ rule }) => rule.id))].sort(),
        [...new Set(expected)].sort(),
        `${key.name}: ${JSON.stringify(violations.map(({ verdict }) => verdict))}`,
      );
    }
  });

  it("reports the same with one call in twenty failing, timing out and being reset", async () => {
    const faults = `${endpoint}/_kms-foundation/faults`;
    const rules = [{ errors: 0.05, timeouts: 0.05, resets: 0.05 }];
    const answer = await fetch(faults, { method: "PUT", body: JSON.stringify({ seed: 7, rules }) });
    assert.equal(answer.status, 200, await answer.text());
    try {
      const again = await assessed([...everywhere, "--last-use", "never"]);
      assert.deepEqual(
        again.findings.map(({ id, message }) => [id, message]),
        report.findings.map(({ id, message }) => [id, message]),
      );
      assert.equal(again.keys.length, report.keys.length);
    } finally {
      await fetch(faults, { method: "DELETE" });
    }
  });
});

async function assessed(args: readonly string[]): Promise<Report> {
  const { exitCode, out, err } = await run(args);
  assert.equal(exitCode, 0, err);
  return reportShape.parse(JSON.parse(out));
}

function rulesByKey({ findings }: Report): Map<string, string[]> {
  const told = new Map<string, string[]>();
  for (const { key, rule } of findings)
    if (key !== null) told.set(key, [...new Set([...(told.get(key) ?? []), rule])].sort());
  return told;
}

/** A trail that leaves KMS out, a bucket under AWS's own key without a bucket key, and an alarm on a metric that does not exist, to a topic that CloudWatch cannot publish to. */
async function plantWatch(endpoint: string): Promise<void> {
  const options = { region: HOME, endpoint, credentials: { accessKeyId: OWNER, secretAccessKey: "local" } };
  const bucket = `trail-${OWNER}`;
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(new CreateBucketCommand({ Bucket: `data-${OWNER}` }));
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket: `data-${OWNER}`,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } }],
      },
    }),
  );
  const cloudtrail = new CloudTrailClient(options);
  const TrailName = "without-kms";
  await cloudtrail.send(
    new CreateTrailCommand({
      ...{ Name: TrailName, S3BucketName: bucket, IsMultiRegionTrail: true, EnableLogFileValidation: true },
    }),
  );
  await cloudtrail.send(
    new PutEventSelectorsCommand({
      TrailName,
      EventSelectors: [
        {
          ReadWriteType: "All",
          IncludeManagementEvents: true,
          ExcludeManagementEventSources: ["kms.amazonaws.com"],
        },
      ],
    }),
  );
  await cloudtrail.send(new StartLoggingCommand({ Name: TrailName }));
  const { TopicArn } = await new SNSClient(options).send(
    new CreateTopicCommand({ Name: "alarms", Attributes: { KmsMasterKeyId: "alias/aws/sns" } }),
  );
  await new CloudWatchClient(options).send(
    new PutMetricAlarmCommand({
      ...{ AlarmName: "failures", Namespace: "AWS/KMS", MetricName: "NumberOfRequestsFailed" },
      ...{ Statistic: "Sum", Period: 300, EvaluationPeriods: 1, Threshold: 1 },
      ...{ ComparisonOperator: "GreaterThanThreshold", AlarmActions: [TopicArn!] },
    }),
  );
}
