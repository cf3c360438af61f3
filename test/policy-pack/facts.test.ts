import assert from "node:assert/strict";
import { keyFacts, policyFacts } from "../../policy-pack/facts";
import { UNKNOWN } from "../../rulebook/facts";

/** What the SDK's proxy does when a policy reads a value that preview does not know. */
class UnknownValueError extends Error {}

function resource(type: string, props: Record<string, unknown>, unknown: string[] = []) {
  const hidden = new Proxy(props, {
    get(target, property) {
      if (unknown.includes(String(property)))
        throw new UnknownValueError(`${String(property)} can't be known`);
      return target[String(property)];
    },
  });
  return { type, name: "orders", urn: `urn:pulumi:test::shop::${type}::orders`, props: hidden };
}

const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" },
});

describe("the facts of Pulumi resources", () => {
  it("fill in AWS's defaults for a plain key", () => {
    const facts = keyFacts(resource("aws:kms/key:Key", {}))!;
    assert.equal(facts.role, "singleRegion");
    assert.equal(facts.spec, "SYMMETRIC_DEFAULT");
    assert.equal(facts.origin, "AWS_KMS");
    assert.equal(facts.rotationEnabled, false);
    assert.equal(facts.description, undefined);
    assert.deepEqual(facts.policy, { kind: "default" });
  });

  it("tell where the key material comes from", () => {
    const origin = (type: string, props: Record<string, unknown>) => keyFacts(resource(type, props))?.origin;
    assert.equal(origin("aws:kms/key:Key", { customKeyStoreId: "cks-1" }), "AWS_CLOUDHSM");
    assert.equal(
      origin("aws:kms/key:Key", { customKeyStoreId: "cks-1", xksKeyId: "hsm-1" }),
      "EXTERNAL_KEY_STORE",
    );
    assert.equal(origin("aws:kms/externalKey:ExternalKey", {}), "EXTERNAL");
    assert.equal(origin("aws:kms/replicaExternalKey:ReplicaExternalKey", {}), "EXTERNAL");
  });

  it("keep unknown what preview does not know", () => {
    const names = [
      "policy",
      "description",
      "enableKeyRotation",
      "deletionWindowInDays",
      "customerMasterKeySpec",
    ];
    const facts = keyFacts(resource("aws:kms/key:Key", {}, names))!;
    for (const fact of [
      facts.policy,
      facts.description,
      facts.rotationEnabled,
      facts.deletionWindowInDays,
      facts.spec,
    ]) {
      assert.equal(fact, UNKNOWN);
    }
  });

  it("read the policy of a key, and of a KeyPolicy apart from its key", () => {
    for (const type of ["aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey", "aws:kms/keyPolicy:KeyPolicy"]) {
      const facts = policyFacts(resource(type, { policy }))!;
      assert.ok(facts.policy !== UNKNOWN && facts.policy.kind === "document");
      assert.equal(facts.policy.policy.statements.length, 1);
    }
  });

  it("say what is wrong with a policy that is none", () => {
    const facts = policyFacts(resource("aws:kms/key:Key", { policy: "{" }))!;
    assert.ok(facts.policy !== UNKNOWN && facts.policy.kind === "unreadable");
  });

  it("leave other resources alone", () => {
    assert.equal(keyFacts(resource("aws:s3/bucket:Bucket", {})), undefined);
    assert.equal(keyFacts(resource("aws:kms/alias:Alias", {})), undefined);
    assert.equal(policyFacts(resource("aws:iam/policy:Policy", { policy })), undefined);
  });
});
