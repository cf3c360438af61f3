import assert from "node:assert/strict";
import { factsOf } from "../../../rulebook/planned/factsOf";
import { type Fact, UNKNOWN } from "../../../rulebook/facts";
import { type Extra, resource } from "./resource";

const KEY = "aws:kms/key:Key";
const keyOf = (props: Record<string, unknown>, extra?: Extra) => factsOf(resource(KEY, props, extra))!.key!;

const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" },
});

describe("the facts of Pulumi resources", () => {
  it("fill in AWS's defaults for a plain key", () => {
    const facts = keyOf({});
    assert.equal(facts.role, "singleRegion");
    assert.equal(facts.spec, "SYMMETRIC_DEFAULT");
    assert.equal(facts.usage, "ENCRYPT_DECRYPT");
    assert.equal(facts.origin, "AWS_KMS");
    assert.equal(facts.rotationEnabled, false);
    assert.equal(facts.enabled, true);
    assert.equal(facts.lockoutCheckBypassed, false);
    assert.equal(facts.description, undefined);
    assert.equal(facts.protected, false);
    assert.deepEqual(facts.policy, { kind: "default" });
    assert.deepEqual(facts.tags, {});
  });

  it("tell where the key material comes from", () => {
    const origin = (type: string, props: Record<string, unknown>) =>
      factsOf(resource(type, props))?.key?.origin;
    assert.equal(origin(KEY, { customKeyStoreId: "cks-1" }), "AWS_CLOUDHSM");
    assert.equal(origin(KEY, { customKeyStoreId: "cks-1", xksKeyId: "hsm-1" }), "EXTERNAL_KEY_STORE");
    assert.equal(origin("aws:kms/externalKey:ExternalKey", {}), "EXTERNAL");
    assert.equal(origin("aws:kms/replicaExternalKey:ReplicaExternalKey", {}), "EXTERNAL");
  });

  it("keep unknown what preview does not know", () => {
    const unknown = [
      ...["policy", "description", "enableKeyRotation", "deletionWindowInDays", "customerMasterKeySpec"],
      ...["tags", "bypassPolicyLockoutSafetyCheck", "isEnabled", "rotationPeriodInDays", "region"],
    ];
    const facts = keyOf({}, { unknown });
    const found: Fact<unknown>[] = [
      ...[facts.policy, facts.description, facts.rotationEnabled, facts.deletionWindowInDays, facts.spec],
      ...[facts.tags, facts.lockoutCheckBypassed, facts.enabled, facts.rotationPeriodInDays, facts.region],
    ];
    assert.deepEqual(found, Array(10).fill(UNKNOWN));
  });

  it("take Region, account and default tags from the provider where the resource does not say", () => {
    const provider = {
      region: "eu-west-1",
      allowedAccountIds: '["111111111111"]',
      defaultTags: '{"tags":{"Owner":"shop","Environment":"prod"}}',
    };
    const facts = keyOf({ tags: { Environment: "dev" } }, { provider });
    assert.equal(facts.region, "eu-west-1");
    assert.equal(facts.ownerAccount, "111111111111");
    assert.deepEqual(facts.tags, { Owner: "shop", Environment: "dev" });
    assert.equal(keyOf({ region: "us-west-2" }, { provider }).region, "us-west-2");
  });

  it("take the account of the role that the provider assumes, and that of an ARN before either", () => {
    const provider = { assumeRoles: [{ roleArn: "arn:aws:iam::222222222222:role/Deploy" }] };
    assert.equal(keyOf({}, { provider }).ownerAccount, "222222222222");
    const arn = "arn:aws:kms:us-east-1:333333333333:key/1";
    assert.equal(keyOf({ arn }, { provider }).ownerAccount, "333333333333");
    assert.equal(
      keyOf({}, { provider: { allowedAccountIds: ["111111111111", "222222222222"] } }).ownerAccount,
      UNKNOWN,
    );
    assert.equal(keyOf({}).ownerAccount, UNKNOWN);
  });

  it("read the policy of a key, and of a KeyPolicy apart from its key", () => {
    for (const type of [KEY, "aws:kms/replicaKey:ReplicaKey", "aws:kms/keyPolicy:KeyPolicy"]) {
      const facts = factsOf(resource(type, { policy }))!.keyPolicy!;
      assert.ok(facts.policy !== UNKNOWN && facts.policy.kind === "document");
      assert.equal(facts.policy.policy.statements.length, 1);
    }
  });

  it("say what is wrong with a policy that is none", () => {
    const facts = keyOf({ policy: "{" });
    assert.ok(facts.policy !== UNKNOWN && facts.policy.kind === "unreadable");
  });

  it("find a replica's primary, an alias's target and a policy's key by what the value comes from", () => {
    const id = "urn:pulumi:test::shop::aws:kms/key:Key::shared";
    const from = (property: string) => ({ unknown: [property], from: { [property]: [id] } });
    const to = { to: "resource", id };
    assert.deepEqual(
      factsOf(resource("aws:kms/replicaKey:ReplicaKey", {}, from("primaryKeyArn")))!.key!.primary,
      to,
    );
    assert.deepEqual(factsOf(resource("aws:kms/alias:Alias", {}, from("targetKeyId")))!.alias!.target, to);
    assert.deepEqual(
      factsOf(resource("aws:kms/keyPolicy:KeyPolicy", {}, from("keyId")))!.keyPolicy!.attachedTo,
      to,
    );
    assert.deepEqual(factsOf(resource("aws:kms/alias:Alias", { targetKeyId: "1234" }))!.alias!.target, {
      to: "text",
      text: "1234",
    });
  });

  it("read grants", () => {
    const facts = factsOf(
      resource("aws:kms/grant:Grant", {
        keyId: "1234",
        granteePrincipal: "arn:aws:iam::111111111111:role/Worker",
        operations: ["Decrypt"],
        constraints: [{ encryptionContextEquals: { purpose: "orders" } }],
      }),
    )!.grant!;
    assert.deepEqual(facts.operations, ["Decrypt"]);
    assert.deepEqual(facts.constraints, { encryptionContextEquals: { purpose: "orders" } });
    assert.equal(facts.retiringPrincipal, undefined);
  });

  it("tell a grantee that the program makes itself from one that it takes from elsewhere", () => {
    const granteeFrom = (urn: string) =>
      factsOf(
        resource(
          "aws:kms/grant:Grant",
          {},
          { unknown: ["granteePrincipal"], from: { granteePrincipal: [urn] } },
        ),
      )!.grant!.granteeIsOwn;
    assert.equal(granteeFrom("urn:pulumi:test::shop::aws:iam/role:Role::reader"), true);
    assert.equal(granteeFrom("urn:pulumi:test::shop::shop:index:App$aws:iam/user:User::reader"), true);
    assert.equal(granteeFrom("urn:pulumi:test::shop::pulumi:pulumi:StackReference::network"), undefined);
  });

  it("read policies of IAM, known, unknown and unreadable", () => {
    const of = (props: Record<string, unknown>, extra?: Extra) =>
      factsOf(resource("aws:iam/rolePolicy:RolePolicy", props, extra))!.identityPolicy!;
    const known = of({ policy });
    assert.ok(known.policy !== UNKNOWN && known.policy?.statements.length === 1);
    assert.equal(of({}, { unknown: ["policy"] }).policy, UNKNOWN);
    assert.match(of({ policy: "{" }).problem ?? "", /./);
  });

  it("read the key of a resource that holds data, wherever it stands", () => {
    const keyOfConsumer = (type: string, props: Record<string, unknown>) =>
      factsOf(resource(type, props))!.consumer!.key;
    const named = { to: "text", text: "alias/orders" };
    assert.deepEqual(keyOfConsumer("aws:sqs/queue:Queue", { kmsMasterKeyId: "alias/orders" }), named);
    assert.deepEqual(
      keyOfConsumer("aws:dynamodb/table:Table", { serverSideEncryption: { kmsKeyArn: "alias/orders" } }),
      named,
    );
    assert.equal(keyOfConsumer("aws:dynamodb/table:Table", {}), undefined);
    const bucket = factsOf(
      resource("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", {
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "alias/orders" },
            bucketKeyEnabled: true,
          },
        ],
      }),
    )!.consumer!;
    assert.deepEqual(bucket.key, named);
    assert.equal(bucket.bucketKey, true);
  });

  it("are the policies that a role holds itself, as one", () => {
    const document = (action: string) =>
      JSON.stringify({ Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });
    const of = (inlinePolicies: unknown, extra = {}) =>
      factsOf(resource("aws:iam/role:Role", { inlinePolicies }, extra))!.identityPolicy;
    const both = of([{ name: "a", policy: document("kms:Decrypt") }, { policy: document("kms:Encrypt") }])!;
    assert.ok(both.policy !== UNKNOWN);
    assert.deepEqual(
      both.policy?.statements.map(({ index, actions }) => [index, actions]),
      [
        [0, ["kms:Decrypt"]],
        [1, ["kms:Encrypt"]],
      ],
    );
    assert.equal(both.problem, undefined);
    assert.notEqual(of([{ policy: document("kms:Decrypt") }, { policy: "{" }])!.problem, undefined);
    assert.equal(
      of([], { unknown: ["inlinePolicies"], from: { inlinePolicies: ["urn:key"] } })!.policy,
      UNKNOWN,
    );
    assert.deepEqual(of([{ policy: "{}" }], { from: { inlinePolicies: ["urn:key"] } })!.keys, [
      { to: "resource", id: "urn:key" },
    ]);
    for (const none of [undefined, [], [{ name: "a" }]]) assert.equal(of(none), undefined);
  });

  it("do not know what key an alias leads to by the output of something else", () => {
    const alias = (source: string, extra: Extra = { unknown: ["targetKeyId"] }) =>
      factsOf(
        resource(
          "aws:kms/alias:Alias",
          { targetKeyId: "k" },
          { ...extra, from: { targetKeyId: [`urn:pulumi:test::shop::${source}::x`] } },
        ),
      )!.alias!.target;
    const topic = "aws:sns/topic:Topic";
    assert.equal(alias(topic), UNKNOWN);
    for (const one of ["aws:kms/key:Key", "shop:Keys$aws:kms/replicaKey:ReplicaKey", "aws-native:kms:Key"])
      assert.deepEqual(alias(one), { to: "resource", id: `urn:pulumi:test::shop::${one}::x` });
    assert.deepEqual(alias("pulumi:pulumi:StackReference", {}), {
      to: "resource",
      id: "urn:pulumi:test::shop::pulumi:pulumi:StackReference::x",
    });
  });

  it("leave other resources alone", () => {
    assert.equal(factsOf(resource("aws:s3/bucketPolicy:BucketPolicy", {})), undefined);
    assert.equal(factsOf(resource("aws:kms/alias:Alias", {}))!.key, undefined);
    assert.equal(factsOf(resource("aws:iam/policy:Policy", { policy }))!.keyPolicy, undefined);
  });
});
