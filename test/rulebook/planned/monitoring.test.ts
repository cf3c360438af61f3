import assert from "node:assert/strict";
import { factsOf } from "../../../rulebook/planned/factsOf";
import { UNKNOWN } from "../../../rulebook/facts";
import { type Extra, resource } from "./resource";

const trail = (props: Record<string, unknown>, extra?: Extra) =>
  factsOf(resource("aws:cloudtrail/trail:Trail", props, extra))!.trail!;
const management = { field: "eventCategory", equals: ["Management"] };
const selector = (...fieldSelectors: object[]) => ({ fieldSelectors });

describe("the facts of what watches keys", () => {
  const selections: [string, Record<string, unknown>, string][] = [
    ["no selectors", {}, "all"],
    ["selectors of management events", { eventSelectors: [{ includeManagementEvents: true }] }, "all"],
    ["selectors of data events alone", { eventSelectors: [{ includeManagementEvents: false }] }, "none"],
    ["selectors of writes alone", { eventSelectors: [{ readWriteType: "WriteOnly" }] }, "writes"],
    ["selectors of reads alone", { eventSelectors: [{ readWriteType: "ReadOnly" }] }, "reads"],
    [
      "selectors of each kind",
      { eventSelectors: [{ readWriteType: "ReadOnly" }, { readWriteType: "WriteOnly" }] },
      "all",
    ],
    [
      "selectors that leave KMS out",
      { eventSelectors: [{ excludeManagementEventSources: ["kms.amazonaws.com"] }] },
      "none",
    ],
    [
      "selectors that leave RDS out",
      { eventSelectors: [{ excludeManagementEventSources: ["rdsdata.amazonaws.com"] }] },
      "all",
    ],
    ["advanced selectors of management events", { advancedEventSelectors: [selector(management)] }, "all"],
    [
      "advanced selectors of data events alone",
      { advancedEventSelectors: [selector({ field: "eventCategory", equals: ["Data"] })] },
      "none",
    ],
    [
      "advanced selectors that leave KMS out",
      {
        advancedEventSelectors: [
          selector(management, { field: "eventSource", notEquals: ["kms.amazonaws.com"] }),
        ],
      },
      "none",
    ],
    [
      "advanced selectors of another service",
      {
        advancedEventSelectors: [
          selector(management, { field: "eventSource", equals: ["s3.amazonaws.com"] }),
        ],
      },
      "none",
    ],
    [
      "advanced selectors of writes alone",
      { advancedEventSelectors: [selector(management, { field: "readOnly", equals: ["false"] })] },
      "writes",
    ],
    [
      "advanced selectors of reads alone",
      { advancedEventSelectors: [selector(management, { field: "readOnly", equals: ["true"] })] },
      "reads",
    ],
  ];
  for (const [name, props, expected] of selections)
    it(`tell that a trail with ${name} records ${expected} of the KMS events`, () => {
      assert.equal(trail(props).kmsEvents, expected);
    });

  it("fill in AWS's defaults for a trail, and keep unknown what preview does not know", () => {
    const plain = trail({});
    assert.deepEqual(
      [plain.multiRegion, plain.logging, plain.validated, plain.key],
      [false, true, false, undefined],
    );
    assert.equal(trail({}, { unknown: ["advancedEventSelectors"] }).kmsEvents, UNKNOWN);
    assert.equal(trail({}, { unknown: ["kmsKeyId"] }).key, UNKNOWN);
  });

  it("read metric filters and alarms, with the topics that alarms come from", () => {
    const filter = factsOf(
      resource("aws:cloudwatch/logMetricFilter:LogMetricFilter", {
        pattern: "{ $.eventName = DisableKey }",
        metricTransformation: { namespace: "Keys", name: "Disabled", value: "1" },
      }),
    )!.metricFilter!;
    assert.deepEqual(
      [filter.pattern, filter.namespace, filter.metric],
      ["{ $.eventName = DisableKey }", "Keys", "Disabled"],
    );
    const alarm = (props: Record<string, unknown>, extra?: Extra) =>
      factsOf(resource("aws:cloudwatch/metricAlarm:MetricAlarm", props, extra))!.alarm!;
    const fromTopic = alarm({}, { unknown: ["alarmActions"], from: { alarmActions: ["urn:topic"] } });
    assert.deepEqual(fromTopic.actions, [{ to: "resource", id: "urn:topic" }]);
    assert.deepEqual(alarm({ alarmActions: ["arn:topic"] }).actions, [{ to: "text", text: "arn:topic" }]);
    assert.equal(alarm({}, { unknown: ["alarmActions"] }).actions, UNKNOWN);
    assert.equal(alarm({ actionsEnabled: false }).actionsEnabled, false);
  });

  it("read event rules, on or off, of whatever bus", () => {
    const rule = (props: Record<string, unknown>) =>
      factsOf(resource("aws:cloudwatch/eventRule:EventRule", props))!.eventRule!;
    const pattern = '{"source":["aws.kms"]}';
    assert.deepEqual(rule({ eventPattern: pattern }).pattern, { source: ["aws.kms"] });
    assert.equal(rule({ eventPattern: "{" }).pattern, undefined);
    assert.deepEqual([rule({}).state, rule({}).bus], ["ENABLED", "default"]);
    assert.equal(rule({ isEnabled: false }).state, "DISABLED");
    assert.equal(
      rule({ state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" }).state,
      "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
    );
    assert.equal(rule({ eventBusName: "own" }).bus, "own");
  });

  it("find the metrics that a dashboard draws", () => {
    const dashboard = (dashboardBody: string) =>
      factsOf(resource("aws:cloudwatch/dashboard:Dashboard", { dashboardBody }))!.dashboard!.metrics;
    const body = JSON.stringify({
      widgets: [
        { type: "text", properties: { markdown: "# Keys" } },
        {
          type: "metric",
          properties: { metrics: [["AWS/KMS", "SuccessfulRequest", "KeyArn", "x"], [{ expression: "m1" }]] },
        },
      ],
    });
    assert.deepEqual(dashboard(body), [{ namespace: "AWS/KMS", name: "SuccessfulRequest" }]);
    assert.deepEqual(dashboard("no JSON"), []);
  });

  it("see a topic as one that publishes and one that is encrypted", () => {
    const facts = factsOf(resource("aws:sns/topic:Topic", { kmsMasterKeyId: "alias/aws/sns" }))!;
    assert.deepEqual(facts.topic?.key, { to: "text", text: "alias/aws/sns" });
    assert.equal(facts.consumer?.kind, "topic");
    const subscription = resource(
      "aws:sns/topicSubscription:TopicSubscription",
      {},
      { from: { topic: ["urn:topic"] } },
    );
    assert.deepEqual(factsOf(subscription)!.subscription!.topic, { to: "resource", id: "urn:topic" });
  });
});
