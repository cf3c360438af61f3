import assert from "node:assert/strict";
import { checkInputs } from "../../../local/provider/check";
import { settingsOf } from "../../../local/provider/configuration/settings";
import type { Naming } from "../../../local/provider/naming";
import { resourceOf } from "../../../local/provider/registry";
import { type Properties, UNKNOWN } from "../../../local/provider/values";
import { types } from "./support/engine";

const settings = settingsOf(
  { region: "eu-west-1", defaultTags: '{"tags":{"env":"dev","team":"platform"}}' },
  {},
);
const naming: Naming = { resourceName: "orders", seed: Buffer.from("seed"), mode: "default", proposed: "" };

function check(type: string, news: Properties, olds: Properties = {}, options: Partial<Naming> = {}) {
  return checkInputs(resourceOf(type), olds, news, { ...naming, ...options }, settings);
}

function nameOf({ name }: Properties): string {
  return typeof name === "string" ? name : "";
}

describe("check", () => {
  it("takes the official provider's defaults and notes which inputs they are", () => {
    assert.deepEqual(check(types.key, {}).inputs, {
      __defaults: [
        "bypassPolicyLockoutSafetyCheck",
        "customerMasterKeySpec",
        "enableKeyRotation",
        "isEnabled",
        "keyUsage",
      ],
      bypassPolicyLockoutSafetyCheck: false,
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
      enableKeyRotation: false,
      isEnabled: true,
      keyUsage: "ENCRYPT_DECRYPT",
      region: "eu-west-1",
      tagsAll: { env: "dev", team: "platform" },
    });
  });

  it("merges default tags under the resource's own", () => {
    const { inputs } = check(types.key, { tags: { team: "orders" } });
    assert.deepEqual([inputs.tags, inputs.tagsAll], [{ team: "orders" }, { env: "dev", team: "orders" }]);
  });

  it("knows nothing of all tags while one is unknown", () => {
    assert.equal(check(types.key, { tags: { a: UNKNOWN } }).inputs.tagsAll, UNKNOWN);
  });

  it("keeps the Region that the resource names", () => {
    assert.equal(check(types.key, { region: "us-west-2" }).inputs.region, "us-west-2");
  });

  it("lets unknown values pass", () => {
    const news: Properties = { primaryKeyArn: UNKNOWN, policy: UNKNOWN, deletionWindowInDays: UNKNOWN };
    assert.deepEqual(check(types.replica, news).failures, []);
  });

  it("makes the same name from the same seed, and keeps it afterwards", () => {
    const first = check(types.alias, { targetKeyId: "k" }).inputs;
    assert.match(nameOf(first), /^alias\/orders-[0-9a-f]{7}$/);
    assert.equal(check(types.alias, { targetKeyId: "k" }).inputs.name, first.name);
    const later = check(types.alias, { targetKeyId: "k2" }, first, { seed: Buffer.from("other") });
    assert.equal(later.inputs.name, first.name);
  });

  it("makes a new name once the program no longer gives one", () => {
    const olds = { name: "alias/given", targetKeyId: "k", __defaults: [] };
    assert.match(nameOf(check(types.alias, { targetKeyId: "k" }, olds).inputs), /^alias\/orders-/);
  });

  it("follows the project's own naming", () => {
    const proposed = check(
      types.alias,
      { targetKeyId: "k" },
      {},
      { mode: "propose", proposed: "dev-orders" },
    );
    assert.equal(proposed.inputs.name, "alias/dev-orders");
    assert.equal(
      check(types.alias, { targetKeyId: "k" }, {}, { mode: "disable" }).failures[0]?.property,
      "name",
    );
  });

  it("reads numbers and booleans that are written as text", () => {
    const { inputs } = check(types.key, { deletionWindowInDays: "7", isEnabled: "false" });
    assert.deepEqual([inputs.deletionWindowInDays, inputs.isEnabled], [7, false]);
  });

  const refused: [string, string, Properties, string, RegExp][] = [
    ["a misspelt property", types.key, { descripton: "x" }, "descripton", /did you mean "description"\?/],
    ["an output", types.key, { arn: "x" }, "arn", /unexpected property/],
    ["a missing property", types.replica, {}, "primaryKeyArn", /missing required property/],
    [
      "a deletion window below 7 days",
      types.key,
      { deletionWindowInDays: 6 },
      "deletionWindowInDays",
      /from 7 to 30/,
    ],
    [
      "a deletion window over 30 days",
      types.key,
      { deletionWindowInDays: 31 },
      "deletionWindowInDays",
      /got 31/,
    ],
    ["half a day", types.key, { deletionWindowInDays: 7.5 }, "deletionWindowInDays", /a whole number/],
    [
      "a rotation below 90 days",
      types.key,
      { rotationPeriodInDays: 89 },
      "rotationPeriodInDays",
      /from 90 to 2560/,
    ],
    ["a rotation over 2560 days", types.key, { rotationPeriodInDays: 2561 }, "rotationPeriodInDays", /2561/],
    [
      "a spec that AWS does not know",
      types.key,
      { customerMasterKeySpec: "AES" },
      "customerMasterKeySpec",
      /SYMMETRIC_DEFAULT/,
    ],
    ["a usage that AWS does not know", types.key, { keyUsage: "ENCRYPT" }, "keyUsage", /ENCRYPT_DECRYPT/],
    ["a policy that is no JSON", types.key, { policy: "{" }, "policy", /invalid JSON/],
    ["a policy that is no object", types.key, { policy: "[]" }, "policy", /not a JSON object/],
    [
      "a policy of more than 32 KiB",
      types.key,
      { policy: JSON.stringify({ a: "x".repeat(32_768) }) },
      "policy",
      /32768 bytes/,
    ],
    ["an external key without its store", types.key, { xksKeyId: "x" }, "xksKeyId", /"customKeyStoreId"/],
    ["a Region that is none", types.key, { region: "us-east" }, "region", /no AWS Region/],
    ["an alias without its prefix", types.alias, { name: "orders", targetKeyId: "k" }, "name", /alias\//],
    ["an alias of AWS", types.alias, { name: "alias/aws/s3", targetKeyId: "k" }, "name", /reserved/],
    [
      "two ways to name an alias",
      types.alias,
      { name: "alias/a", namePrefix: "alias/b", targetKeyId: "k" },
      "name",
      /conflicts/,
    ],
    ["a primary that is no ARN", types.replica, { primaryKeyArn: "mrk-1" }, "primaryKeyArn", /an ARN/],
    ["a tag with a key of AWS", types.key, { tags: { "aws:x": "y" } }, "tags", /AWS's own/],
    ["tags that are no map", types.key, { tags: ["a"] }, "tags", /expected a map, got a list/],
    ["a tag that is no text", types.key, { tags: { a: { b: "c" } } }, "tags.a", /expected a text/],
  ];
  for (const [what, type, news, property, reason] of refused) {
    it(`refuses ${what}`, () => {
      const { failures } = check(type, news);
      assert.deepEqual(
        failures.map((failure) => failure.property),
        [property],
      );
      assert.match(failures[0]?.reason ?? "", reason);
    });
  }

  it("tells everything that is wrong at once", () => {
    const { failures } = check(types.key, { descripton: "x", deletionWindowInDays: 1, keyUsage: "x" });
    assert.deepEqual(failures.map(({ property }) => property).sort(), [
      "deletionWindowInDays",
      "descripton",
      "keyUsage",
    ]);
  });

  it("names the mend for a type that is not served", () => {
    assert.throws(
      () => resourceOf("aws:ec2/vpc:Vpc"),
      /does not serve the resource type aws:ec2\/vpc:Vpc: use the official plugin/,
    );
  });
});
