import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { run } from "../world";
import { type Event, event, keyArn, trailFile, usage } from "./trail";

const account = "111122223333";
const role = (name: string) => ({
  type: "Role",
  arn: `arn:aws:iam::${account}:role/${name}`,
  accountId: account,
});

/** A request of a day of October, at a second of it. */
function on(day: number, second: number, changes: Event = {}): Event {
  const time = new Date(Date.UTC(2026, 9, day, 0, 0, second)).toISOString().replace(".000Z", "Z");
  return event(day * 10_000 + second, { eventTime: time, userIdentity: role("Reader"), ...changes });
}

const many = (day: number, count: number, changes: Event = {}) =>
  Array.from({ length: count }, (_, index) => on(day, index * 600, changes));

/** Ten days of a steady reader. */
const past = Array.from({ length: 10 }, (_, day) => many(day + 1, 8)).flat();
const today = 11;

describe("kms-audit usage: the baseline of earlier runs", () => {
  let folder: string;
  let history: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "kms-audit-baseline-"));
    history = path.join(folder, "history.parquet");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const saved = (records: readonly Event[], ...args: readonly string[]) =>
    usage({ "past.json": trailFile(...records) }, [".", "--save-baseline", history, ...args]);
  const compared = (records: readonly Event[], ...args: readonly string[]) =>
    usage({ "today.json": trailFile(...records) }, [".", "--baseline", history, ...args]);
  const ids = ({ detections }: { readonly detections: readonly { readonly id: string }[] }) =>
    detections.map(({ id }) => id);

  it("knows what is first seen in a short run, and only that", async () => {
    await saved(past);
    const news = [
      ...many(today, 3),
      on(today, 50, { userIdentity: role("Stranger") }),
      on(today, 60, { sourceIPAddress: "198.51.100.9" }),
    ];
    const alone = await usage({ "today.json": trailFile(...news) });
    assert.deepEqual(ids(alone.report), []);
    const { report } = await compared(news);
    assert.deepEqual(ids(report), ["KMS-15", "KMS-13"]);
    assert.deepEqual(
      report.detections.map(({ findings }) => findings.map(({ principal, first }) => [principal, first])),
      [[[role("Reader").arn, "2026-10-11T00:01:00Z"]], [[role("Stranger").arn, "2026-10-11T00:00:50Z"]]],
    );
  });

  it("counts the run's own events alone, and tells what they were compared with", async () => {
    await saved(past);
    const { report } = await compared(many(today, 3));
    assert.deepEqual([report.events, report.byDay], [3, { "2026-10-11": 3 }]);
    assert.deepEqual(report.baseline, {
      events: 80,
      first: "2026-10-01T00:00:00Z",
      last: "2026-10-10T01:10:00Z",
    });
  });

  it("does not repeat what an earlier run has told", async () => {
    const stranger = on(9, 100, { userIdentity: role("Stranger") });
    const disabled = on(9, 200, { eventName: "DisableKey", readOnly: false });
    const first = await saved([...past, stranger, disabled]);
    assert.deepEqual(ids(first.report), ["KMS-24", "KMS-13"]);
    const { report } = await compared([on(today, 0), on(today, 10, { userIdentity: role("Stranger") })]);
    assert.deepEqual(ids(report), []);
    assert.deepEqual(ids((await compared([])).report), []);
  });

  it("grows with each run, from and to the same file, and forgets what is older than a month", async () => {
    await saved(past);
    await compared(many(today, 3), "--save-baseline", history);
    const later = (await compared(many(12, 2))).report;
    assert.equal(later.baseline?.events, 83);
    await compared(many(39, 2), "--save-baseline", history);
    const last = (await compared(many(40, 1))).report;
    assert.equal(last.baseline?.first, "2026-10-09T00:20:00Z");
  });

  it("knows who scheduled a deletion weeks ago", async () => {
    const schedule = on(1, 5, {
      eventName: "ScheduleKeyDeletion",
      readOnly: false,
      requestParameters: { keyId: keyArn },
    });
    await saved([...past, schedule]);
    const gone = on(today, 5, { eventName: "DeleteKey", eventType: "AwsServiceEvent" });
    const severity = async (args: readonly string[]) =>
      (await usage({ "today.json": trailFile(gone) }, [".", ...args])).report.detections.find(
        ({ id }) => id === "KMS-21",
      )?.severity;
    assert.equal(await severity([]), "high");
    assert.equal(await severity(["--baseline", history]), "informational");
  });

  it("is told in the text, within 80 columns", async () => {
    await saved(past);
    const files = { "today.json": trailFile(...many(today, 3)) };
    const { out } = await run(["usage", ".", "--baseline", history], { files, columns: 80 });
    assert.match(out, /^Compared with 80 earlier requests, since 2026-10-01 00:00$/m);
  });

  it("is refused where there is none, or where it is something else", async () => {
    const files = { "a.json": trailFile(event(1)) };
    const missing = await run(["usage", ".", "--baseline", "none.parquet"], { files });
    assert.deepEqual([missing.exitCode, missing.out], [2, ""]);
    assert.match(missing.err, /--baseline none\.parquet: no such file; a run with --save-baseline/);
    const other = await run(["usage", ".", "--baseline", "a.json"], { files });
    assert.equal(other.exitCode, 2);
    assert.match(other.err, /--baseline a\.json: is no baseline/);
  });
});
