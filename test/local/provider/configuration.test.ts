import assert from "node:assert/strict";
import { checkSettings } from "../../../local/provider/configuration/settings";
import { UNKNOWN } from "../../../local/provider/values";
import { Engine, types } from "./support/engine";
import { FakeAws } from "./support/fakeAws";

describe("the provider's configuration", () => {
  const aws = new FakeAws();
  let endpoint: string;
  before(async () => {
    endpoint = await aws.start();
  });
  after(() => {
    aws.stop();
  });

  it("needs a Region, and says how to set one", () => {
    const [failure] = checkSettings({}, {});
    assert.match(failure?.reason ?? "", /missing region information.*pulumi config set aws:region/s);
  });

  it("takes the Region from the environment, or waits for one that is not known yet", () => {
    assert.deepEqual(checkSettings({}, { AWS_REGION: "eu-west-1" }), []);
    assert.deepEqual(checkSettings({ region: UNKNOWN }, {}), []);
  });

  it("refuses a misspelt setting with the nearest name", () => {
    const [failure] = checkSettings({ region: "us-east-1", defaultTag: "{}" }, {});
    assert.deepEqual(failure?.property, "defaultTag");
    assert.match(failure.reason, /did you mean "defaultTags"\?/);
  });

  it("takes every setting of the official provider that its SDK sends", () => {
    const sent = {
      skipCredentialsValidation: "false",
      skipRegionValidation: "true",
      region: "us-east-1",
      version: "7.48.0",
    };
    assert.deepEqual(checkSettings(sent, {}), []);
  });

  const accounts: [string, Record<string, string>, RegExp | undefined][] = [
    [
      "an account that is not among the allowed ones",
      { allowedAccountIds: '["222222222222"]' },
      /not allowed: 111111111111/,
    ],
    ["a forbidden account", { forbiddenAccountIds: '["111111111111"]' }, /not allowed: 111111111111/],
    ["an allowed account", { allowedAccountIds: '["111111111111"]' }, undefined],
  ];
  for (const [what, config, problem] of accounts) {
    it(`${problem === undefined ? "takes" : "refuses"} ${what}`, async () => {
      const engine = await Engine.start(endpoint, {});
      const configured = engine.configure({ region: "us-east-1", ...config });
      await (problem === undefined ? configured : assert.rejects(configured, problem));
      engine.stop();
    });
  }

  it("says that AWS cannot be reached, without waiting for long", async () => {
    const engine = await Engine.start("http://127.0.0.1:1", {});
    await assert.rejects(
      engine.configure({ region: "us-east-1" }),
      /GetCallerIdentity: .*ECONNREFUSED 127\.0\.0\.1:1/,
    );
    engine.stop();
  });

  it("adds default tags to a key, and leaves ignored ones alone", async () => {
    const engine = await Engine.start(endpoint, {
      region: "us-east-1",
      defaultTags: '{"tags":{"env":"dev"}}',
      ignoreTags: '{"keyPrefixes":["auto:"]}',
    });
    const { id, state } = await engine.create(types.key, { tags: { a: "b" } });
    const key = aws.key("us-east-1", id);
    assert.deepEqual([key.tags, state.tags], [{ a: "b", env: "dev" }, { a: "b" }]);
    key.tags["auto:scan"] = "1";
    const read = await engine.read(types.key, id, state);
    assert.deepEqual(read.state, state);
    engine.stop();
  });

  it("answers look-ups about the caller", async () => {
    const engine = await Engine.start(endpoint);
    assert.deepEqual(await engine.invoke("aws:index/getCallerIdentity:getCallerIdentity", {}), {
      accountId: "111111111111",
      arn: "arn:aws:iam::111111111111:user/u",
      id: "111111111111",
      userId: "U",
    });
    await assert.rejects(
      engine.invoke("aws:ec2/getVpc:getVpc", {}),
      /does not serve the function aws:ec2\/getVpc:getVpc/,
    );
    assert.ok("resources" in (JSON.parse(await engine.schema()) as object));
    engine.stop();
  });
});
