import assert from "node:assert/strict";
import { buildKeyPolicy } from "../../kms/policy/build/buildKeyPolicy";
import { decide } from "../../kms/policy/evaluate/decide";
import { keyPolicyFromJson } from "../../kms/policy/parse";
import { parseSettings } from "../../settings/parse";
import { SettingsError } from "../../settings/problems";

const owner = "111111111111";
const role = (name: string, account = "222222222222") => `arn:aws:iam::${account}:role/${name}`;
type Change = Record<string, unknown>;

function parse(bucket: Change, key: Change = {}) {
  const settings = {
    keys: {
      data: {
        description: "Data that others read",
        primaryRegion: "us-east-1",
        replicaRegions: ["eu-west-1"],
        ...key,
      },
    },
    sharedBuckets: { "daily-reports": { key: "data", ...bucket } },
  };
  const texts = Object.entries(settings).map(([name, value]): [string, string] => [
    name,
    JSON.stringify(value),
  ]);
  return parseSettings(
    { environment: "test", accountId: owner, ...Object.fromEntries(texts) },
    "Pulumi.test.yaml",
  );
}

const sound = { readers: [role("Reader")], writers: [role("Writer")], replicaRegion: "eu-west-1" };

describe("shared buckets in the settings", () => {
  it("are called after environment, name and account, in the key's primary Region", () => {
    const bucket = parse(sound).sharedBuckets["daily-reports"];
    assert.equal(bucket?.bucketName, "test-daily-reports-111111111111");
    assert.equal(bucket.region, "us-east-1");
  });

  for (const region of ["us-east-1", "eu-west-1"]) {
    it(`let their roles use the key in ${region} through S3, for this bucket, and no further`, () => {
      const { policy } = parse({ ...sound, readers: [role("Reader"), role("Own", owner)] }).keys.data!;
      assert.notEqual(typeof policy, "string");
      const built = keyPolicyFromJson(
        buildKeyPolicy(
          typeof policy === "string"
            ? {}
            : { ...policy, rootAccess: "none", administrators: [role("Admin", owner)] },
          {
            accountId: owner,
            region,
          },
        ),
      );
      const asked = (principal: string, action: string, arn: string, via = `s3.${region}.amazonaws.com`) =>
        decide(built, {
          principalType: "AWS",
          principal,
          action,
          resource: `arn:aws:kms:${region}:${owner}:key/mrk-1`,
          context: {
            "kms:ViaService": via,
            "kms:EncryptionContext:aws:s3:arn": arn,
            "kms:EncryptionContextKeys": ["aws:s3:arn"],
          },
        }).decision;
      const bucket = `arn:aws:s3:::test-daily-reports-${owner}-${region}`;
      const table: [string, string, string][] = [
        ["a reader decrypts", asked(role("Reader"), "kms:Decrypt", bucket), "allowed"],
        ["without a bucket key too", asked(role("Reader"), "kms:Decrypt", `${bucket}/a`), "allowed"],
        ["of the own account too", asked(role("Own", owner), "kms:Decrypt", bucket), "allowed"],
        ["a reader encrypts", asked(role("Reader"), "kms:GenerateDataKey", bucket), "notAllowed"],
        ["a writer encrypts", asked(role("Writer"), "kms:GenerateDataKey", bucket), "allowed"],
        ["a writer puts parts together", asked(role("Writer"), "kms:Decrypt", bucket), "allowed"],
        ["another bucket", asked(role("Reader"), "kms:Decrypt", "arn:aws:s3:::other"), "notAllowed"],
        ["another role", asked(role("Other"), "kms:Decrypt", bucket), "notAllowed"],
        [
          "another service",
          asked(role("Reader"), "kms:Decrypt", bucket, `rds.${region}.amazonaws.com`),
          "notAllowed",
        ],
        ["a grant", asked(role("Writer"), "kms:CreateGrant", bucket), "notAllowed"],
      ];
      assert.deepEqual(
        table.filter(([, found, wanted]) => found !== wanted),
        [],
      );
    });
  }

  const refused: [string, Change, Change, string, RegExp][] = [
    ["a key that is none", { ...sound, key: "date" }, {}, "key", /no key "date"; did you mean "data"\?/],
    [
      "a Region without the key",
      { ...sound, region: "us-west-2" },
      {},
      "region",
      /is in us-east-1, eu-west-1, not in us-west-2.*keys\.data\.replicaRegions/,
    ],
    [
      "a copy in its own Region",
      { ...sound, replicaRegion: "us-east-1" },
      {},
      "replicaRegion",
      /in us-east-1 already/,
    ],
    ["nobody to use it", {}, {}, "readers", /name a role/],
    [
      "a whole account as a reader",
      { readers: ["222222222222"] },
      {},
      "readers[0]",
      /not the exact ARN of a role/,
    ],
    ["a pattern as a reader", { readers: [role("R*")] }, {}, "readers[0]", /not the exact ARN of a role/],
    [
      "a signing key",
      sound,
      { spec: "ECC_NIST_P256", usage: "SIGN_VERIFY" },
      "key",
      /symmetric encryption keys/,
    ],
    [
      "a key with a whole policy",
      sound,
      { policy: JSON.stringify(buildKeyPolicy({}, { accountId: owner, region: "us-east-1" })) },
      "key",
      /is a whole policy: describe it by settings/,
    ],
    [
      "a copy by a role that no key policy lets in",
      sound,
      { rootAccess: "none", administrators: [role("Admin", owner)] },
      "replicaRegion",
      /rootAccess: none rules out/,
    ],
    ["a name that is too long", { ...sound, bucketName: "b".repeat(50) }, {}, "bucketName", /S3 takes 63/],
    ["a misspelt setting", { ...sound, reader: [] }, {}, "reader", /did you mean "readers"\?/],
  ];
  for (const [what, bucket, key, path, message] of refused) {
    it(`are refused with ${what}`, () => {
      assert.throws(
        () => parse(bucket, key),
        (error) => {
          assert.ok(error instanceof SettingsError);
          const problem = error.problems.find((one) => one.path === `sharedBuckets.daily-reports.${path}`);
          assert.match(problem?.message ?? JSON.stringify(error.problems), message);
          return true;
        },
      );
    });
  }
});
