import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse as parseYaml } from "yaml";
import { SettingsError } from "../../settings/problems";
import { parseSettings } from "../../settings/parse";

const baseline = {
  environment: "test",
  accountId: "111111111111",
  tags: { Owner: "shop", Environment: "test" },
  defaults: {
    primaryRegion: "us-east-1",
    replicaRegions: ["us-west-2"],
    rotationPeriodInDays: 180,
    administrators: ["arn:aws:iam::111111111111:role/KeyAdministrator"],
  },
  keys: { orders: { description: "Orders of the web shop at rest" } },
};

type Change = Record<string, unknown>;

/** As the engine hands settings over: plain texts as they are, the rest as JSON. */
function encode(settings: Change): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

const parse = (change: Change = {}) => parseSettings(encode({ ...baseline, ...change }), "Pulumi.test.yaml");
const parseKey = (key: Change, others: Change = {}) =>
  parse({ keys: { orders: { description: "Orders of the web shop at rest", ...key } }, ...others }).keys
    .orders!;

function refusal(change: Change): readonly { path: string; message: string }[] {
  try {
    parse(change);
  } catch (error) {
    assert.ok(error instanceof SettingsError, String(error));
    return error.problems;
  }
  return assert.fail("the settings were taken");
}

const keyWith = (key: Change) => ({
  keys: { orders: { description: "Orders of the web shop at rest", ...key } },
});

describe("settings", () => {
  it("fill a key's gaps from the environment's defaults", () => {
    const key = parseKey({});
    assert.equal(key.alias, "alias/test/orders");
    assert.equal(key.accountId, "111111111111");
    assert.equal(key.primaryRegion, "us-east-1");
    assert.deepEqual(key.replicaRegions, ["us-west-2"]);
    assert.equal(key.rotationPeriodInDays, 180);
    assert.deepEqual(key.policy, { administrators: ["arn:aws:iam::111111111111:role/KeyAdministrator"] });
  });

  it("let a key win over the defaults, and merge its tags", () => {
    const key = parseKey({
      replicaRegions: [],
      rotationPeriodInDays: 90,
      alias: "alias/shop",
      tags: { Owner: "orders" },
    });
    assert.deepEqual(key.replicaRegions, []);
    assert.equal(key.rotationPeriodInDays, 90);
    assert.equal(key.alias, "alias/shop");
    assert.deepEqual(key.tags, { Owner: "orders", Environment: "test" });
  });

  it("leave out defaults that a kind of key cannot have", () => {
    const key = parseKey({ spec: "HMAC_256", multiRegion: false });
    assert.deepEqual(key.replicaRegions, []);
    assert.equal(key.rotationPeriodInDays, undefined);
  });

  it("let the rules judge what AWS would take: an empty description, a wildcard, rotation turned off, a 7-day window", () => {
    const users = [{ principals: ["*"], capabilities: ["decrypt"] }];
    const key = parseKey({ description: "", rotation: false, deletionWindowInDays: 7, users });
    assert.equal(key.description, "");
    assert.equal(key.rotation, false);
    assert.equal(key.deletionWindowInDays, 7);
  });

  const refused: [string, Change, string, RegExp][] = [
    [
      "a misspelt setting of a key",
      keyWith({ replicaRegoins: ["us-west-2"] }),
      "keys.orders.replicaRegoins",
      /did you mean "replicaRegions"\?/,
    ],
    [
      "a misspelt default",
      { defaults: { primaryRegoin: "us-east-1" } },
      "defaults.primaryRegoin",
      /did you mean "primaryRegion"\?/,
    ],
    ["a misspelt setting of the environment", { protec: true }, "protec", /did you mean "protect"\?/],
    [
      "a misspelt setting deep inside",
      keyWith({ users: [{ principals: ["111111111111"], capabilites: ["decrypt"] }] }),
      "keys.orders.users[0].capabilites",
      /did you mean "capabilities"\?/,
    ],
    [
      "a setting that resembles none",
      keyWith({ zzz: 1 }),
      "keys.orders.zzz",
      /the settings here are .*description/,
    ],
    ["a short account id", { accountId: "1111" }, "accountId", /has 12 digits/],
    [
      "an account that is a number",
      keyWith({ users: [{ principals: [111111111111], capabilities: ["decrypt"] }] }),
      "keys.orders.users[0].principals[0]",
      /string/,
    ],
    [
      "a Region that does not exist",
      keyWith({ replicaRegions: ["us-west-9"] }),
      "keys.orders.replicaRegions[0]",
      /"us-west-9" is not an AWS Region/,
    ],
    [
      "a Region that is not allowed",
      { allowedRegions: ["us-east-1"] },
      "keys.orders.replicaRegions[0]",
      /us-west-2 is not one of the allowedRegions/,
    ],
    [
      "a principal that is no ARN",
      keyWith({ users: [{ principals: ["role/App"], capabilities: ["decrypt"] }] }),
      "keys.orders.users[0].principals[0]",
      /"role\/App" is not a principal/,
    ],
    [
      "a capability that is unknown",
      keyWith({ users: [{ principals: ["111111111111"], capabilities: ["decript"] }] }),
      "keys.orders.users[0].capabilities[0]",
      /decrypt/,
    ],
    [
      "a rotation period out of range",
      keyWith({ rotationPeriodInDays: 30 }),
      "keys.orders.rotationPeriodInDays",
      /90 to 2560 days/,
    ],
    [
      "a deletion window out of range",
      keyWith({ deletionWindowInDays: 3 }),
      "keys.orders.deletionWindowInDays",
      /7 to 30 days/,
    ],
    ["a missing description", { keys: { orders: {} } }, "keys.orders.description", /is required/],
    ["a missing primary Region", { defaults: {} }, "keys.orders.primaryRegion", /.+/],
    [
      "an alias that two keys share",
      {
        keys: {
          orders: { description: "Orders of the shop" },
          bills: { description: "Bills of the shop", alias: "alias/test/orders" },
        },
      },
      "keys.bills.alias",
      /alias of orders already/,
    ],
    [
      "a name that is not one",
      { keys: { "Orders!": { description: "Orders of the shop" } } },
      "keys.Orders!",
      /lower-case/,
    ],
    ["a plain text where keys are expected", { keys: "orders" }, "keys", /.+/],
    [
      "both a whole policy and its parts",
      keyWith({ policy: "{}", rootAccess: "none" }),
      "keys.orders.policy",
      /.+/,
    ],
  ];
  it("refuse a whole policy that AWS would read otherwise than it looks", () => {
    const statement = { Effect: "allow", Principal: { AWS: "111111111111" }, Action: "kms:*", Resource: "*" };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const [problem] = refusal(keyWith({ policy }));
    assert.equal(problem?.path, "keys.orders.policy");
    assert.match(problem.message, /Effect/);
  });

  for (const [what, change, path, message] of refused) {
    it(`refuse ${what}`, () => {
      const problem = refusal(change).find((one) => one.path === path);
      assert.ok(problem, `no problem at ${path}: ${JSON.stringify(refusal(change))}`);
      assert.match(problem.message, message);
    });
  }

  it("report everything that is wrong at once, each with its path", () => {
    const paths = refusal({
      accountId: "12",
      keys: {
        orders: { description: "Orders of the web shop", replicaRegoins: [] },
        bills: { description: "Bills of the web shop", rotationPeriodInDays: 1, deletionWindowInDays: 99 },
      },
    }).map(({ path }) => path);
    assert.deepEqual(paths.sort(), [
      "accountId",
      "keys.bills.deletionWindowInDays",
      "keys.bills.rotationPeriodInDays",
      "keys.orders.replicaRegoins",
    ]);
  });

  it("never repeat key material in an error", () => {
    const base64 = "not base64 but secret!";
    const problems = JSON.stringify(refusal(keyWith({ material: { from: "import", base64 } })));
    assert.doesNotMatch(problems, /secret/);
  });

  for (const stack of ["dev", "prod", "local"]) {
    it(`of the stack ${stack} are sound`, () => {
      const file = parseYaml(readFileSync(`Pulumi.${stack}.yaml`, "utf8")) as { config: Change };
      const own = Object.entries(file.config).filter(([name]) => name.startsWith("kms-foundation:"));
      const settings = Object.fromEntries(
        own.map(([name, value]) => [name.slice("kms-foundation:".length), value]),
      );
      const { environment, keys } = parseSettings(encode(settings), `Pulumi.${stack}.yaml`);
      assert.equal(environment, stack);
      assert.ok(Object.keys(keys).length > 0);
    });
  }
});
