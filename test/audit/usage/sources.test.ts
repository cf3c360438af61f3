import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { run } from "../world";
import { type Event, event, packed, trailFile, usage } from "./trail";

describe("kms-audit usage on sources of every kind", () => {
  const two = [event(1), event(2)];
  const lookedUpOf = (...events: readonly (Event | undefined)[]) =>
    events.map((one) => ({ EventId: one?.eventID, CloudTrailEvent: JSON.stringify(one) }));
  const lookedUp = { Events: lookedUpOf(...two) };
  const containers: Readonly<Record<string, string | Uint8Array>> = {
    "a trail's file": trailFile(...two),
    "a packed file, whatever it is called": packed(trailFile(...two)),
    "an indented file": JSON.stringify({ Records: two }, undefined, 2),
    "a bare array": JSON.stringify(two),
    "one object a line": two.map((one) => JSON.stringify(one)).join("\n"),
    "indented objects": two.map((one) => JSON.stringify(one, undefined, 2)).join("\n"),
    "two files in one": two.map((one) => trailFile(one)).join(""),
    "what aws cloudtrail lookup-events prints": JSON.stringify(lookedUp, undefined, 4),
    "pages of lookup-events in an array": JSON.stringify(two.map((one) => ({ Events: lookedUpOf(one) }))),
    "files of a trail in an array, as jq -s makes it": JSON.stringify(
      [
        { Records: [two[0]] },
        { Records: [] },
        { before: [{ a: 1 }], Records: [two[1]], after: [{ b: [2] }] },
      ],
      undefined,
      1,
    ),
    "events of EventBridge, one a line": two
      .map((one) =>
        JSON.stringify({ "detail-type": "AWS API Call via CloudTrail", resources: [], detail: one }),
      )
      .join("\n"),
    "what CloudWatch Logs hands to a subscriber": JSON.stringify({
      messageType: "DATA_MESSAGE",
      subscriptionFilters: ["all"],
      logEvents: two.map((one, id) => ({ id, timestamp: 1, message: JSON.stringify(one) })),
    }),
    "what aws logs filter-log-events prints": JSON.stringify(
      {
        events: two.map((one) => ({ logStreamName: "a", message: JSON.stringify(one) })),
        searchedLogStreams: [],
      },
      undefined,
      4,
    ),
    "plain records beside wrapped ones": `${JSON.stringify(two[0])}\n${JSON.stringify(lookedUpOf(two[1])[0])}\n`,
    "looked-up events, one a line": lookedUp.Events.map((one) => JSON.stringify(one)).join("\n"),
  };
  for (const [name, content] of Object.entries(containers))
    it(`reads ${name}`, async () => {
      const { report, outcome } = await usage({ "file.json": content });
      assert.deepEqual([outcome.exitCode, report.events, report.broken], [0, 2, 0], outcome.err);
      assert.deepEqual(report.byPrincipal, { "arn:aws:iam::111122223333:role/team/Reader": 2 });
    });

  it("reads standard input", async () => {
    const { report } = await usage({}, ["-"], { stdin: trailFile(...two) });
    assert.equal(report.events, 2);
  });

  it("reads a pipe that is named, as the shell makes for <(command)", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "kms-audit-pipe-"));
    try {
      const pipe = path.join(folder, "pipe");
      execFileSync("mkfifo", [pipe]);
      const [{ report }] = await Promise.all([usage({}, [pipe]), writeFile(pipe, trailFile(...two))]);
      assert.equal(report.events, 2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("counts an event once that two trails deliver", async () => {
    const { report } = await usage({
      "a/x.json": trailFile(...two),
      "b/y.json.gz": packed(trailFile(...two, event(3))),
    });
    assert.deepEqual([report.records, report.events, report.duplicates], [5, 3, 2]);
    assert.deepEqual(report.byEventName, { Decrypt: 3 });
  });

  it("counts an event once that is delivered again with its members in another order", async () => {
    const grant = event(1, {
      eventName: "CreateGrant",
      requestParameters: { keyId: "a/b", constraints: { encryptionContextEquals: { a: "1", b: "2" } } },
      additionalEventData: { service: "c/d", more: true },
    });
    const text = trailFile(grant);
    const { report } = await usage({
      "a.json": text,
      "b.json": JSON.stringify({ Records: [sorted(grant)] }, undefined, 2),
      "c.json": text.replaceAll("/", String.raw`\/`),
    });
    assert.deepEqual([report.events, report.duplicates, report.broken], [1, 2, 0]);
  });

  it("reads a file once that two arguments name", async () => {
    const { report } = await usage({ "a/x.json": trailFile(...two) }, ["a", "a/x.json", "a/*.json"]);
    assert.deepEqual([report.sources, report.duplicates], [1, 0]);
  });

  it("leaves digests and Insights out, by path and by content", async () => {
    const layout = "AWSLogs/o-exampleorg/111122223333";
    const { report, outcome } = await usage({
      [`${layout}/CloudTrail/us-east-1/2026/10/01/a.json.gz`]: packed(trailFile(...two)),
      [`${layout}/CloudTrail-Digest/us-east-1/2026/10/01/b.json.gz`]: packed("{}"),
      [`${layout}/CloudTrail-Insight/us-east-1/2026/10/01/c.json.gz`]: packed(trailFile(event(9))),
      "digest.json": JSON.stringify({ awsAccountId: "111122223333", digestS3Object: "x", logFiles: [] }),
      "insight.json": trailFile(event(8, { eventType: "AwsCloudTrailInsight", eventCategory: "Insight" })),
    });
    assert.deepEqual([outcome.exitCode, report.events, report.skipped, report.broken], [0, 2, 4, 0]);
  });

  it("does not open what the layout of a trail rules out", async () => {
    const file = (account: string, region: string, day: string) =>
      `AWSLogs/${account}/CloudTrail/${region}/2026/10/${day}/x.json`;
    const files = {
      [file("111122223333", "us-east-1", "02")]: trailFile(event(1, { eventTime: "2026-10-01T23:59:59Z" })),
      [file("111122223333", "eu-west-1", "02")]: "not read",
      [file("444455556666", "us-east-1", "02")]: "not read",
      [file("111122223333", "us-east-1", "20")]: "not read",
      [file("111122223333", "us-east-1", "01").replace("/01/", "/25/")]: "not read",
    };
    const { report, outcome } = await usage(files, [
      ...[".", "--region", "us-east-1", "--account", "111122223333"],
      ...["--since", "2026-10-01", "--until", "2026-10-03"],
    ]);
    assert.deepEqual([outcome.exitCode, report.sources, report.events, report.skipped], [0, 1, 1, 4]);
  });

  it("keeps other services out of the answers", async () => {
    const { report } = await usage({
      "x.json": trailFile(
        ...two,
        event(3, { eventSource: "ec2.amazonaws.com", eventName: "RunInstances" }),
        event(4, { eventSource: "cloudtrail.amazonaws.com", eventName: "StopLogging" }),
      ),
    });
    assert.deepEqual([report.records, report.events], [4, 2]);
    assert.deepEqual(Object.keys(report.byEventName), ["Decrypt"]);
  });

  it("tells a path that leads to nothing before it reads anything", async () => {
    const outcome = await run(["usage", "nowhere"]);
    assert.equal(outcome.exitCode, 2);
    assert.match(outcome.err, /nowhere: no such file or folder/);
  });

  it("asks for something to read", async () => {
    const outcome = await run(["usage"]);
    assert.equal(outcome.exitCode, 2);
    assert.match(outcome.err, /--lookup/);
  });
});

/** The same with the members of every object in the order of their names. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}
