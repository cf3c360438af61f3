import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { parse } from "yaml";
import { z } from "zod";
import { detections } from "../../../../audit/usage/detections";
import { currentPage, detectionsPage } from "../../../../audit/usage/detections/documentation";
import { sigmaRules } from "../../../../audit/usage/detections/sigma";
import { run } from "../../world";
import { trailFile, usage } from "../trail";
import { call, other, refused } from "./cases";

/** Events by detection, counted by hand or by others' rules: docs of AWS, tests of Panther, two data sets of an attack. */
const publicRecords: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  panther: { "KMS-02": 1, "KMS-03": 1, "KMS-24": 3 },
  kmsguide: {
    ...{
      "KMS-02": 1,
      "KMS-03": 1,
      "KMS-07": 3,
      "KMS-17": 3,
      "KMS-18": 1,
      "KMS-19": 2,
      "KMS-20": 3,
      "KMS-21": 4,
    },
    ...{ "KMS-22": 2, "KMS-24": 4 },
  },
  invictus: { "KMS-11": 178 },
  traildiscover: {},
};

/** What is about a principal's history cannot be judged by examples of eight years. */
const ofHistory: ReadonlySet<string> = new Set(["KMS-12", "KMS-13", "KMS-14", "KMS-15"]);

describe("detections in kms-audit usage", () => {
  for (const [name, expected] of Object.entries(publicRecords))
    it(`finds in ${name} what is known to be there, and no more`, async () => {
      const { report } = await usage({}, [path.resolve(`test/data/cloudtrail/${name}.json.gz`)]);
      const fired = report.detections
        .filter(({ id }) => !ofHistory.has(id))
        .map(({ id, count }) => [id, count] as const);
      assert.deepEqual(Object.fromEntries(fired.sort()), expected);
    });

  it("agrees with Panther's own tests of its rule for public key policies", async () => {
    const { report } = await usage({}, [path.resolve("test/data/cloudtrail/panther.json.gz")]);
    assert.deepEqual(report.detections.find(({ id }) => id === "KMS-02")?.events, ["test-04"]);
  });

  it("tells refused attempts apart", async () => {
    const { report } = await usage({
      "a.json": trailFile(refused("ScheduleKeyDeletion", 0), refused("DisableKey", 1)),
    });
    assert.deepEqual(report.detections, []);
    assert.deepEqual(
      report.attempts.map(({ eventName, errorCode, count }) => [eventName, errorCode, count]),
      [
        ["DisableKey", "AccessDenied", 1],
        ["ScheduleKeyDeletion", "AccessDenied", 1],
      ],
    );
    assert.ok(report.attempts[1]?.detections.includes("KMS-04"));
  });

  it("keeps to the schema where detections fire and where one has notes", async () => {
    const ajv = new Ajv2020({ strict: false });
    const valid = ajv.compile(JSON.parse(readFileSync("docs/schemas/usage.schema.json", "utf8")) as object);
    for (const name of Object.keys(publicRecords)) {
      const { report } = await usage({}, [path.resolve(`test/data/cloudtrail/${name}.json.gz`)]);
      assert.ok(valid(report), JSON.stringify(valid.errors));
    }
  });

  it("fails on the severity asked for, or worse", async () => {
    const files = { "a.json": trailFile(call("UpdateAlias", 0)) };
    const exitCodeOf = async (severity: string) =>
      (await run(["usage", ".", "--fail-on", severity], { files })).exitCode;
    assert.deepEqual(
      [await exitCodeOf("high"), await exitCodeOf("medium"), await exitCodeOf("low")],
      [0, 1, 1],
    );
  });

  it("gives the other answers alone with --no-detections, and says so", async () => {
    const files = {
      "a.json": trailFile(call("DisableKey", 0), call("DisableKey", 1, { errorCode: "AccessDenied" })),
    };
    const { report: whole } = await usage(files, ["."]);
    const { report } = await usage(files, [".", "--no-detections"]);
    assert.deepEqual([whole.detections.length, whole.attempts.length], [1, 1]);
    assert.deepEqual(report, {
      ...whole,
      detections: [],
      attempts: [],
      detectionNotes: ["detections were left out (--no-detections)"],
    });
    const { out: text } = await run(["usage", ".", "--no-detections"], { files });
    assert.match(text, /Not judged: detections were left out \(--no-detections\)/);
  });

  for (const option of ["--fail-on=high", "--allow=allow.json", "--baseline=history.parquet"])
    it(`refuses --no-detections beside ${option}, which it would void`, async () => {
      const { exitCode, err } = await run(["usage", ".", "--no-detections", option], { files: {} });
      assert.equal(exitCode, 2);
      assert.match(err, /--no-detections leaves nothing to --fail-on, --baseline and --allow/);
    });

  it("writes each finding with its time and what to do, within 80 columns", async () => {
    const long = "r".repeat(64);
    const files = { "a.json": trailFile(call("DisableKey", 0), call("DisableKey", 1, { by: long })) };
    const { out: text } = await run(["usage", "."], { files, columns: 80 });
    const section = text.slice(text.indexOf("Detections"), text.indexOf("Operations"));
    assert.ok(
      section.split("\n").every((line) => line.length <= 80),
      section,
    );
    assert.match(text, /medium +KMS-24 Key disabled/);
    assert.match(text, /2026-10-01 00:00 111122223333 role\/Admin disabled/);
    assert.match(text, /What to do: Ask who did it/);
  });
});

describe("the allow-list", () => {
  it("exempts principals and accounts", async () => {
    const grantee = `arn:aws:iam::${other}:role/Reader`;
    const records = [
      call("DisableKey", 0),
      call("CreateGrant", 1, { requestParameters: { granteePrincipal: grantee } }),
    ];
    const allow = {
      principals: [{ arn: "arn:aws:iam::111122223333:role/Adm*", detections: ["KMS-24"] }],
      trustedAccounts: [other],
    };
    const files = { "trail/a.json": trailFile(...records), "allow.json": JSON.stringify(allow) };
    assert.deepEqual((await usage(files, ["trail", "--allow", "allow.json"])).report.detections, []);
    assert.deepEqual(
      (await usage(files, ["trail"])).report.detections.map(({ id }) => id),
      ["KMS-08", "KMS-24"],
    );
  });

  const refusals: readonly (readonly [string, string, RegExp])[] = [
    [
      "a network that is none",
      '{ "networks": ["10.0.0.0/8", "10.0.0.0/33"] }',
      /networks\[1\]: must be a network/,
    ],
    ["a name that is no ARN", '{ "principals": ["Admin"] }', /principals\[0\]: must be an ARN pattern/],
    [
      "an account id that is too short",
      '{ "trustedAccounts": ["1234"] }',
      /trustedAccounts\[0\]: must be an account id/,
    ],
    ["a Region that is none", '{ "regions": ["europe"] }', /regions\[0\]: must be a Region/],
    [
      "an alias without its prefix",
      '{ "testAliases": ["test/*"] }',
      /testAliases\[0\]: must be an alias name/,
    ],
    ["a member that it does not know", '{ "network": [] }', /network/],
    ["what is no JSON", "networks:", /--allow allow\.json/],
  ];
  for (const [what, text, message] of refusals)
    it(`is refused for ${what}`, async () => {
      const { exitCode, err } = await run(["usage", "a.json", "--allow", "allow.json"], {
        files: { "a.json": trailFile(call("DisableKey", 0)), "allow.json": text },
      });
      assert.equal(exitCode, 2);
      assert.match(err, message);
    });
});

describe("what detections say of themselves", () => {
  it("has an id of its own each, in order", () => {
    const ids = detections.map(({ id }) => id);
    assert.deepEqual(
      ids,
      Array.from({ length: 24 }, (_, index) => `KMS-${String(index + 1).padStart(2, "0")}`),
    );
  });

  it("is what docs/detections.md says (npm run docs:detections)", async () => {
    const page = readFileSync(detectionsPage, "utf8");
    assert.equal(await currentPage(page), page);
  });

  /** The members that Sigma demands: https://sigmahq.io/sigma-specification/specification/sigma-rules-specification.html */
  const sigmaRule = z.strictObject({
    title: z.string().max(256),
    id: z.uuid(),
    status: z.enum(["experimental", "test", "stable"]),
    description: z.string(),
    references: z.array(z.url()),
    tags: z.array(z.string().regex(/^attack\.t\d{4}(\.\d{3})?$/)),
    logsource: z.strictObject({ product: z.literal("aws"), service: z.literal("cloudtrail") }),
    detection: z.looseObject({ selection: z.record(z.string(), z.unknown()), condition: z.string() }),
    falsepositives: z.array(z.string()),
    level: z.enum(["informational", "low", "medium", "high", "critical"]),
  });

  it("makes Sigma rules, each with an id of its own", () => {
    const rules = [...sigmaRules().values()].map((text) => sigmaRule.parse(parse(text)));
    assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
    assert.ok(rules.length >= 10);
  });

  it("writes the Sigma rules into a folder", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "sigma-"));
    try {
      const { exitCode, out } = await run(["usage", "--sigma", path.join(folder, "rules")]);
      assert.equal(exitCode, 0);
      assert.match(out, /^\d+ Sigma rules in /);
      assert.equal(readdirSync(path.join(folder, "rules")).length, sigmaRules().size);
      assert.ok(existsSync(path.join(folder, "rules", "aws_kms_01.yml")));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
