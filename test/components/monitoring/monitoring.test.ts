import assert from "node:assert/strict";
import type { MonitoringArgs } from "../../../components/monitoring/args";
import { Monitoring } from "../../../components/monitoring/monitoring";
import { type WatchId, watchIds } from "../../../components/monitoring/watch";
import { register, type Registration } from "../recorder";
import { ACCOUNT, baseline, watchedKey, withoutLog } from "./settings";

/** Only these watches, so that little is registered. */
const only = (...ids: readonly WatchId[]): MonitoringArgs["watches"] =>
  Object.fromEntries(watchIds.filter((id) => !ids.includes(id)).map((id) => [id, "off"]));

const small: MonitoringArgs = {
  ...baseline,
  keys: {
    orders: watchedKey("orders", ["us-east-1", "eu-west-1"]),
    invoices: watchedKey("invoices", ["us-east-1"]),
  },
  watches: only("root-use", "alias-moved", "denied-requests", "decrypt-volume"),
  subscriptions: {
    critical: [{ queue: `arn:aws:sqs:us-east-1:${ACCOUNT}:critical` }],
    normal: [{ email: "platform@example.com" }],
  },
};

async function made(
  change: Partial<MonitoringArgs> = {},
  of: MonitoringArgs = small,
): Promise<Registration[]> {
  const { registered } = await register(() => new Monitoring("monitoring", { ...of, ...change }));
  return registered;
}

const identityOf = ({ type, name }: Registration) => `${type.split(":").at(-1) ?? ""} ${name}`;
const byIdentity = (registered: readonly Registration[]) =>
  new Map(registered.map((one) => [identityOf(one), JSON.stringify(one.inputs)]));
const ofType = (registered: readonly Registration[], type: string) =>
  registered.filter((one) => one.type.endsWith(`:${type}`));

/** What is gone, new or other in `after`. */
function difference(before: readonly Registration[], after: readonly Registration[]) {
  const [old, now] = [byIdentity(before), byIdentity(after)];
  return {
    gone: [...old.keys()].filter((identity) => !now.has(identity)).sort(),
    added: [...now.keys()].filter((identity) => !old.has(identity)).sort(),
    changed: [...now.keys()].filter((one) => old.has(one) && old.get(one) !== now.get(one)).sort(),
  };
}

describe("Monitoring", () => {
  let registered: Registration[];
  before(async function () {
    this.timeout(60_000);
    registered = await made();
  });

  it("registers topics a Region, a rule a watch and Region, filters and alarms on the log group, and one dashboard", () => {
    const inRegion = (region: string) => [
      `Alias monitoring-topics-${region}-${region}`,
      `CompositeAlarm monitoring-${region}`,
      `EventRule monitoring-alias-moved-${region}`,
      `EventRule monitoring-root-use-${region}`,
      `EventTarget monitoring-alias-moved-${region}`,
      `EventTarget monitoring-root-use-${region}`,
      `Key monitoring-topics-${region}-${region}`,
      `MetricAlarm monitoring-decrypt-volume-orders-${region}`,
      `MultiRegionKey monitoring-topics-${region}`,
      `Topic monitoring-critical-${region}`,
      `Topic monitoring-normal-${region}`,
      `TopicSubscription monitoring-critical-${region}-arn-aws-sqs-us-east-1-${ACCOUNT}-critical`,
      `TopicSubscription monitoring-normal-${region}-platform@example.com`,
    ];
    assert.deepEqual(
      registered.map(identityOf).sort(),
      [
        ...inRegion("eu-west-1"),
        ...inRegion("us-east-1"),
        "Dashboard monitoring",
        "LogMetricFilter monitoring-denied-requests",
        "LogMetricFilter monitoring-root-use",
        "MetricAlarm monitoring-decrypt-volume-invoices-us-east-1",
        "MetricAlarm monitoring-denied-requests-us-east-1",
        "MetricAlarm monitoring-root-use-us-east-1",
        "Monitoring monitoring",
      ].sort(),
    );
  });

  it("sends what is critical to the critical topic and the rest to the normal one, in the Region itself", () => {
    const targets = ofType(registered, "EventTarget").map(({ inputs }) => [
      inputs.rule,
      inputs.region,
      inputs.arn,
    ]);
    const alarms = ofType(registered, "MetricAlarm").map(({ inputs }) => [
      inputs.name,
      inputs.region,
      ...(inputs.alarmActions as string[]),
    ]);
    assert.equal(targets.length + alarms.length, 9);
    for (const [name, region, topic] of [...targets, ...alarms]) {
      const severity = String(name).includes("root-use") ? "critical" : "normal";
      const found = ofType(registered, "Topic").find(
        ({ inputs }) => inputs.region === region && inputs.name === `test-kms-${severity}`,
      );
      assert.ok(found, `${String(name)} ${String(region)}`);
      assert.equal(topic, `arn of monitoring-${severity}-${String(region)}`);
    }
  });

  it("has read-only calls delivered to the rules that are about them, and to no other", () => {
    const states = ofType(registered, "EventRule").map(({ inputs }) => [inputs.name, inputs.state]);
    assert.deepEqual([...new Set(states.map((state) => JSON.stringify(state)))].sort(), [
      '["test-kms-alias-moved","ENABLED"]',
      '["test-kms-root-use","ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"]',
    ]);
  });

  it("takes thresholds from the settings, and missing data for silence", () => {
    const [denied] = ofType(registered, "MetricAlarm").filter(({ name }) => name.includes("denied-requests"));
    const { namespace, metricName, threshold, comparisonOperator, period, treatMissingData } =
      denied?.inputs ?? {};
    assert.deepEqual(
      { namespace, metricName, threshold, comparisonOperator, period, treatMissingData },
      {
        namespace: "kms-foundation/test",
        metricName: "denied-requests",
        threshold: 5,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        period: 300,
        treatMissingData: "notBreaching",
      },
    );
  });

  it("puts every topic under a key of its Region", () => {
    for (const { inputs } of ofType(registered, "Topic")) {
      const region = String(inputs.region);
      assert.match(String(inputs.kmsMasterKeyId), new RegExp(`^arn:aws:kms:${region}:${ACCOUNT}:key/`));
    }
  });

  it("gives services no more of the keys than publishing, and only for this environment's alarms and topics", () => {
    const [key] = ofType(registered, "Key").filter(({ inputs }) => inputs.region === "eu-west-1");
    const { Statement } = JSON.parse(String(key?.inputs.policy)) as { Statement: Statement[] };
    const forServices = Statement.filter(({ Principal }) => Principal.Service !== undefined);
    assert.deepEqual(
      forServices.map(({ Principal, Action, Condition }) => ({ ...Principal, Action, Condition })),
      [
        {
          Service: "cloudwatch.amazonaws.com",
          Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
          Condition: {
            StringEquals: { "aws:SourceAccount": ACCOUNT },
            ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:test-kms*` },
          },
        },
        {
          Service: "events.amazonaws.com",
          Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
          Condition: {
            ArnLike: {
              "kms:EncryptionContext:aws:sns:topicArn": [
                `arn:aws:sns:eu-west-1:${ACCOUNT}:test-kms-critical`,
                `arn:aws:sns:eu-west-1:${ACCOUNT}:test-kms-normal`,
              ],
            },
          },
        },
      ],
    );
  });

  it("lets CloudWatch publish for this environment's alarms, and EventBridge, whose source SNS never learns; by TLS alone", () => {
    const [topic] = ofType(registered, "Topic").filter(
      ({ name }) => name === "monitoring-critical-eu-west-1",
    );
    const { Statement } = JSON.parse(String(topic?.inputs.policy)) as { Statement: Statement[] };
    assert.deepEqual(
      Statement.map(({ Sid, Effect, Action, Condition }) => [Sid, Effect, Action, Condition]),
      [
        [
          "PublishAlarms",
          "Allow",
          "sns:Publish",
          {
            StringEquals: { "aws:SourceAccount": ACCOUNT },
            ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:test-kms*` },
          },
        ],
        ["PublishEvents", "Allow", "sns:Publish", undefined],
        ["RefusePlainText", "Deny", "sns:Publish", { Bool: { "aws:SecureTransport": "false" } }],
      ],
    );
    assert.deepEqual(
      [...new Set(Statement.map(({ Resource }) => Resource))],
      [`arn:aws:sns:eu-west-1:${ACCOUNT}:test-kms-critical`],
    );
  });

  it("changes, when a key goes, only that key's alarms and what lists all", async function () {
    this.timeout(60_000);
    const keys = Object.fromEntries(Object.entries(small.keys).filter(([name]) => name !== "invoices"));
    assert.deepEqual(difference(registered, await made({ keys })), {
      gone: ["MetricAlarm monitoring-decrypt-volume-invoices-us-east-1"],
      added: [],
      changed: ["CompositeAlarm monitoring-us-east-1", "Dashboard monitoring"],
    });
  });

  it("changes, when a Region goes, only what is in that Region and the dashboard", async function () {
    this.timeout(60_000);
    const keys = { ...small.keys, orders: watchedKey("orders", ["us-east-1"]) };
    const { gone, added, changed } = difference(registered, await made({ keys }));
    assert.deepEqual(
      gone,
      registered
        .map(identityOf)
        .filter((identity) => identity.includes("-eu-west-1"))
        .sort(),
    );
    assert.deepEqual([added, changed], [[], ["Dashboard monitoring"]]);
  });

  it("says what it leaves out where there is no log group", async function () {
    this.timeout(60_000);
    const { registered: some, result } = await register(
      () => new Monitoring("monitoring", { ...withoutLog(small), dashboard: false }),
    );
    assert.match(String(result.leftOut), /No log group of CloudTrail is set/);
    assert.deepEqual(ofType(some, "LogMetricFilter"), []);
    assert.deepEqual(ofType(some, "Dashboard"), []);
    assert.equal(
      ofType(some, "MetricAlarm").some(({ name }) => name.includes("denied-requests")),
      false,
    );
  });
});

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal: { readonly Service?: string };
  readonly Action: string | string[];
  readonly Resource: string;
  readonly Condition?: unknown;
}
