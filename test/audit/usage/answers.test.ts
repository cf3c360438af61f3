import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { usageText } from "../../../audit/usage/formats/text";
import { run } from "../world";
import { event, keyArn, trailFile, usage } from "./trail";

const otherKey = "arn:aws:kms:us-east-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321";
const named = (ARN: string) => ({ resources: [{ accountId: "111122223333", type: "AWS::KMS::Key", ARN }] });
const replica = (region: string) =>
  `arn:aws:kms:${region}:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab`;

describe("kms-audit usage: the answers", () => {
  it("makes alias, id and ARN of a key one", async () => {
    const unresolved = { resources: undefined };
    const { report } = await usage({
      "x.json": trailFile(
        event(1, { requestParameters: { keyId: "alias/app" } }),
        event(2, { ...unresolved, requestParameters: { keyId: "alias/app" } }),
        event(3, { ...unresolved, requestParameters: { keyId: keyArn } }),
        event(4, { ...unresolved, requestParameters: { keyId: keyArn.replace(/.*\//, "") } }),
        event(5, {
          ...unresolved,
          requestParameters: { keyId: "arn:aws:kms:us-east-1:111122223333:alias/app" },
        }),
        event(6, { ...unresolved, requestParameters: { keyId: "alias/unknown" } }),
      ),
    });
    assert.deepEqual(
      report.keys.map(({ keyArn: arn, events, aliases }) => [arn, events, aliases]),
      [[keyArn, 5, ["alias/app"]]],
    );
    assert.deepEqual(report.byKey, { [keyArn]: 1 });
  });

  it("takes an empty error for none, and an empty principal for an unknown one", async () => {
    const anonymous = { type: "AWSAccount", principalId: "", accountId: "ANONYMOUS_PRINCIPAL" };
    const { report } = await usage({
      "x.json": trailFile(
        event(1, { errorCode: "" }),
        event(2, { errorCode: "AccessDenied", userIdentity: anonymous }),
      ),
    });
    assert.deepEqual(report.byErrorCode, { AccessDenied: 1 });
    assert.equal(report.byPrincipal.unknown, 1);
  });

  it("filters by an alias, whatever the events call the key", async () => {
    const { report } = await usage(
      {
        "x.json": trailFile(
          event(1, { requestParameters: { keyId: "alias/app" } }),
          event(2),
          event(3, named(otherKey)),
          event(4, { resources: [] }),
        ),
      },
      [".", "--key", "alias/app"],
    );
    assert.equal(report.events, 2);
  });

  it("filters by a key, also what was refused that asked for it by its alias", async () => {
    const byAlias = { requestParameters: { keyId: "alias/app" } };
    const text = trailFile(
      event(1, byAlias),
      event(2, { ...byAlias, resources: undefined, errorCode: "AccessDenied" }),
      event(3, { resources: [], requestParameters: { keyId: "alias/other" } }),
    );
    for (const key of [keyArn, keyArn.replace(/.*\//, "")]) {
      const { report } = await usage({ "x.json": text }, [".", "--key", key]);
      assert.deepEqual([report.events, report.byErrorCode], [2, { AccessDenied: 1 }]);
    }
  });

  it("counts ReEncrypt for both keys", async () => {
    const { report } = await usage({
      "x.json": trailFile(
        event(1, {
          eventName: "ReEncrypt",
          resources: [...named(keyArn).resources, ...named(otherKey).resources],
        }),
      ),
    });
    assert.deepEqual(report.byKey, { [keyArn]: 1, [otherKey]: 1 });
  });

  it("shows a multi-Region key with its replicas", async () => {
    const { report } = await usage({
      "x.json": trailFile(event(1, named(replica("us-east-1"))), event(2, named(replica("eu-west-1")))),
    });
    assert.deepEqual(
      report.keyFamilies.map(({ family, keyArns, events }) => [family, [...keyArns].sort(), events]),
      [["mrk-1234abcd12ab34cd56ef1234567890ab", [replica("eu-west-1"), replica("us-east-1")], 2]],
    );
  });

  it("tells roles from services and from what has no type", async () => {
    const { report } = await usage({
      "x.json": trailFile(
        event(1),
        event(2),
        event(3, { userIdentity: { type: "AWSService", invokedBy: "cloudtrail.amazonaws.com" } }),
        event(4, { userIdentity: { accountId: "111122223333", invokedBy: "AWS Internal" } }),
        event(5, {
          userIdentity: { type: "AssumedRole", arn: "arn:aws:sts::111122223333:assumed-role/Plain/session" },
        }),
        event(6, {
          userIdentity: { type: "AWSAccount", principalId: "AROAOTHER:session", accountId: "444455556666" },
        }),
        event(7, { userIdentity: { type: "Root", arn: "arn:aws:iam::111122223333:root", principalId: "1" } }),
        event(8, { userIdentity: undefined }),
      ),
    });
    assert.deepEqual(report.byPrincipal, {
      "arn:aws:iam::111122223333:role/team/Reader": 2,
      AROAOTHER: 1,
      "arn:aws:iam::111122223333:role/Plain": 1,
      "arn:aws:iam::111122223333:root": 1,
      "service:AWS Internal": 1,
      "service:cloudtrail.amazonaws.com": 1,
      unknown: 1,
    });
    assert.equal(report.byIdentityType.None, 2);
  });

  it("takes encryption contexts with the same pairs for one, in whatever order", async () => {
    const withContext = (number: number, encryptionContext: unknown) =>
      event(number, { requestParameters: { encryptionContext } });
    const { report } = await usage({
      "x.json": trailFile(
        withContext(1, { "aws:s3:arn": "arn:aws:s3:::a/b", purpose: 'say "hi"' }),
        withContext(2, { purpose: 'say "hi"', "aws:s3:arn": "arn:aws:s3:::a/b" }),
        withContext(3, { purpose: "other" }),
        withContext(4, null),
        withContext(5, {}),
      ),
    });
    assert.deepEqual([report.encryptionContexts.distinct, report.encryptionContexts.events], [3, 4]);
    assert.deepEqual(report.encryptionContexts.top[0], {
      encryptionContext: '{"aws:s3:arn":"arn:aws:s3:::a/b","purpose":"say \\"hi\\""}',
      events: 2,
    });
  });

  const reEncrypt = {
    eventName: "ReEncrypt",
    requestParameters: { destinationKeyId: "alias/second" },
    resources: [...named(otherKey).resources, ...named(replica("us-east-1")).resources],
  };
  const asRole = (role: string, session: string) => ({
    userIdentity: { type: "AssumedRole", arn: `arn:aws:sts::111122223333:assumed-role/${role}/${session}` },
  });
  const filtered: readonly (readonly [string, readonly string[], readonly number[]])[] = [
    ["the first moment", ["--since", "2026-10-01T12:00:00Z"], [2]],
    ["the moment of an event", ["--since", "2026-10-02T00:00:00Z"], [2]],
    ["the last moment", ["--until", "2026-10-02"], [1, 3, 4, 5, 6, 7, 8, 9]],
    ["Region", ["--region", "eu-west-1"], [3]],
    ["several Regions", ["--region", "eu-west-1", "--region", "us-east-1"], [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ["account", ["--account", "444455556666"], [9]],
    ["the ARN of a key", ["--key", otherKey], [4, 6]],
    ["the id of a key", ["--key", otherKey.replace(/.*\//, "")], [4, 6]],
    ["the ARN of a key that is the second", ["--key", replica("us-east-1")], [6]],
    ["the id of a key that is the second", ["--key", replica("us-east-1").replace(/.*\//, "")], [6]],
    ["an alias of the second key", ["--key", "alias/second"], [6]],
    ["an alias with an underscore", ["--key", "alias/my_app"], [7]],
    ["the ARN of an alias", ["--key", "arn:aws:kms:us-east-1:111122223333:alias/my_app"], [7]],
    ["the ARN of another account's alias", ["--key", "arn:aws:kms:us-east-1:444455556666:alias/my_app"], []],
    ["the name of a user", ["--principal", "alice"], [5]],
    ["the ARN of a role", ["--principal", "arn:aws:iam::111122223333:role/team/Reader"], [1, 2, 3, 4, 6]],
    ["a role with an underscore", ["--principal", "my_role"], [7]],
    ["a role's session", ["--principal", "arn:aws:sts::111122223333:assumed-role/myXrole/one"], [8]],
    ["a role's sessions", ["--principal", "arn:aws:sts::111122223333:assumed-role/Reader"], [1, 2, 3, 4, 6]],
    ["another session", ["--principal", "arn:aws:sts::111122223333:assumed-role/my_role/one"], []],
    ["a service", ["--principal", "s3.amazonaws.com", "--principal", "alice"], [5, 9]],
    ["key and principal", ["--key", otherKey, "--principal", "alice"], []],
  ];
  for (const [name, args, events] of filtered)
    it(`filters by ${name}`, async () => {
      const second = { eventTime: "2026-10-02T00:00:00Z" };
      const service = { type: "AWSService", invokedBy: "s3.amazonaws.com" };
      const changes = [
        ...[{}, second, { awsRegion: "eu-west-1" }, named(otherKey)],
        { userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/alice" } },
        reEncrypt,
        { ...asRole("my_role", "two"), resources: [], requestParameters: { keyId: "alias/my_app" } },
        { ...asRole("myXrole", "one"), resources: [], requestParameters: { keyId: "alias/myXapp" } },
        { userIdentity: service, recipientAccountId: "444455556666" },
      ];
      const files = {
        "x.json": trailFile(
          ...changes.map((change, index) => event(index + 1, { sourceIPAddress: `${index + 1}`, ...change })),
        ),
      };
      const { report } = await usage(files, [".", ...args]);
      assert.deepEqual(Object.keys(report.bySource).map(Number).sort(), events);
    });

  it("tells which known keys nobody uses", async () => {
    const { report } = await usage(
      { "x/a.json": trailFile(event(1)), "keys.txt": `${keyArn}\n${otherKey}\n` },
      [...["x", "--keys", "keys.txt"]],
    );
    assert.deepEqual(report.unusedKeys, [otherKey]);
  });

  it("works out what caching data keys would save, and where S3 Bucket Keys are the cache", async () => {
    const asked = (number: number, context: unknown, process: string) =>
      event(number, {
        eventName: "GenerateDataKey",
        eventTime: "2026-10-01T00:00:30Z",
        sourceIPAddress: process,
        userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/alice" },
        requestParameters: { encryptionContext: context },
      });
    const many = Array.from({ length: 120 }, (_, index) =>
      asked(index, { "aws:s3:arn": "arn:aws:s3:::a" }, index < 60 ? "192.0.2.1" : "192.0.2.2"),
    );
    const { report } = await usage({ "x.json": trailFile(...many) });
    assert.deepEqual(
      report.hotSpots.map(({ requests, repeated, remedy }) => [requests, repeated, remedy]),
      [[120, 118, "s3-bucket-keys"]],
    );
  });

  it("finds the busiest second of each quota and names AWS's default", async () => {
    const at = (number: number, second: number, changes = {}) =>
      event(number, { eventTime: `2026-10-01T00:00:0${second}Z`, ...changes });
    const rsa = { eventName: "Sign", requestParameters: { signingAlgorithm: "RSASSA_PSS_SHA_256" } };
    const { report } = await usage({
      "x.json": trailFile(
        at(1, 1),
        at(2, 2),
        at(3, 2, { eventName: "Encrypt" }),
        at(4, 2, { errorCode: "ThrottlingException" }),
        at(5, 2, rsa),
      ),
    });
    assert.deepEqual(report.quotas, [
      {
        account: "111122223333",
        region: "us-east-1",
        quota: "Cryptographic operations (symmetric)",
        peakPerSecond: 3,
        at: "2026-10-01T00:00:02Z",
        throttled: 1,
        defaultPerSecond: 100_000,
      },
      {
        account: "111122223333",
        region: "us-east-1",
        quota: "Cryptographic operations (RSA)",
        peakPerSecond: 1,
        at: "2026-10-01T00:00:02Z",
        throttled: 0,
        defaultPerSecond: 1000,
      },
    ]);
  });

  it("prices requests by kind", async () => {
    const { report } = await usage({
      "x.json": trailFile(
        ...Array.from({ length: 10 }, (_, index) => event(index)),
        event(20, { eventName: "Sign", requestParameters: { signingAlgorithm: "ECDSA_SHA_256" } }),
        event(21, { eventName: "GenerateDataKeyPair", requestParameters: { keyPairSpec: "RSA_2048" } }),
        event(22, { eventName: "RotateKey", eventType: "AwsServiceEvent" }),
      ),
    });
    assert.equal(report.cost.requests, 12);
    assert.deepEqual(
      new Map(report.cost.prices.map(({ requests, price }) => [price, requests])),
      new Map([
        [0.03, 10],
        [0.15, 1],
        [12, 1],
      ]),
    );
  });

  it("takes the free requests off what is not asymmetric", async () => {
    const { report } = await usage({
      "x.json": trailFile(
        ...Array.from({ length: 40 }, (_, index) => event(index)),
        ...Array.from({ length: 40 }, (_, index) => event(100 + index, { eventName: "GetPublicKey" })),
      ),
    });
    assert.deepEqual([report.cost.dollars, report.cost.dollarsAfterFreeTier], [0.0002, 0.0001]);
  });

  it("keeps to its schema", async () => {
    const schema = JSON.parse(readFileSync("docs/schemas/usage.schema.json", "utf8")) as object;
    const ajv = addFormats(new Ajv2020({ strict: true, allErrors: true }));
    const files = { "x.json": trailFile(event(1), event(2, { errorCode: "AccessDenied" })), "bad.json": "{" };
    const { report } = await usage(files);
    const validate = ajv.compile(schema);
    assert.ok(validate(report), JSON.stringify(validate.errors, undefined, 1));
  });

  it("says why an empty report need not mean unused keys", async () => {
    const outcome = await run(["usage", "."], {
      files: { "x.json": trailFile(event(1, { eventSource: "s3.amazonaws.com" })) },
    });
    assert.equal(outcome.exitCode, 0);
    assert.match(outcome.out, /ExcludeManagementEventSources/);
  });

  it("writes numbers for a spreadsheet", async () => {
    const outcome = await run(["usage", ".", "--format", "csv"], {
      files: { "x.json": trailFile(event(1), event(2)) },
    });
    assert.match(outcome.out, /^answer,name,value\n/);
    assert.match(outcome.out, /^byEventName,Decrypt,2$/m);
    assert.match(outcome.out, new RegExp(`^byKey,${keyArn},2$`, "m"));
  });

  it("marks cells as text that a spreadsheet would take for formulas", async () => {
    const sources = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("https://example.com","x")'];
    const outcome = await run(["usage", ".", "--format", "csv"], {
      files: {
        "x.json": trailFile(
          ...sources.map((sourceIPAddress, index) => event(index, { sourceIPAddress, errorCode: "=error" })),
        ),
      },
    });
    for (const source of sources) {
      const cell = `'${source}`;
      const written = /[",\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
      assert.ok(outcome.out.includes(`bySource,${written},1\n`), source);
    }
    assert.match(outcome.out, /^byErrorCode,'=error,7$/m);
    assert.doesNotMatch(outcome.out, /[\n,]"?[=+@\t\r-]/);
  });

  it("writes nothing to the terminal that steers it", async () => {
    const evil = "\u001b[2J\u009b\r\nname";
    const { out } = await run(["usage", "."], {
      files: { "x.json": trailFile(event(1, { sourceIPAddress: evil, errorCode: evil, awsRegion: evil })) },
    });
    assert.match(out, /name/);
    assert.doesNotMatch(out.replaceAll("\n", ""), /\p{Cc}/u);
  });

  it("keeps within 80 columns, whatever the names", async () => {
    const long = "x".repeat(200);
    const files = {
      "x.json": trailFile(
        ...Array.from({ length: 200 }, (_, index) =>
          event(index, {
            eventTime: `2026-10-0${1 + (index % 9)}T00:00:00Z`,
            sourceIPAddress: `${long}${index}`,
            awsRegion: long,
            errorCode: long,
            requestParameters: { keyId: `alias/${long}`, encryptionContext: { [long]: long } },
          }),
        ),
      ),
    };
    const { report } = await usage(files);
    const lines = usageText(report, 80, false).split("\n");
    assert.deepEqual(
      lines.filter(({ length }) => length > 80),
      [],
    );
  });
});
