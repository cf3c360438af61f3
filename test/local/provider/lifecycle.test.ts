import assert from "node:assert/strict";
import { samePolicy } from "../../../local/provider/policies";
import type { Properties } from "../../../local/provider/values";
import { UNKNOWN } from "../../../local/provider/values";
import { Engine, keptBy, types } from "./support/engine";
import { FakeAws, FakeError } from "./support/fakeAws";

const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "111111111111" }, Action: "kms:*", Resource: "*" }],
});
const program: Properties = {
  description: "orders",
  enableKeyRotation: true,
  rotationPeriodInDays: 180,
  multiRegion: true,
  deletionWindowInDays: 7,
  policy,
  tags: { team: "a" },
};

describe("the life of a key", () => {
  const aws = new FakeAws();
  let engine: Engine;
  before(async () => {
    engine = await Engine.start(await aws.start());
  });
  after(() => {
    engine.stop();
    engine.forget();
    aws.stop();
  });
  beforeEach(() => {
    aws.keys.clear();
    aws.calls.length = 0;
    aws.failures.clear();
  });

  it("is previewed without a call: what AWS decides is unknown", async () => {
    const { id, state } = await engine.create(types.key, program, { preview: true });
    assert.deepEqual([id, state.arn, state.keyId, state.description], ["", UNKNOWN, UNKNOWN, "orders"]);
    assert.deepEqual(aws.calls, []);
  });

  it("begins with all that the program says, and every documented output", async () => {
    const { id, state } = await engine.create(types.key, program);
    const key = aws.key("us-east-1", id);
    assert.deepEqual(key.rotation, { enabled: true, period: 180 });
    assert.deepEqual(key.tags, { team: "a" });
    assert.deepEqual(state, {
      id,
      arn: key.metadata.Arn,
      bypassPolicyLockoutSafetyCheck: false,
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
      deletionWindowInDays: 7,
      description: "orders",
      enableKeyRotation: true,
      isEnabled: true,
      keyId: id,
      keyUsage: "ENCRYPT_DECRYPT",
      multiRegion: true,
      policy,
      region: "us-east-1",
      rotationPeriodInDays: 180,
      tags: { team: "a" },
      tagsAll: { team: "a" },
    });
  });

  it("is made in the Region that it names", async () => {
    const { id, state } = await engine.create(types.key, { region: "eu-west-1" });
    assert.equal(aws.key("eu-west-1", id).metadata.Arn, state.arn);
  });

  it("is kept, as it is, where a step after its creation fails", async () => {
    aws.fail("EnableKeyRotation", new FakeError("AccessDeniedException", "not you"));
    const error: unknown = await engine.create(types.key, program).catch((reason: unknown) => reason);
    const kept = keptBy(error);
    assert.ok(kept);
    assert.ok(aws.key("us-east-1", kept.id));
    assert.match(kept.reasons.join(), /AccessDeniedException: not you/);
    // The next update sees what is missing.
    const missing = await engine.diff(types.key, kept.state, program);
    assert.deepEqual(missing.getDiffsList(), ["enableKeyRotation", "rotationPeriodInDays"]);
    const state = await engine.update(types.key, kept.id, kept.state, program);
    assert.deepEqual([state.enableKeyRotation, aws.keys.size], [true, 1]);
  });

  it("is kept, with all of it to be set again, where it cannot even be read", async () => {
    aws.fail("GetKeyPolicy", ...Array.from({ length: 3 }, () => new FakeError("AccessDeniedException")));
    const error: unknown = await engine.create(types.key, program).catch((reason: unknown) => reason);
    const kept = keptBy(error);
    assert.ok(kept);
    const later = await engine.diff(types.key, kept.state, program);
    assert.deepEqual(later.getReplacesList(), []);
    assert.ok(later.getDiffsList().includes("policy"));
  });

  it("is not made where AWS refuses it: no id, AWS's own words", async () => {
    aws.fail("CreateKey", new FakeError("AccessDeniedException", "not you"));
    const error: unknown = await engine.create(types.key, program).catch((reason: unknown) => reason);
    assert.equal(keptBy(error), undefined);
    assert.match(String(error), /AccessDeniedException: not you \(request r-1\)/);
    assert.doesNotMatch(String(error), /\bat .*\.ts:/);
  });

  it("waits out throttling and passing faults", async () => {
    aws.fail("CreateKey", new FakeError("ThrottlingException"), new FakeError("InternalFailure"));
    const { id } = await engine.create(types.key, program);
    assert.ok(aws.key("us-east-1", id));
  });

  it("is changed in place, and enabled before anything else is changed", async () => {
    const { id, state } = await engine.create(types.key, { ...program, isEnabled: false });
    aws.calls.length = 0;
    const news = { description: "new", multiRegion: true, tags: { team: "b", x: "y" }, policy: `${policy} ` };
    const changed = await engine.update(types.key, id, state, news);
    const writes = aws.calls
      .filter((call) => !/ (?:Describe|Get|List)/.test(call))
      .map((call) => call.split(" ")[1]);
    assert.deepEqual(writes, ["EnableKey", "DisableKeyRotation", "UpdateKeyDescription", "TagResource"]);
    assert.deepEqual([changed.description, changed.tags], ["new", { team: "b", x: "y" }]);
    assert.equal(changed.rotationPeriodInDays, undefined);
  });

  it("leaves alone what the program ignores", async () => {
    const { id, state } = await engine.create(types.key, program);
    await engine.update(types.key, id, state, { ...program, description: "x", isEnabled: false }, [
      "description",
    ]);
    const { Description, Enabled } = aws.key("us-east-1", id).metadata;
    assert.deepEqual([Description, Enabled], ["orders", false]);
  });

  it("previews a change without a call", async () => {
    const { state } = await engine.create(types.key, program);
    aws.calls.length = 0;
    await engine.diff(types.key, state, { ...program, description: "x" });
    assert.deepEqual(aws.calls, []);
  });

  it("shows every change made behind Pulumi's back, in its outputs and in its inputs", async () => {
    const { id, state } = await engine.create(types.key, program);
    const key = aws.key("us-east-1", id);
    key.metadata.Description = "console";
    key.metadata.Enabled = false;
    key.rotation = { enabled: false };
    key.policy = policy.replace("kms:*", "kms:Decrypt");
    key.tags = { team: "a", extra: "1" };
    const inputs = await engine.inputs(types.key, program);
    const read = await engine.read(types.key, id, state, inputs);
    assert.deepEqual(
      [read.state.description, read.state.isEnabled, read.state.enableKeyRotation, read.state.tagsAll],
      ["console", false, false, { team: "a", extra: "1" }],
    );
    assert.deepEqual([read.inputs.description, read.inputs.tags], ["console", { team: "a", extra: "1" }]);
    assert.match(JSON.stringify(read.inputs.policy), /kms:Decrypt/);
    const back = await engine.diff(types.key, read.state, program);
    assert.deepEqual(back.getDiffsList().sort(), [
      "description",
      "enableKeyRotation",
      "isEnabled",
      "policy",
      "rotationPeriodInDays",
      "tags",
      "tagsAll",
    ]);
  });

  it("is the same after a refresh that found nothing", async () => {
    const { id, state } = await engine.create(types.key, program);
    const inputs = await engine.inputs(types.key, program);
    assert.deepEqual(await engine.read(types.key, id, state, inputs), { id, state, inputs });
  });

  it("is gone for a refresh once it waits for its deletion", async () => {
    const { id, state } = await engine.create(types.key, program);
    await engine.delete(types.key, id, state);
    assert.equal((await engine.read(types.key, id, state, program)).id, "");
    await engine.delete(types.key, id, state);
    await engine.delete(types.key, "never-was", state);
  });

  it("is imported by id and Region, with the inputs that make no difference", async () => {
    const { id } = await engine.create(types.key, { ...program, region: "us-west-2" });
    const found = await engine.read(types.key, `${id}@us-west-2`);
    assert.deepEqual([found.id, found.state.region], [id, "us-west-2"]);
    assert.deepEqual(found.inputs, {
      __defaults: [],
      description: "orders",
      enableKeyRotation: true,
      multiRegion: true,
      policy: found.state.policy,
      region: "us-west-2",
      rotationPeriodInDays: 180,
      tags: { team: "a" },
    });
    const again = await engine.diff(types.key, found.state, found.inputs);
    assert.deepEqual(again.getDiffsList(), []);
    assert.equal((await engine.read(types.key, id)).id, "", "another Region has no such key");
  });

  it("has replicas with a policy, tags and description of their own", async () => {
    const primary = await engine.create(types.key, program);
    const news: Properties = {
      primaryKeyArn: primary.state.arn ?? null,
      region: "eu-west-1",
      description: "replica",
      policy,
      tags: { team: "a" },
    };
    const { id, state } = await engine.create(types.replica, news);
    assert.equal(id, primary.id);
    assert.ok(aws.calls.includes("us-east-1 ReplicateKey"));
    const replica = aws.key("eu-west-1", id);
    assert.deepEqual(
      [replica.metadata.Description, replica.tags, samePolicy(replica.policy, policy)],
      ["replica", { team: "a" }, true],
    );
    assert.deepEqual(
      [state.keySpec, state.keyUsage, state.enabled],
      ["SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", true],
    );
    await assert.rejects(engine.read(types.key, `${id}@eu-west-1`), /not a multi-Region primary key/);
  });

  it("gets an alias that can be moved", async () => {
    const [one, other] = [await engine.create(types.key, {}), await engine.create(types.key, {})];
    const { id, state } = await engine.create(types.alias, { name: "alias/orders", targetKeyId: one.id });
    assert.deepEqual(
      [id, state.arn, state.targetKeyArn],
      ["alias/orders", "arn:aws:kms:us-east-1:111111111111:alias/orders", one.state.arn],
    );
    const moved = await engine.update(types.alias, id, state, {
      name: "alias/orders",
      targetKeyId: other.id,
    });
    assert.equal(moved.targetKeyArn, other.state.arn);
    await engine.delete(types.alias, id, moved);
    assert.equal((await engine.read(types.alias, id, moved)).id, "");
  });
});

describe("a killed run", () => {
  const aws = new FakeAws();
  let endpoint: string;
  before(async () => {
    endpoint = await aws.start();
  });
  after(() => {
    aws.stop();
  });

  async function afterRestart(end: (engine: Engine) => void): Promise<number> {
    aws.keys.clear();
    const first = await Engine.start(endpoint);
    await first.create(types.key, program);
    end(first);
    first.stop();
    const second = await Engine.start(endpoint, { region: "us-east-1" }, { home: first.home });
    await second.create(types.key, program);
    second.stop();
    second.forget();
    return aws.keys.size;
  }

  it("leaves a key that the next run takes over", async () => {
    assert.equal(
      await afterRestart((engine) => {
        engine.end(false);
      }),
      1,
    );
  });

  it("is told from a run that ended in order, after which a second key is wanted", async () => {
    assert.equal(
      await afterRestart((engine) => {
        engine.end(true);
      }),
      2,
    );
  });

  it("leaves a key to be found even where AWS's answer never came", async () => {
    aws.keys.clear();
    const first = await Engine.start(endpoint);
    aws.fail("CreateKey", ...Array.from({ length: 30 }, () => new FakeError("InternalFailure")));
    await first.configure({ region: "us-east-1", maxRetries: "0" });
    await assert.rejects(first.create(types.key, program));
    aws.failures.clear();
    // As if the call had worked and its answer been lost.
    const helper = await Engine.start(endpoint);
    const { id } = await helper.create(types.key, program, { name: "other" });
    helper.end(true);
    first.end(false);
    first.stop();
    helper.stop();
    helper.forget();
    const second = await Engine.start(endpoint, { region: "us-east-1" }, { home: first.home });
    assert.deepEqual([(await second.create(types.key, program)).id, aws.keys.size], [id, 1]);
    second.stop();
    second.forget();
  });

  it("is forgotten once the engine shows that it knows the key", async () => {
    const count = await afterRestart((engine) => {
      engine.end(false);
    });
    assert.equal(count, 1);
    const engine = await Engine.start(endpoint);
    const { state } = await engine.create(types.key, program);
    await engine.diff(types.key, state, program);
    engine.end(false);
    engine.stop();
    const next = await Engine.start(endpoint, { region: "us-east-1" }, { home: engine.home });
    const size = aws.keys.size;
    await next.create(types.key, program);
    assert.equal(aws.keys.size, size + 1);
    next.stop();
    next.forget();
  });
});
