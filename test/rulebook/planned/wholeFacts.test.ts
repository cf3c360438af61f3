/** Everything that is read of a resource, so that nothing is left out and nothing made up. */
import assert from "node:assert/strict";
import { UNKNOWN } from "../../../rulebook/facts";
import { factsOf } from "../../../rulebook/planned/factsOf";
import { attempt, objectOf, objectsOf, textOf, textsOf } from "../../../rulebook/planned/properties";
import { type Extra, resource } from "./resource";

const at = (type: string, region: unknown = UNKNOWN) => ({
  resource: { id: `urn:pulumi:test::shop::aws:${type}::orders`, type: `aws:${type}`, name: "orders" },
  ownerAccount: UNKNOWN,
  region,
});
const text = (name: string) => ({ to: "text", text: name });
const facts = (type: string, props: Record<string, unknown> = {}, extra?: Extra) =>
  factsOf(resource(`aws:${type}`, props, extra));

const plainKey = {
  usage: "ENCRYPT_DECRYPT",
  lockoutCheckBypassed: false,
  policy: { kind: "default" },
  attachedTo: undefined,
  description: undefined,
  deletionWindowInDays: undefined,
  tags: {},
  protected: false,
  primary: undefined,
  rotationPeriodInDays: undefined,
  enabled: true,
  materialExpiresAt: undefined,
};

describe("whole facts of keys", () => {
  const both = (fact: object) => ({ key: fact, keyPolicy: fact });

  it("of a plain key", () => {
    const expected = {
      role: "singleRegion",
      spec: "SYMMETRIC_DEFAULT",
      origin: "AWS_KMS",
      rotationEnabled: false,
    };
    assert.deepEqual(facts("kms/key:Key"), both({ ...at("kms/key:Key"), ...plainKey, ...expected }));
  });

  it("of a key with everything", () => {
    const given = {
      ...{
        description: "d",
        deletionWindowInDays: 7,
        customerMasterKeySpec: "RSA_4096",
        keyUsage: "SIGN_VERIFY",
      },
      ...{ multiRegion: true, isEnabled: false, enableKeyRotation: true, rotationPeriodInDays: 90 },
      ...{ bypassPolicyLockoutSafetyCheck: true, tags: { a: 1 }, region: "eu-west-1" },
    };
    const expected = {
      ...at("kms/key:Key", "eu-west-1"),
      ...plainKey,
      ...{
        description: "d",
        deletionWindowInDays: 7,
        spec: "RSA_4096",
        usage: "SIGN_VERIFY",
        role: "primary",
      },
      ...{
        enabled: false,
        rotationEnabled: true,
        rotationPeriodInDays: 90,
        origin: "AWS_KMS",
        protected: true,
      },
      ...{ lockoutCheckBypassed: true, tags: { a: "1" } },
    };
    assert.deepEqual(facts("kms/key:Key", given, { protect: true }), both(expected));
  });

  it("of a key that has nothing of what AWS knows", () => {
    const odd = facts("kms/key:Key", { customerMasterKeySpec: "NEW_SPEC", keyUsage: "NEW_USAGE" })?.key;
    assert.deepEqual([odd?.spec, odd?.usage], [UNKNOWN, UNKNOWN]);
    const number = facts("kms/key:Key", { customerMasterKeySpec: 7, keyUsage: 7 })?.key;
    assert.deepEqual([number?.spec, number?.usage], [UNKNOWN, UNKNOWN]);
  });

  for (const unknown of [["customKeyStoreId"], ["xksKeyId"], ["customKeyStoreId", "xksKeyId"]])
    it(`of a key whose ${unknown.join(" and ")} is not known`, () => {
      assert.equal(facts("kms/key:Key", { xksKeyId: "x" }, { unknown })?.key?.origin, UNKNOWN);
    });

  it("of imported material", () => {
    const type = "kms/externalKey:ExternalKey";
    const external = {
      role: "singleRegion",
      spec: "SYMMETRIC_DEFAULT",
      origin: "EXTERNAL",
      rotationEnabled: false,
    };
    assert.deepEqual(facts(type), both({ ...at(type), ...plainKey, ...external }));
    const given = { enabled: false, validTo: "2027-01-01T00:00:00Z", keySpec: "HMAC_256", multiRegion: true };
    const key = facts(type, { ...given, keyUsage: "GENERATE_VERIFY_MAC" })?.key;
    assert.deepEqual(
      [key?.enabled, key?.materialExpiresAt, key?.spec, key?.usage, key?.role],
      [false, given.validTo, "HMAC_256", "GENERATE_VERIFY_MAC", "primary"],
    );
  });

  for (const [type, origin] of [
    ["kms/replicaKey:ReplicaKey", "AWS_KMS"],
    ["kms/replicaExternalKey:ReplicaExternalKey", "EXTERNAL"],
  ] as const)
    it(`of a ${type}`, () => {
      const inherited = {
        spec: UNKNOWN,
        usage: UNKNOWN,
        rotationEnabled: UNKNOWN,
        rotationPeriodInDays: UNKNOWN,
      };
      const expected = { ...at(type), ...plainKey, ...inherited, role: "replica", origin };
      assert.deepEqual(facts(type), both(expected));
      const given = { enabled: false, validTo: "2027-01-01T00:00:00Z", primaryKeyArn: "arn:1" };
      const key = facts(type, given)?.key;
      assert.deepEqual(
        [key?.enabled, key?.materialExpiresAt, key?.primary],
        [false, given.validTo, text("arn:1")],
      );
    });

  it("of a key policy apart", () => {
    const type = "kms/keyPolicy:KeyPolicy";
    assert.deepEqual(facts(type, { keyId: "1234" }), {
      keyPolicy: {
        ...at(type),
        resource: { ...at(type).resource, names: ["1234"] },
        usage: UNKNOWN,
        lockoutCheckBypassed: false,
        policy: { kind: "default" },
        attachedTo: text("1234"),
        tags: {},
      },
    });
  });

  it("with the tags that the provider worked out, before its default tags and the resource's own", () => {
    const provider = { defaultTags: { tags: { b: "2" } } };
    const tags = (props: Record<string, unknown>, extra?: Extra) =>
      facts("kms/key:Key", props, { provider, ...extra })?.key?.tags;
    assert.deepEqual(tags({ tags: { a: "1" } }), { a: "1", b: "2" });
    assert.deepEqual(tags({ tags: { a: "1" }, tagsAll: { c: "3" } }), { c: "3" });
    assert.deepEqual(tags({ tags: { a: "1" }, tagsAll: {} }, { unknown: ["tagsAll"] }), { a: "1", b: "2" });
    assert.equal(tags({}, { unknown: ["tags"] }), UNKNOWN);
    assert.deepEqual(tags({}, { provider: { defaultTags: "plain text" } }), {});
  });
});

describe("where a resource is", () => {
  const key = (props: Record<string, unknown>, provider?: Record<string, unknown>) =>
    facts("kms/key:Key", props, provider && { provider })?.key;

  it("is told by every name that it goes by", () => {
    const arn = "arn:aws:kms:us-east-1:111111111111:key/1";
    const found = key({ arn, id: "1", keyId: "2" });
    assert.deepEqual(found?.resource.names, [arn, "1", "2"]);
    assert.equal(found.ownerAccount, "111111111111");
    assert.equal(key({ id: "1" })?.ownerAccount, UNKNOWN);
  });

  it("is told by the provider", () => {
    assert.equal(key({}, { region: "eu-west-1" })?.region, "eu-west-1");
    assert.equal(key({}, {})?.region, UNKNOWN);
    assert.equal(key({}, { allowedAccountIds: "111111111111" })?.ownerAccount, "111111111111");
    assert.equal(key({}, { allowedAccountIds: [] })?.ownerAccount, UNKNOWN);
    const assumeRole = { roleArn: "arn:aws:iam::222222222222:role/Deploy" };
    assert.equal(key({}, { assumeRole })?.ownerAccount, "222222222222");
    assert.equal(key({}, { assumeRole: JSON.stringify(assumeRole) })?.ownerAccount, "222222222222");
    assert.equal(key({}, { assumeRole: { roleArn: 7 } })?.ownerAccount, UNKNOWN);
    assert.equal(
      key({}, { assumeRole, allowedAccountIds: ["111111111111", "333333333333"] })?.ownerAccount,
      "222222222222",
    );
  });
});

describe("whole facts of what gives access", () => {
  it("of a grant", () => {
    const type = "kms/grant:Grant";
    const none = { key: undefined, granteePrincipal: "", retiringPrincipal: undefined, operations: [] };
    assert.deepEqual(facts(type), {
      grant: { ...at(type), ...none, constraints: undefined, madeByService: undefined },
    });
    const given = { keyId: "1", granteePrincipal: "g", retiringPrincipal: "r", operations: ["Decrypt"] };
    const constraints = { encryptionContextSubset: { a: 1 } };
    const grant = facts(type, { ...given, constraints })?.grant;
    assert.deepEqual(
      [grant?.granteePrincipal, grant?.retiringPrincipal, grant?.operations, grant?.constraints],
      ["g", "r", ["Decrypt"], { encryptionContextSubset: { a: "1" } }],
    );
  });

  it("of an alias", () => {
    const type = "kms/alias:Alias";
    assert.deepEqual(facts(type, { name: "alias/a" }), {
      alias: { ...at(type), name: "alias/a", target: undefined },
    });
  });

  it("of policies of IAM, with the keys that they are made from", () => {
    for (const kind of [
      "policy:Policy",
      "rolePolicy:RolePolicy",
      "userPolicy:UserPolicy",
      "groupPolicy:GroupPolicy",
    ]) {
      const type = `iam/${kind}`;
      assert.deepEqual(facts(type, {}), { identityPolicy: { ...at(type), policy: undefined, keys: [] } });
      const extra = { unknown: ["policy"], from: { policy: ["urn:key"] } };
      assert.deepEqual(facts(type, {}, extra), {
        identityPolicy: { ...at(type), policy: UNKNOWN, keys: [{ to: "resource", id: "urn:key" }] },
      });
    }
    const parsed = facts("iam/policy:Policy", {
      policy: { Version: "2012-10-17", Statement: [] },
    })?.identityPolicy;
    assert.deepEqual(parsed?.policy !== UNKNOWN && parsed?.policy?.statements, []);
    assert.equal("problem" in (parsed ?? {}), false);
  });
});

describe("whole facts of resources that hold data", () => {
  for (const [type, kind, property] of [
    ["cloudwatch/logGroup:LogGroup", "log group", "kmsKeyId"],
    ["ebs/defaultKmsKey:DefaultKmsKey", "default of EBS volumes", "keyArn"],
    ["ebs/volume:Volume", "volume", "kmsKeyId"],
    ["efs/fileSystem:FileSystem", "file system", "kmsKeyId"],
    ["rds/cluster:Cluster", "database cluster", "kmsKeyId"],
    ["rds/instance:Instance", "database", "kmsKeyId"],
    ["secretsmanager/secret:Secret", "secret", "kmsKeyId"],
    ["sqs/queue:Queue", "queue", "kmsMasterKeyId"],
  ] as const)
    it(`of a ${kind}`, () => {
      const fact = { ...at(type), kind, property, bucketKey: undefined };
      assert.deepEqual(facts(type, { [property]: "k" }), { consumer: { ...fact, key: text("k") } });
      assert.deepEqual(facts(type), { consumer: { ...fact, key: undefined } });
      assert.deepEqual(facts(type, { [property]: "" }), { consumer: { ...fact, key: undefined } });
      assert.deepEqual(facts(type, {}, { unknown: [property] }), { consumer: { ...fact, key: UNKNOWN } });
    });

  it("of a table", () => {
    const type = "dynamodb/table:Table";
    const fact = { ...at(type), kind: "table", property: "kmsKeyArn", bucketKey: undefined };
    const from = { serverSideEncryption: ["urn:key"] };
    assert.deepEqual(facts(type, { serverSideEncryption: { enabled: true } }, { from }), {
      consumer: { ...fact, key: undefined },
    });
    assert.deepEqual(facts(type, { serverSideEncryption: { kmsKeyArn: "k" } }, { from }), {
      consumer: { ...fact, key: { to: "resource", id: "urn:key" } },
    });
    assert.deepEqual(facts(type, { serverSideEncryption: { enabled: false, kmsKeyArn: "k" } }), {
      consumer: { ...fact, key: undefined },
    });
  });

  it("of a bucket, by its encryption", () => {
    for (const type of [
      "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
    ]) {
      const fact = { ...at(type), kind: "bucket", property: "kmsMasterKeyId", bucket: text("b") };
      const of = (rule: object) => facts(type, { bucket: "b", rules: [rule] })?.consumer;
      const kms = { sseAlgorithm: "aws:kms", kmsMasterKeyId: "k" };
      assert.deepEqual(of({ applyServerSideEncryptionByDefault: kms, bucketKeyEnabled: true }), {
        ...fact,
        key: text("k"),
        bucketKey: true,
      });
      assert.deepEqual(of({ applyServerSideEncryptionByDefault: kms }), {
        ...fact,
        key: text("k"),
        bucketKey: false,
      });
      assert.deepEqual(of({ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }), {
        ...fact,
        key: undefined,
        bucketKey: undefined,
      });
      assert.deepEqual(of({ applyServerSideEncryptionByDefault: { ...kms, sseAlgorithm: "aws:kms:dsse" } }), {
        ...fact,
        key: text("k"),
        bucketKey: undefined,
      });
    }
  });

  it("of a bucket that says it itself, or nothing", () => {
    const type = "s3/bucket:Bucket";
    const fact = { ...at(type), kind: "bucket", property: "kmsMasterKeyId" };
    const inline = (rule: object) => facts(type, { serverSideEncryptionConfiguration: { rule } })?.consumer;
    assert.deepEqual(
      inline({ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "k" } }),
      {
        ...fact,
        resource: { ...fact.resource, names: [] },
        key: text("k"),
        bucketKey: false,
      },
    );
    assert.deepEqual(facts(type, { bucket: "files", arn: "arn:aws:s3:::files" })?.consumer, {
      ...fact,
      resource: { ...fact.resource, names: ["arn:aws:s3:::files", "files"] },
      key: undefined,
      bucketKey: undefined,
    });
  });
});

describe("whole facts of what watches", () => {
  it("of a trail", () => {
    const type = "cloudtrail/trail:Trail";
    const bare = { multiRegion: false, logging: true, validated: false, kmsEvents: "all" };
    assert.deepEqual(facts(type)?.trail, { ...at(type), ...bare, key: undefined, bucket: undefined });
    const given = { isMultiRegionTrail: true, enableLogging: false, enableLogFileValidation: true };
    assert.deepEqual(facts(type, { ...given, kmsKeyId: "k", s3BucketName: "b" })?.trail, {
      ...at(type),
      ...{ multiRegion: true, logging: false, validated: true, kmsEvents: "all" },
      ...{ key: text("k"), bucket: text("b") },
    });
    assert.equal(facts(type, { kmsKeyId: "k" })?.consumer?.kind, "trail");
  });

  it("of a metric filter", () => {
    const type = "cloudwatch/logMetricFilter:LogMetricFilter";
    assert.deepEqual(facts(type), { metricFilter: { ...at(type), pattern: "", namespace: "", metric: "" } });
    const metricTransformation = { namespace: "n", name: "m" };
    assert.deepEqual(facts(type, { pattern: "p", metricTransformation }), {
      metricFilter: { ...at(type), pattern: "p", namespace: "n", metric: "m" },
    });
  });

  it("of an alarm", () => {
    const type = "cloudwatch/metricAlarm:MetricAlarm";
    const bare = {
      namespace: undefined,
      metric: undefined,
      actionsEnabled: true,
      key: undefined,
      actions: [],
    };
    assert.deepEqual(facts(type), { alarm: { ...at(type), ...bare } });
    const given = { namespace: "n", metricName: "m", actionsEnabled: false, dimensions: { KeyId: "1" } };
    assert.deepEqual(facts(type, { ...given, alarmActions: ["a"] }), {
      alarm: {
        ...at(type),
        namespace: "n",
        metric: "m",
        actionsEnabled: false,
        key: text("1"),
        actions: [text("a")],
      },
    });
    const from = { alarmActions: ["urn:topic"], dimensions: ["urn:key"] };
    const alarm = facts(type, {}, { unknown: ["alarmActions", "dimensions"], from })?.alarm;
    assert.deepEqual(alarm?.actions, [{ to: "resource", id: "urn:topic" }]);
    assert.deepEqual(alarm.key, { to: "resource", id: "urn:key" });
    assert.equal(facts(type, {}, { unknown: ["alarmActions"] })?.alarm?.actions, UNKNOWN);
  });

  it("of an event rule and its target", () => {
    const type = "cloudwatch/eventRule:EventRule";
    const of = (props: Record<string, unknown>, extra?: Extra) => facts(type, props, extra)?.eventRule;
    assert.deepEqual(of({}), { ...at(type), pattern: undefined, state: "ENABLED", bus: "default" });
    assert.deepEqual(of({ eventPattern: '{"a":[1]}', state: "DISABLED", eventBusName: "b" }), {
      ...at(type),
      ...{ pattern: { a: [1] }, state: "DISABLED", bus: "b" },
    });
    assert.deepEqual(of({ eventPattern: { a: [1] } })?.pattern, { a: [1] });
    assert.equal(of({ eventPattern: "{" })?.pattern, undefined);
    assert.equal(of({ isEnabled: false })?.state, "DISABLED");
    assert.equal(of({}, { unknown: ["isEnabled"] })?.state, UNKNOWN);
    const target = "cloudwatch/eventTarget:EventTarget";
    assert.deepEqual(facts(target, { rule: "r", arn: "a" }), {
      eventTarget: {
        ...at(target),
        resource: { ...at(target).resource, names: ["a"] },
        rule: text("r"),
        target: text("a"),
      },
    });
  });

  it("of a topic and its subscription", () => {
    const type = "sns/topic:Topic";
    const fact = facts(type, { kmsMasterKeyId: "k" });
    assert.deepEqual(fact?.topic, { ...at(type), key: text("k") });
    assert.equal(fact.consumer?.kind, "topic");
    const subscription = "sns/topicSubscription:TopicSubscription";
    assert.deepEqual(facts(subscription, { topic: "t" }), {
      subscription: { ...at(subscription), topic: text("t") },
    });
  });

  it("of a dashboard", () => {
    const type = "cloudwatch/dashboard:Dashboard";
    const of = (dashboardBody: unknown) => facts(type, { dashboardBody })?.dashboard?.metrics;
    const widget = (...metrics: unknown[]) => ({ type: "metric", properties: { metrics } });
    const body = {
      widgets: [widget(["AWS/KMS", "A", "KeyId", "1"], [{ expression: "e" }], "odd"), { type: "text" }],
    };
    assert.deepEqual(of(JSON.stringify(body)), [{ namespace: "AWS/KMS", name: "A" }]);
    assert.deepEqual(of("{"), []);
    assert.deepEqual(of(undefined), []);
    assert.equal(facts(type, {}, { unknown: ["dashboardBody"] })?.dashboard?.metrics, UNKNOWN);
  });
});

describe("values of properties", () => {
  it("are read as the kind that they should be", () => {
    assert.deepEqual([textOf("a"), textOf(7), textOf(undefined), textOf(null)], ["a", "7", "", ""]);
    assert.deepEqual([textsOf("a"), textsOf(["a", 7])], [["a"], ["a", "7"]]);
    assert.deepEqual(
      [objectOf({ a: 1 }), objectOf([{ a: 1 }, { b: 2 }]), objectOf("a"), objectOf(null)],
      [{ a: 1 }, { a: 1 }, {}, {}],
    );
    assert.deepEqual([objectsOf([{ a: 1 }, "b"]), objectsOf({ a: 1 })], [[{ a: 1 }, {}], []]);
  });

  it("are yes where they say so, as a boolean or as a text", () => {
    const on = (value: unknown) => facts("kms/key:Key", { enableKeyRotation: value })?.key?.rotationEnabled;
    assert.deepEqual([true, "true", false, "false", "yes", null].map(on), [
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it("let other errors through", () => {
    assert.throws(
      () =>
        attempt(() => {
          throw new TypeError("a defect");
        }),
      /a defect/,
    );
    assert.throws(
      () =>
        attempt(() => {
          // eslint-disable-next-line @typescript-eslint/only-throw-error -- not every thrown thing is an error
          throw "a text";
        }),
      /a text/,
    );
  });
});
