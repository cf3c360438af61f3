import assert from "node:assert/strict";
import { parseSettings } from "../../settings/parse";
import { SettingsError } from "../../settings/problems";

const sound = {
  subscriptions: {
    critical: [{ email: "oncall@example.com" }, { queue: "arn:aws:sqs:us-east-1:111111111111:events" }],
    normal: [{ https: "https://chat.example.com/hook" }],
  },
};

/** The settings of a stack with one key and this monitoring. */
function parsed(monitoring: unknown, others: Readonly<Record<string, unknown>> = {}) {
  const key = { description: "Orders at rest", primaryRegion: "us-east-1" };
  const settings = {
    defaults: { primaryRegion: "eu-west-1", administrators: ["arn:aws:iam::111111111111:role/Admin"] },
    keys: { orders: key },
    tags: { Owner: "shop" },
    monitoring,
    ...others,
  };
  const raw: [string, string][] = Object.entries(settings).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, JSON.stringify(value)]],
  );
  return parseSettings(
    { environment: "test", accountId: "111111111111", ...Object.fromEntries(raw) },
    "Pulumi.test.yaml",
  );
}

function problemsOf(monitoring: unknown, others: Readonly<Record<string, unknown>> = {}): string[] {
  try {
    parsed(monitoring, others);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

describe("the settings of monitoring", () => {
  it("have defaults: everything is watched, from the primary Region of the environment", () => {
    const { monitoring } = parsed(sound);
    assert.equal(monitoring?.homeRegion, "eu-west-1");
    assert.equal(monitoring.watch, "all");
    assert.equal(monitoring.dashboard, true);
    assert.equal(monitoring.thresholds.quotaPercent, 80);
    assert.deepEqual(monitoring.tags, { Owner: "shop" });
    assert.deepEqual(monitoring.keyPolicy, { administrators: ["arn:aws:iam::111111111111:role/Admin"] });
  });

  it("may be left out", () => {
    assert.equal(parsed(undefined).monitoring, undefined);
  });

  it("change one threshold and keep the others", () => {
    const { monitoring } = parsed({ ...sound, thresholds: { deniedRequests: 1 } });
    assert.deepEqual([monitoring?.thresholds.deniedRequests, monitoring?.thresholds.failedRequests], [1, 50]);
  });

  const refused: [string, unknown, RegExp][] = [
    [
      "nobody who hears of it",
      { subscriptions: { critical: [], normal: sound.subscriptions.normal } },
      /subscriptions\.critical: must name somebody/,
    ],
    ["no subscriptions", {}, /monitoring\.subscriptions: is required/],
    [
      "a subscriber that SNS does not know",
      { subscriptions: { ...sound.subscriptions, normal: [{ pager: "1234" }] } },
      /subscriptions\.normal\[0\].*must be one of \{ email/,
    ],
    [
      "a topic where a queue should be",
      {
        subscriptions: {
          ...sound.subscriptions,
          normal: [{ queue: "arn:aws:sns:us-east-1:111111111111:x" }],
        },
      },
      /subscriptions\.normal\[0\]/,
    ],
    [
      "somebody named twice",
      {
        subscriptions: {
          ...sound.subscriptions,
          normal: [{ email: "a@example.com" }, { email: "a@example.com" }],
        },
      },
      /subscriptions\.normal\[1\]: is named twice/,
    ],
    ["a misspelt watch", { ...sound, watches: { "alias-move": "off" } }, /monitoring\.watches/],
    [
      "a user as deployer",
      { ...sound, deployers: ["arn:aws:iam::111111111111:user/me"] },
      /deployers\[0\]: .*not the ARN of a role/,
    ],
    [
      "more deployers than a metric filter holds",
      {
        ...sound,
        deployers: Array.from(
          { length: 9 },
          (_, n) => `arn:aws:iam::111111111111:role/deployment/Deployer${n}`,
        ),
      },
      /monitoring\.deployers: are too many for a metric filter of 1024 characters/,
    ],
    [
      "a percentage above 100",
      { ...sound, thresholds: { quotaPercent: 120 } },
      /quotaPercent: must be 1 to 100/,
    ],
    ["a misspelt Region", { ...sound, homeRegion: "eu-wst-1" }, /homeRegion: .*did you mean "eu-west-1"/],
    [
      "a misspelt setting",
      { ...sound, dashbord: false },
      /monitoring\.dashbord: unknown setting; did you mean "dashboard"/,
    ],
  ];
  for (const [what, monitoring, message] of refused)
    it(`refuse ${what}`, () => {
      assert.match(problemsOf(monitoring).join("\n"), message);
    });

  it("refuse a key with the alias of the topics' keys", () => {
    const keys = { monitoring: { description: "Orders at rest", primaryRegion: "us-east-1" } };
    assert.match(
      problemsOf(sound, { keys }).join("\n"),
      /keys\.monitoring\.alias: "alias\/test\/monitoring" is the alias of the key/,
    );
  });

  it("need a home where no Region is the environment's", () => {
    assert.match(problemsOf(sound, { defaults: {} }).join("\n"), /monitoring\.homeRegion: is required/);
    assert.deepEqual(problemsOf({ ...sound, homeRegion: "us-east-1" }, { defaults: {} }), []);
  });
});
