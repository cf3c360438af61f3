import assert from "node:assert/strict";
import {
  type Fact,
  type KeyFacts,
  type Reference,
  type ResourceFacts,
  UNKNOWN,
} from "../../../rulebook/facts";
import { alarmVerdicts } from "../../../rulebook/monitoring/alarms";
import { aKey, estate, place } from "../soundKey";

const HERE = "us-east-1";
const THERE = "eu-west-1";
const deletion = { eventName: "ScheduleKeyDeletion", readOnly: false };
const decryption = { eventName: "Decrypt", readOnly: true };
const to = (id: string): Reference => ({ to: "resource", id });
const topicPlace = place("aws:sns/topic:Topic", "alarms");
const topic = { topic: { ...topicPlace, key: undefined } };
const onTopic = to(topicPlace.resource.id);
const otherTopic = { topic: { ...place("aws:sns/topic:Topic", "silent"), key: undefined } };

const subscription = (of: Fact<Reference | undefined> = onTopic): ResourceFacts => ({
  subscription: { ...place("aws:sns/topicSubscription:TopicSubscription", "mail"), topic: of },
});
const trail = (multiRegion: Fact<boolean>): ResourceFacts => ({
  trail: {
    ...place("aws:cloudtrail/trail:Trail", "trail"),
    ...{ multiRegion, logging: true, validated: true, kmsEvents: "all" as const, key: undefined },
  },
});
const filter = (changes: object = {}): ResourceFacts => ({
  metricFilter: {
    ...place("aws:cloudwatch/logMetricFilter:LogMetricFilter", "filter"),
    ...{ pattern: "{ $.eventName = ScheduleKeyDeletion }", namespace: "Keys", metric: "Deleted" },
    ...changes,
  },
});
const alarm = (changes: object = {}): ResourceFacts => ({
  alarm: {
    ...place("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm"),
    ...{ namespace: "Keys", metric: "Deleted", actionsEnabled: true, actions: [onTopic] },
    ...changes,
  },
});
const rule = {
  ...place("aws:cloudwatch/eventRule:EventRule", "rule"),
  pattern: { detail: { eventName: ["ScheduleKeyDeletion", "Decrypt"] } } as Fact<unknown>,
  state: "ENABLED",
  bus: "default",
};
const eventRule = (changes: object = {}): ResourceFacts => ({ eventRule: { ...rule, ...changes } });
const target = (changes: object = {}): ResourceFacts => ({
  eventTarget: {
    ...place("aws:cloudwatch/eventTarget:EventTarget", "target"),
    ...{ rule: to(rule.resource.id), target: onTopic },
    ...changes,
  },
});
const otherTarget = target({ rule: to("urn:another"), target: to("urn:another") });

interface Case {
  readonly what: string;
  readonly facts: readonly ResourceFacts[];
  readonly heard?: true;
  readonly key?: Partial<KeyFacts>;
  readonly call?: typeof deletion;
}

const heardByFilter = [topic, subscription(), filter(), alarm()];
const heardByRule = [topic, subscription(), eventRule(), target()];
const ALL = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

const cases: readonly Case[] = [
  { what: "a filter and an alarm", facts: heardByFilter, heard: true },
  { what: "an alarm alone", facts: [topic, subscription(), alarm()] },
  {
    what: "a filter that is not known",
    facts: [topic, subscription(), filter({ pattern: UNKNOWN }), alarm()],
  },
  {
    what: "an alarm on another metric",
    facts: [topic, subscription(), filter(), alarm({ metric: "Other" })],
  },
  {
    what: "an alarm in another namespace",
    facts: [topic, subscription(), filter(), alarm({ namespace: "Other" })],
  },
  { what: "an alarm in another Region", facts: [topic, subscription(), filter(), alarm({ region: THERE })] },
  {
    what: "an alarm without actions",
    facts: [topic, subscription(), filter(), alarm({ actionsEnabled: false })],
  },
  {
    what: "an alarm with actions not known",
    facts: [topic, subscription(), filter(), alarm({ actions: UNKNOWN })],
  },
  {
    what: "an alarm whose being on is not known",
    facts: [topic, subscription(), filter(), alarm({ actionsEnabled: UNKNOWN })],
    heard: true,
  },
  {
    what: "two alarms, of which one is ours",
    facts: [...heardByFilter, alarm({ metric: "Other" })],
    heard: true,
  },
  { what: "a topic without subscription", facts: [topic, filter(), alarm()] },
  {
    what: "a subscription of another topic",
    facts: [topic, otherTopic, subscription(to(otherTopic.topic.resource.id)), filter(), alarm()],
  },
  { what: "a subscription of what is not known", facts: [topic, subscription(UNKNOWN), filter(), alarm()] },
  {
    what: "two actions, of which one is heard",
    facts: [
      topic,
      otherTopic,
      subscription(),
      filter(),
      alarm({ actions: [to(otherTopic.topic.resource.id), onTopic] }),
    ],
    heard: true,
  },
  { what: "a topic elsewhere", facts: [filter(), alarm({ actions: [to("urn:elsewhere")] })], heard: true },
  {
    what: "a filter elsewhere, all trails elsewhere",
    facts: heardByFilter,
    key: { region: THERE },
    heard: true,
  },
  {
    what: "a filter elsewhere, of a trail of all Regions",
    facts: [...heardByFilter, trail(true)],
    key: { region: THERE },
    heard: true,
  },
  {
    what: "a filter elsewhere, of a trail that may be of all Regions",
    facts: [...heardByFilter, trail(UNKNOWN)],
    key: { region: THERE },
    heard: true,
  },
  {
    what: "a filter elsewhere, of a trail of one Region",
    facts: [...heardByFilter, trail(false)],
    key: { region: THERE },
  },
  {
    what: "a filter elsewhere, of a trail of one Region and one of all",
    facts: [...heardByFilter, trail(false), trail(true)],
    key: { region: THERE },
    heard: true,
  },
  { what: "a filter here, of a trail of one Region", facts: [...heardByFilter, trail(false)], heard: true },
  { what: "an event rule with a target", facts: heardByRule, heard: true },
  { what: "an event rule without a target", facts: [topic, subscription(), eventRule()] },
  {
    what: "an event rule in another Region",
    facts: [topic, subscription(), eventRule({ region: THERE }), target()],
  },
  {
    what: "an event rule that is off",
    facts: [topic, subscription(), eventRule({ state: "DISABLED" }), target()],
  },
  {
    what: "an event rule on another bus",
    facts: [topic, subscription(), eventRule({ bus: "mine" }), target()],
  },
  {
    what: "an event rule on a bus that is not known",
    facts: [topic, subscription(), eventRule({ bus: UNKNOWN }), target()],
    heard: true,
  },
  {
    what: "an event rule with a pattern not known",
    facts: [topic, subscription(), eventRule({ pattern: UNKNOWN }), target()],
  },
  {
    what: "an event rule of something else",
    facts: [topic, subscription(), eventRule({ pattern: { source: ["aws.ec2"] } }), target()],
  },
  {
    what: "a target of another rule",
    facts: [topic, subscription(), eventRule(), target({ rule: to("urn:another") })],
  },
  {
    what: "a target of a rule not known",
    facts: [topic, subscription(), eventRule(), target({ rule: UNKNOWN })],
  },
  {
    what: "a target that is not known",
    facts: [topic, subscription(), eventRule(), target({ target: UNKNOWN })],
  },
  {
    what: "no target that is set",
    facts: [topic, subscription(), eventRule(), target({ target: undefined })],
  },
  { what: "two targets, of which one is ours", facts: [...heardByRule, otherTarget], heard: true },
  { what: "a read by an event rule for writes", facts: heardByRule, call: decryption },
  {
    what: "a read by an event rule for all",
    facts: [topic, subscription(), eventRule({ state: ALL }), target()],
    call: decryption,
    heard: true,
  },
  {
    what: "a write by an event rule for all",
    facts: [topic, subscription(), eventRule({ state: ALL }), target()],
    heard: true,
  },
];

describe("who hears of a call", () => {
  for (const { what, facts, heard = false, key = {}, call = deletion } of cases)
    it(`${what}: ${heard ? "somebody" : "nobody"}`, () => {
      const verdicts = alarmVerdicts(estate(aKey(key), ...facts), [call]);
      assert.deepEqual(
        verdicts.map(({ verdict }) => verdict.status),
        [heard ? "pass" : "violation"],
      );
    });

  it("is asked once for each Region with keys, and of all calls together", () => {
    const regions = [HERE, THERE, HERE].map((region) => aKey({ region }));
    const verdicts = alarmVerdicts(estate(...regions), [deletion, decryption]);
    assert.deepEqual(
      verdicts.map(({ verdict }) => verdict.status === "violation" && verdict.message.split(":")[0]),
      [HERE, THERE].map((region) => `nobody hears of ScheduleKeyDeletion, Decrypt in ${region}`),
    );
  });

  it("is not asked without keys, nor where a key's Region is not known", () => {
    assert.deepEqual(
      alarmVerdicts(estate(), [deletion]).map(({ verdict }) => verdict),
      [{ status: "notApplicable", reason: "there is no key to watch" }],
    );
    assert.deepEqual(
      alarmVerdicts(estate(aKey({ region: UNKNOWN })), [deletion]).map(({ verdict }) => verdict),
      [{ status: "unknown", what: "Region of a key" }],
    );
  });
});
