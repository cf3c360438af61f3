import assert from "node:assert/strict";
import { checkInputs } from "../../../local/provider/check";
import { settingsOf } from "../../../local/provider/configuration/settings";
import { differences, pathOf } from "../../../local/provider/diff";
import { resourceOf } from "../../../local/provider/registry";
import { type Properties, UNKNOWN } from "../../../local/provider/values";
import { types } from "./support/engine";

const policy = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "A",
      Effect: "Allow",
      Principal: { AWS: ["111111111111"] },
      Action: ["kms:Encrypt", "kms:Decrypt"],
      Resource: "*",
    },
    { Sid: "B", Effect: "Deny", Principal: "*", Action: "kms:Sign", Resource: "*" },
  ],
};
const rewritten = {
  Statement: [
    { Resource: ["*"], Action: ["kms:Sign"], Principal: { AWS: "*" }, Effect: "Deny", Sid: "B" },
    {
      Action: ["kms:Decrypt", "kms:Encrypt"],
      Sid: "A",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111111111111:root" },
      Resource: ["*"],
    },
  ],
  Version: "2012-10-17",
};

const state: Properties = {
  id: "k",
  arn: "arn:aws:kms:us-east-1:111111111111:key/k",
  keyId: "k",
  bypassPolicyLockoutSafetyCheck: false,
  customerMasterKeySpec: "SYMMETRIC_DEFAULT",
  description: "orders",
  enableKeyRotation: true,
  isEnabled: true,
  keyUsage: "ENCRYPT_DECRYPT",
  multiRegion: true,
  policy: JSON.stringify(policy),
  region: "us-east-1",
  rotationPeriodInDays: 365,
  tags: { team: "a" },
  tagsAll: { team: "a" },
};
const program: Properties = {
  description: "orders",
  enableKeyRotation: true,
  multiRegion: true,
  policy: JSON.stringify(policy),
  tags: { team: "a" },
};

function diff(type: string, is: Properties, news: Properties, ignored: string[] = []) {
  const naming = { resourceName: "r", seed: Buffer.from("s"), mode: "default", proposed: "" } as const;
  const { inputs, failures } = checkInputs(
    resourceOf(type),
    {},
    news,
    naming,
    settingsOf({ region: "us-east-1" }, {}),
  );
  assert.deepEqual(failures, []);
  const result = differences(resourceOf(type), is, inputs, ignored);
  return {
    details: Object.fromEntries(
      result.details.map((detail) => [pathOf(detail), `${detail.kind}${detail.replace ? "-replace" : ""}`]),
    ),
    deleteBeforeReplace: result.deleteBeforeReplace,
  };
}

describe("diff", () => {
  const cases: [string, Properties, Record<string, string>][] = [
    ["nothing changed", {}, {}],
    ["a description is changed", { description: "x" }, { description: "update" }],
    ["a policy is written in another way", { policy: JSON.stringify(rewritten) }, {}],
    [
      "a policy allows something else",
      { policy: JSON.stringify({ ...policy, Statement: [policy.Statement[0]] }) },
      { policy: "update" },
    ],
    ["a policy is not known yet", { policy: UNKNOWN }, { policy: "update" }],
    [
      "a tag is added",
      { tags: { team: "a", "cost.center": "1" } },
      { 'tags["cost.center"]': "add", 'tagsAll["cost.center"]': "add" },
    ],
    ["a tag is changed", { tags: { team: "b" } }, { "tags.team": "update", "tagsAll.team": "update" }],
    ["the tags are removed", { tags: {} }, { "tags.team": "delete", "tagsAll.team": "delete" }],
    ["the deletion window is given", { deletionWindowInDays: 30 }, { deletionWindowInDays: "add" }],
    ["rotation is turned off", { enableKeyRotation: false }, { enableKeyRotation: "update" }],
    ["another period is given", { rotationPeriodInDays: 90 }, { rotationPeriodInDays: "update" }],
    ["the key is disabled", { isEnabled: false }, { isEnabled: "update" }],
    [
      "the spec is another",
      { customerMasterKeySpec: "RSA_2048" },
      { customerMasterKeySpec: "update-replace" },
    ],
    ["the usage is another", { keyUsage: "SIGN_VERIFY" }, { keyUsage: "update-replace" }],
    ["the key is to be single-Region", { multiRegion: false }, { multiRegion: "update-replace" }],
    ["the Region is another", { region: "eu-west-1" }, { region: "update-replace" }],
    ["the key moves into a store", { customKeyStoreId: "cks-1" }, { customKeyStoreId: "add-replace" }],
  ];
  for (const [what, change, expected] of cases) {
    it(`tells ${Object.values(expected).join(", ") || "nothing"} when ${what}`, () => {
      assert.deepEqual(diff(types.key, state, { ...program, ...change }).details, expected);
    });
  }

  it("takes no notice of what AWS filled in by itself", () => {
    assert.deepEqual(
      diff(types.key, { ...state, tags: {}, tagsAll: {} }, { enableKeyRotation: true }).details,
      {},
    );
  });

  it("sees a description that is no longer in the program, where AWS does not fill it in", () => {
    const replica = { primaryKeyArn: "arn:aws:kms:us-east-1:111111111111:key/k" };
    const is = { ...replica, description: "x", enabled: true, deletionWindowInDays: 30, region: "us-east-1" };
    assert.deepEqual(diff(types.replica, is, replica).details, { description: "delete" });
  });

  it("replaces a replica of another key", () => {
    const is = {
      primaryKeyArn: "arn:aws:kms:us-east-1:111111111111:key/k",
      enabled: true,
      deletionWindowInDays: 30,
      region: "us-east-1",
    };
    const news = { primaryKeyArn: "arn:aws:kms:us-east-1:111111111111:key/other" };
    assert.deepEqual(diff(types.replica, is, news).details, { primaryKeyArn: "update-replace" });
  });

  it("ignores what the program ignores, whole or in part", () => {
    const news = { ...program, description: "x", tags: { team: "b", other: "c" } };
    const ignored = ["description", "tags.team", 'tagsAll["team"]'];
    assert.deepEqual(diff(types.key, state, news, ignored).details, {
      "tags.other": "add",
      "tagsAll.other": "add",
    });
  });

  const aliasState = { name: "alias/a", namePrefix: "", targetKeyId: "k", region: "us-east-1" };

  it("moves an alias to another key in place, and takes a key's id and ARN for the same", () => {
    const other = { name: "alias/a", targetKeyId: "k2" };
    const same = { name: "alias/a", targetKeyId: "arn:aws:kms:us-east-1:111111111111:key/k" };
    assert.deepEqual(diff(types.alias, aliasState, other).details, { targetKeyId: "update" });
    assert.deepEqual(diff(types.alias, aliasState, same).details, {});
  });

  it("deletes an alias before it makes another of the same name", () => {
    const moved = diff(types.alias, aliasState, { name: "alias/a", targetKeyId: "k", region: "eu-west-1" });
    const renamed = diff(types.alias, aliasState, { name: "alias/b", targetKeyId: "k" });
    assert.deepEqual([moved.deleteBeforeReplace, renamed.deleteBeforeReplace], [true, false]);
  });
});
