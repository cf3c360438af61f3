/** Cases at the edges of what rules look at: what is not known, what is about something else, what is right at a limit. */
import assert from "node:assert/strict";
import { rules } from "../../rulebook";
import { type Fact, type KeyFacts, type Reference, type ResourceFacts, UNKNOWN } from "../../rulebook/facts";
import { type Cases, verdictOf } from "./case";
import {
  aKey,
  allow,
  aReplica,
  estate,
  live,
  OUTSIDER,
  OWNER,
  place,
  policyOf,
  role,
  rootStatement,
  soundAlias,
  soundGrant,
  soundKey,
  soundReplica,
} from "./soundKey";

const to = (id: string): Reference => ({ to: "resource", id });
const named = (text: string): Reference => ({ to: "text", text });
const topicPlace = place("aws:sns/topic:Topic", "alarms");
const onTopic = [to(topicPlace.resource.id)];
const elsewhere = [to("urn:another")];

const topic = (key?: Fact<Reference | undefined>): ResourceFacts => ({
  topic: { ...topicPlace, key },
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
    ...{ namespace: "Keys", metric: "Deleted", actionsEnabled: true, actions: onTopic },
    ...changes,
  },
});
const eventRule = (
  changes: object = {},
  target: Fact<Reference> | null = to(topicPlace.resource.id),
): ResourceFacts[] => {
  const rule = {
    ...place("aws:cloudwatch/eventRule:EventRule", "rule"),
    pattern: { source: ["aws.kms"], detail: { eventName: ["ScheduleKeyDeletion"] } },
    ...{ state: "ENABLED", bus: "default" },
    ...changes,
  };
  const place_ = place("aws:cloudwatch/eventTarget:EventTarget", "target");
  return [
    { eventRule: rule },
    { eventTarget: { ...place_, rule: to(rule.resource.id), target: target ?? undefined } },
  ];
};
const services = (...names: string[]): Partial<KeyFacts> => ({
  policy: policyOf(
    rootStatement,
    ...names.map((name) =>
      allow({ Service: `${name}.amazonaws.com` }, ["kms:Decrypt", "kms:GenerateDataKey*"], {
        StringEquals: { "aws:SourceAccount": OWNER },
      }),
    ),
  ),
});
const alias = (changes: object = {}): ResourceFacts => ({ alias: { ...soundAlias, ...changes } });
const twin = (changes: object = {}) => alias({ ...place("aws:kms/alias:Alias", "twin"), ...changes });
const grant = (name: string, changes: object = {}): ResourceFacts => ({
  grant: { ...soundGrant, ...place("aws:kms/grant:Grant", name), ...changes },
});
const twoGrants = (first: object, second: object) => estate(grant("first", first), grant("second", second));
const explicit = (...statements: object[]) => estate(aKey({ policy: policyOf(...statements) }));
const attached = (changes: object) => ({
  keyPolicy: {
    ...soundKey,
    ...place("aws:kms/keyPolicy:KeyPolicy", "apart"),
    policy: policyOf(rootStatement, allow(role("App"), "kms:Decrypt")),
    ...changes,
  },
});
const otherKey = (changes: Partial<KeyFacts> = {}) =>
  aKey({ ...place("aws:kms/key:Key", "other"), ...changes });

const corners: Cases = {
  "kms-alarm-topic-deliverable": [
    {
      name: "alarms of another topic",
      estate: estate(topic(), alarm({ actions: elsewhere })),
      expect: "notApplicable",
    },
    {
      name: "actions that are not known",
      estate: estate(topic(), alarm({ actions: UNKNOWN })),
      expect: "notApplicable",
    },
    {
      name: "event rules of another target",
      estate: estate(topic(), ...eventRule({}, elsewhere[0])),
      expect: "notApplicable",
    },
    {
      name: "a target that is not known",
      estate: estate(topic(), ...eventRule({}, UNKNOWN)),
      expect: "notApplicable",
    },
    { name: "no target", estate: estate(topic(), ...eventRule({}, null)), expect: "notApplicable" },
    {
      name: "one action of several",
      estate: estate(topic(), filter(), alarm({ actions: [...elsewhere, ...onTopic] })),
      expect: "violation",
    },
    {
      name: "a key by its ARN",
      estate: estate(topic(named("arn:aws:kms:us-east-1:1:key/2")), alarm()),
      expect: "notApplicable",
    },
    {
      name: "AWS's own key by its ARN",
      estate: estate(topic(named(`arn:aws:kms:us-east-1:${OWNER}:alias/aws/sns`)), alarm()),
      expect: "violation",
      message: /cloudwatch\.amazonaws\.com publish/,
    },
    {
      name: "a key whose policy is not known",
      estate: estate(aKey({ policy: UNKNOWN }), topic(to(soundKey.resource.id)), alarm()),
      expect: "unknown",
    },
    {
      name: "a key for both services",
      estate: estate(
        aKey(services("cloudwatch", "events")),
        topic(to(soundKey.resource.id)),
        alarm(),
        ...eventRule(),
      ),
      expect: "pass",
    },
    ...[
      { name: "a filter of other calls", filter: { pattern: "{ $.eventName = CreateKey }" } },
      { name: "a filter that is not known", filter: { pattern: UNKNOWN } },
      { name: "a filter of everything", filter: { pattern: " " } },
      { name: "a filter with another metric", filter: { metric: "Other" } },
      { name: "a filter in another namespace", filter: { namespace: "Other" } },
    ].map((one) => ({
      name: `no key, ${one.name}`,
      estate: estate(topic(), filter(one.filter), alarm()),
      expect: "pass" as const,
    })),
    {
      name: "no key, an alarm about keys on another topic",
      estate: estate(topic(), filter(), alarm({ actions: elsewhere }), alarm({ metric: "Other" })),
      expect: "pass",
    },
    {
      name: "no key, an event rule about something else",
      estate: estate(topic(), ...eventRule({ pattern: { source: ["aws.ec2"] } })),
      expect: "pass",
    },
    {
      name: "no key, an event rule in a Region that is not known",
      estate: estate(topic(), ...eventRule({ region: UNKNOWN })),
      expect: "violation",
    },
    {
      name: "no key, an event rule of one Region",
      estate: estate(topic(), ...eventRule({ region: "eu-west-1", pattern: { region: ["eu-west-1"] } })),
      expect: "violation",
    },
    {
      name: "no key, an event rule of another Region than its own",
      estate: estate(topic(), ...eventRule({ region: "eu-west-1", pattern: { region: ["us-east-1"] } })),
      expect: "pass",
    },
  ],
  "kms-alias-dangling": [
    { name: "a name that AWS makes up", estate: estate(aKey(), alias({ name: undefined })), expect: "pass" },
    { name: "a name that is not known", estate: estate(aKey(), alias({ name: UNKNOWN })), expect: "pass" },
    {
      name: "two aliases with names that AWS makes up",
      estate: estate(aKey(), alias({ name: undefined }), twin({ name: undefined })),
      expect: "pass",
    },
    {
      name: "two aliases with names that are not known",
      estate: estate(aKey(), alias({ name: UNKNOWN }), twin({ name: UNKNOWN })),
      expect: "pass",
    },
    {
      name: "two aliases with two names",
      estate: estate(aKey(), alias(), twin({ name: "alias/b" })),
      expect: "pass",
    },
    {
      name: "two aliases of one name where Regions are not known",
      estate: estate(aKey(), alias({ region: UNKNOWN }), twin({ region: UNKNOWN })),
      expect: "pass",
    },
    {
      name: "a live key that is disabled",
      estate: estate(aKey({ live: { ...live, state: "Disabled" } }), alias()),
      expect: "violation",
      message: /disabled/,
    },
    {
      name: "a primary key whose replicas go first",
      estate: estate(aKey({ live: { ...live, state: "PendingReplicaDeletion" } }), alias()),
      expect: "violation",
      message: /being deleted/,
    },
    {
      name: "a replica whose primary is elsewhere",
      estate: estate(
        aReplica(),
        otherKey(),
        alias({ target: to(soundReplica.resource.id), region: "us-west-2" }),
      ),
      expect: "pass",
    },
    {
      name: "a replica, and another name in the primary's Region",
      estate: estate(
        ...[aKey(), aReplica(), otherKey()],
        alias({ target: to(soundReplica.resource.id), region: "us-west-2" }),
        twin({ name: "alias/b", target: to("urn:pulumi:test::shop::aws:kms/key:Key::other") }),
      ),
      expect: "pass",
    },
    {
      name: "a replica, and the name in a Region that is not known",
      estate: estate(
        ...[aKey(), aReplica(), otherKey()],
        alias({ target: to(soundReplica.resource.id), region: "us-west-2" }),
        twin({ region: UNKNOWN, target: to("urn:pulumi:test::shop::aws:kms/key:Key::other") }),
      ),
      expect: "pass",
    },
    {
      name: "a replica, and the name of another key in a third Region",
      estate: estate(
        ...[aKey(), aReplica(), otherKey()],
        alias({ target: to(soundReplica.resource.id), region: "us-west-2" }),
        twin({ region: "eu-west-1", target: to("urn:pulumi:test::shop::aws:kms/key:Key::other") }),
      ),
      expect: "pass",
    },
  ],
  "kms-grant-hygiene": [
    {
      name: "the same operations in another order",
      estate: twoGrants({ operations: ["Decrypt", "Encrypt"] }, { operations: ["Encrypt", "Decrypt"] }),
      on: "second",
      expect: "violation",
    },
    ...[
      { name: "other operations", changes: { operations: ["Encrypt"] } },
      { name: "operations that are not known", changes: { operations: UNKNOWN } },
      { name: "another grantee", changes: { granteePrincipal: `arn:aws:iam::${OWNER}:role/Other` } },
      { name: "a constraint", changes: { constraints: { encryptionContextSubset: { a: "b" } } } },
      { name: "constraints that are not known", changes: { constraints: UNKNOWN } },
      { name: "another key", changes: { key: to("urn:other") } },
      { name: "a key that is not known", changes: { key: UNKNOWN } },
    ].map(({ name, changes }) => ({
      name: `a second grant with ${name}`,
      estate: twoGrants({}, changes),
      on: "second",
      expect: "pass" as const,
    })),
    ...["key", "operations", "constraints", "granteePrincipal"].map((fact) => ({
      name: `two grants whose ${fact} is not known`,
      estate: twoGrants({ [fact]: UNKNOWN }, { [fact]: UNKNOWN }),
      on: "second",
      expect: "pass" as const,
    })),
    {
      name: "the same constraint",
      estate: twoGrants(
        { constraints: { encryptionContextSubset: { a: "b" } } },
        { constraints: { encryptionContextSubset: { a: "b" } } },
      ),
      on: "second",
      expect: "violation",
    },
    {
      name: "a deleted grantee",
      estate: estate(grant("worker", { granteePrincipal: "AROAEXAMPLEEXAMPLE123" })),
      expect: "violation",
      message: /AROAEXAMPLEEXAMPLE123 was deleted/,
    },
    {
      name: "a grantee that is not known",
      estate: estate(grant("worker", { granteePrincipal: UNKNOWN })),
      expect: "pass",
    },
    {
      name: "a role with a deleted role's id within",
      estate: estate(
        grant("worker", { granteePrincipal: `arn:aws:iam::${OWNER}:role/AROAEXAMPLEEXAMPLE123` }),
      ),
      expect: "pass",
    },
    ...[
      { days: 365, expect: "pass" as const },
      { days: 366, expect: "violation" as const },
    ].map(({ days, expect }) => ({
      name: `a grant of ${days} days`,
      estate: estate(
        grant("worker", {
          createdAt: "2025-01-01T00:00:00Z",
          readAt: new Date(Date.UTC(2025, 0, 1 + days)).toISOString(),
        }),
      ),
      options: { maximumAgeInDays: 365 },
      expect,
    })),
    {
      name: "as many grants as may be",
      estate: twoGrants({}, { operations: ["Encrypt"] }),
      on: "second",
      options: { maximumGrants: 2 },
      expect: "pass",
    },
  ],
  "kms-policy-explicit": [
    {
      name: "the root by its account id",
      estate: explicit({ ...rootStatement, Principal: { AWS: OWNER } }),
      expect: "violation",
    },
    {
      name: "a policy that cannot be read",
      estate: estate(aKey({ policy: { kind: "unreadable", problem: "x" } })),
      expect: "pass",
    },
    { name: "no statement", estate: explicit(), expect: "pass" },
    { name: "a Deny alone", estate: explicit({ ...rootStatement, Effect: "Deny" }), expect: "pass" },
    {
      name: "the root under a condition",
      estate: explicit({ ...rootStatement, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
      expect: "pass",
    },
    {
      name: "a service alone",
      estate: explicit({ ...rootStatement, Principal: { Service: "s3.amazonaws.com" } }),
      expect: "pass",
    },
    {
      name: "a role alone",
      estate: explicit({ ...rootStatement, Principal: role("Admin") }),
      expect: "pass",
    },
    { name: "everybody", estate: explicit({ ...rootStatement, Principal: "*" }), expect: "pass" },
    {
      name: "an id with more digits",
      estate: explicit({ ...rootStatement, Principal: { AWS: `${OWNER}1` } }),
      expect: "pass",
    },
    {
      name: "two roots",
      estate: explicit({
        ...rootStatement,
        Principal: { AWS: [OWNER, OUTSIDER].map((account) => `arn:aws:iam::${account}:root`) },
      }),
      expect: "pass",
    },
    { name: "other actions", estate: explicit({ ...rootStatement, Action: "kms:Decrypt" }), expect: "pass" },
    {
      name: "more actions",
      estate: explicit({ ...rootStatement, Action: ["kms:*", "kms:Decrypt"] }),
      expect: "pass",
    },
    {
      name: "NotAction",
      estate: explicit({ ...rootStatement, Action: undefined, NotAction: "kms:Decrypt" }),
      expect: "pass",
    },
    ...[
      { name: "to another key", attachedTo: to("urn:other") },
      { name: "to nothing", attachedTo: undefined },
      { name: "to what is not known", attachedTo: UNKNOWN },
    ].map(({ name, attachedTo }) => ({
      name: `a policy apart, attached ${name}`,
      estate: estate(aKey(), attached({ attachedTo })),
      expect: "violation" as const,
    })),
  ],
};

describe("rules at their edges", () => {
  for (const [id, cases] of Object.entries(corners))
    for (const one of cases)
      it(`${id}, ${one.expect}: ${one.name}`, () => {
        const rule = rules.find((candidate) => candidate.id === id);
        assert.ok(rule);
        const verdict = verdictOf(rule, one);
        assert.equal(verdict.status, one.expect, JSON.stringify(verdict));
        if (one.message) assert.match(JSON.stringify(verdict), one.message);
      });
});
