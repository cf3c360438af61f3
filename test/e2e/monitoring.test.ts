/** Every watch on local AWS: its rule and its alarm reach the queue of the right topic, and near misses reach none. */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatch, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { SQS } from "@aws-sdk/client-sqs";
import { allWatches } from "../../components/monitoring/watches";
import type { MonitoringOutput } from "../../stackOutputs";
import { matchesEvent } from "../../rulebook/monitoring/eventPattern";
import { busEventOf, cases, DEPLOYER } from "../components/monitoring/cases";
import type { BusEvent } from "../components/monitoring/records";
import { localInstance } from "./localInstance";
import { oneKey } from "./settings";
import { Stack } from "./stack";

const ACCOUNT = "111111111111";
const REGION = "us-east-1";
const ENVIRONMENT = "watched";
const watches = allWatches({ accountId: ACCOUNT, partition: "aws", deployers: [DEPLOYER] });
const withLog = watches.filter(({ log }) => log !== undefined);

/** Each sample once, told apart by what its message must name: CloudTrail's event id, or the key. */
const samples = Object.values(cases)
  .flatMap(({ sees, misses }) => [...sees, ...misses])
  .flatMap((sample) => busEventOf(sample) ?? [])
  .map(marked);

function marked(event: BusEvent, index: number): BusEvent & { readonly mark: string } {
  const mark = `sample-${index}`;
  return {
    ...event,
    mark,
    resources: event.resources.length === 0 ? [] : [`arn:aws:kms:${REGION}:${ACCOUNT}:key/${mark}`],
    detail: { ...event.detail, eventID: mark },
  };
}

describe("monitoring", () => {
  let stack: Stack;
  let cloudwatch: CloudWatch;
  let events: EventBridge;
  let inbox: Inbox;

  before(async () => {
    const { endpoint } = await localInstance();
    const client = {
      endpoint,
      region: REGION,
      credentials: { accessKeyId: ACCOUNT, secretAccessKey: "test" },
    };
    cloudwatch = new CloudWatch(client);
    events = new EventBridge(client);
    inbox = await Inbox.open(new SQS(client));
    await new CloudWatchLogs(client).createLogGroup({ logGroupName: "/trail" });
    const key = { primaryRegion: REGION, replicaRegions: [], material: { from: "import" } };
    stack = await Stack.create(
      ENVIRONMENT,
      oneKey(ENVIRONMENT, key, {
        monitoring: {
          homeRegion: REGION,
          deployers: [DEPLOYER],
          subscriptions: {
            critical: [{ queue: inbox.queues.critical.arn }],
            normal: [{ queue: inbox.queues.normal.arn }],
          },
          logGroup: { name: "/trail", region: REGION },
        },
      }),
    );
    await stack.mustRun("up", "--yes");
  });
  after(() => stack.remove());

  it("is as it should be after one update: a second changes nothing", async () => {
    assert.deepEqual(await stack.steps(), []);
  });

  it("publishes its topics and the addresses of dashboard, alarms and rules", async () => {
    const { monitoring } = await stack.outputs<{ monitoring: MonitoringOutput }>();
    assert.deepEqual(monitoring.topics, {
      [REGION]: {
        critical: `arn:aws:sns:${REGION}:${ACCOUNT}:watched-kms-critical`,
        normal: `arn:aws:sns:${REGION}:${ACCOUNT}:watched-kms-normal`,
      },
    });
    assert.match(
      monitoring.links.dashboard ?? "",
      /^https:\/\/us-east-1\.console\.aws\.amazon\.com\/cloudwatch\//,
    );
    const { DashboardBody = "" } = await cloudwatch.getDashboard({ DashboardName: "watched-kms" });
    assert.match(DashboardBody, /Denied principals/);
  });

  it("tells of each event that a rule is for, on the right topic, and of no near miss", async () => {
    const expected = samples.flatMap((sample) =>
      watches
        .filter(({ event }) => event !== undefined && matchesEvent(event.pattern, sample))
        .map(({ id, severity }) => `${severity}: ${id} ${sample.mark}`),
    );
    const seen = new Set(expected.map((line) => line.split(" ")[1]));
    const rules = watches.filter(({ event }) => event !== undefined);
    assert.deepEqual(
      rules.filter(({ id }) => !seen.has(id)),
      [],
      "every rule has an event to see",
    );

    for (let index = 0; index < samples.length; index += 10) await put(samples.slice(index, index + 10));
    // Local AWS puts the calls of the update itself on the bus, too.
    const received = await inbox.receive("rule", expected.length, (message) =>
      ofRule(message).includes(" sample-"),
    );
    // EventBridge delivers at least once, so a message may come again.
    assert.deepEqual([...new Set(received.map(ofRule))].sort(), expected.sort());
  });

  it("writes messages that say what happened, to what, by whom, and what to do", async () => {
    const sample = samples.find(({ detail }) => detail.eventName === "ScheduleKeyDeletion");
    assert.ok(sample);
    await put([sample]);
    const messages = await inbox.receive("rule", 2); // the deletion, and that it was not Pulumi
    const message = messages.find(({ body }) => body.includes('"deletion-scheduled"'));
    const { content } = JSON.parse(message?.body ?? "{}") as { content: Record<string, string | string[]> };
    assert.equal(content.title, "CRITICAL: A key is scheduled for deletion (watched, us-east-1)");
    assert.match(
      String(content.description),
      /^ScheduleKeyDeletion by arn:aws:iam::111122223333:user\/Alice from .*Key: arn:aws:kms:/,
    );
    assert.match(String(content.nextSteps), /CancelKeyDeletion/);
  });

  it("raises no alarm while nothing is above its threshold", async () => {
    await feed((threshold) => threshold - 1);
    assert.deepEqual(await inAlarm(), []);
    assert.deepEqual((await inbox.receive("alarm", 0)).map(ofAlarm), []);
  });

  it("raises the alarm of each metric filter, keeps it in state and tells the right topic; and all alarms as one", async () => {
    await feed((threshold) => threshold);
    const received = await inbox.receive("alarm", withLog.length);
    assert.deepEqual(
      received.map(ofAlarm).sort(),
      withLog.map(({ id, severity }) => `${severity}: watched-kms-${id} ALARM`).sort(),
    );
    assert.deepEqual(
      (await inAlarm()).sort(),
      ["watched-kms", ...withLog.map(({ id }) => `watched-kms-${id}`)].sort(),
    );
  });

  it("tells the right topic of the alarms that local AWS cannot evaluate: quota, decryptions, expiry", async () => {
    const { MetricAlarms = [] } = await cloudwatch.describeAlarms({});
    const others = MetricAlarms.filter(({ Namespace }) => Namespace !== "kms-foundation/watched");
    const names = others.map(({ AlarmName = "" }) => AlarmName).sort();
    assert.deepEqual(names, [
      "watched-kms-decrypt-volume-orders",
      "watched-kms-material-expiring-orders",
      "watched-kms-quota-use-symmetric",
    ]);
    for (const AlarmName of names)
      await cloudwatch.setAlarmState({ AlarmName, StateValue: "ALARM", StateReason: "a drill" });
    assert.deepEqual((await inbox.receive("alarm", names.length)).map(ofAlarm).sort(), [
      "critical: watched-kms-material-expiring-orders ALARM",
      "normal: watched-kms-decrypt-volume-orders ALARM",
      "normal: watched-kms-quota-use-symmetric ALARM",
    ]);
  });

  it("says when all is well again", async () => {
    await inbox.receive("all", 0); // a new composite alarm says so, too
    const { MetricAlarms = [] } = await cloudwatch.describeAlarms({ StateValue: "ALARM" });
    for (const { AlarmName } of MetricAlarms)
      await cloudwatch.setAlarmState({ AlarmName, StateValue: "OK", StateReason: "a drill" });
    assert.deepEqual((await inbox.receive("all", 1)).map(ofAlarm), ["normal: watched-kms OK"]);
  });

  async function put(some: readonly BusEvent[]): Promise<void> {
    const { FailedEntryCount } = await events.putEvents({
      Entries: some.map((event) => ({
        Source: event.source,
        DetailType: event["detail-type"],
        Resources: [...event.resources],
        Detail: JSON.stringify(event.detail),
      })),
    });
    assert.equal(FailedEntryCount, 0);
  }

  /** Writes what each metric filter would have counted, and has its alarm look at once instead of in five minutes. */
  async function feed(countOf: (threshold: number) => number): Promise<void> {
    const { MetricAlarms = [] } = await cloudwatch.describeAlarms({ MaxRecords: 100 });
    const fed = MetricAlarms.filter(({ Namespace }) => Namespace === "kms-foundation/watched");
    assert.equal(fed.length, withLog.length);
    for (const { Namespace, MetricName, Threshold = 0 } of fed)
      await cloudwatch.putMetricData({ Namespace, MetricData: [{ MetricName, Value: countOf(Threshold) }] });
    await sleep(2000); // what is younger than a second is not looked at yet
    for (const alarm of fed) await cloudwatch.putMetricAlarm(definitionOf(alarm));
    await sleep(2000);
  }

  async function inAlarm(): Promise<string[]> {
    const { MetricAlarms = [], CompositeAlarms = [] } = await cloudwatch.describeAlarms({
      StateValue: "ALARM",
      AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
    });
    return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName = "" }) => AlarmName);
  }
});

function definitionOf(alarm: MetricAlarm) {
  const { AlarmName, ComparisonOperator, EvaluationPeriods } = alarm;
  return {
    ...{ AlarmName, ComparisonOperator, EvaluationPeriods },
    ActionsEnabled: alarm.ActionsEnabled,
    AlarmActions: alarm.AlarmActions,
    AlarmDescription: alarm.AlarmDescription,
    MetricName: alarm.MetricName,
    Namespace: alarm.Namespace,
    Statistic: alarm.Statistic,
    Period: alarm.Period,
    Threshold: alarm.Threshold,
    TreatMissingData: alarm.TreatMissingData,
  };
}

interface Received {
  readonly topic: "critical" | "normal";
  /** What was published. */
  readonly body: string;
}

/** `critical: deletion-scheduled sample-1` */
function ofRule({ topic, body }: Received): string {
  const { metadata, content } = JSON.parse(body) as {
    metadata: { eventType: string; additionalContext: { cloudTrailEventId?: string } };
    content: { description: string };
  };
  const mark =
    metadata.additionalContext.cloudTrailEventId ?? /Key: .*\/(.*)$/.exec(content.description)?.[1] ?? "";
  return `${topic}: ${metadata.eventType} ${mark}`;
}

/** A message of a rule, of an alarm, or of the composite alarm over all. */
type Kind = "rule" | "alarm" | "all";

function kindOf({ body }: Received): Kind {
  const { AlarmName } = JSON.parse(body) as { AlarmName?: string };
  if (AlarmName === undefined) return "rule";
  return AlarmName === "watched-kms" ? "all" : "alarm";
}

/** `critical: watched-kms-root-use ALARM` */
function ofAlarm({ topic, body }: Received): string {
  const { AlarmName, NewStateValue } = JSON.parse(body) as { AlarmName: string; NewStateValue: string };
  return `${topic}: ${AlarmName} ${NewStateValue}`;
}

/** A queue for each topic. */
class Inbox {
  private constructor(
    private readonly sqs: SQS,
    readonly queues: Readonly<Record<"critical" | "normal", { readonly url: string; readonly arn: string }>>,
  ) {}

  static async open(sqs: SQS): Promise<Inbox> {
    const make = async (QueueName: string) => {
      const { QueueUrl: url = "" } = await sqs.createQueue({ QueueName });
      return { url, arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${QueueName}` };
    };
    return new Inbox(sqs, { critical: await make("watched-critical"), normal: await make("watched-normal") });
  }

  /** Waits until as many messages of the kind are there, then a little longer, for those that should not be. */
  async receive(
    kind: Kind,
    count: number,
    isWanted: (message: Received) => boolean = () => true,
  ): Promise<Received[]> {
    const received: Received[] = [];
    const take = async () => {
      received.push(
        ...(await this.poll()).filter((message) => kindOf(message) === kind && isWanted(message)),
      );
    };
    const deadline = Date.now() + 60_000;
    while (received.length < count && Date.now() < deadline) await take();
    await take();
    await take();
    return received;
  }

  private async poll(): Promise<Received[]> {
    const polled = (["critical", "normal"] as const).map(async (topic) => {
      const { url: QueueUrl } = this.queues[topic];
      const { Messages = [] } = await this.sqs.receiveMessage({
        QueueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 1,
      });
      for (const { ReceiptHandle } of Messages) await this.sqs.deleteMessage({ QueueUrl, ReceiptHandle });
      return Messages.map(({ Body = "" }): Received => ({
        topic,
        body: (JSON.parse(Body) as { Message: string }).Message,
      }));
    });
    return (await Promise.all(polled)).flat();
  }
}
