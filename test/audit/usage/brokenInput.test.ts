import assert from "node:assert/strict";
import { event, packed, trailFile, usage } from "./trail";

const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => event(from + index));

describe("kms-audit usage with broken input", () => {
  it("counts what a truncated gzip file holds before the break, and names the file", async () => {
    // Noise keeps the text from being packed into a few bytes.
    const noisy = range(0, 400).map((one, index) => ({ ...one, requestID: noise(index) }));
    const whole = packed(trailFile(...noisy));
    const { report, outcome } = await usage({ "cut.json.gz": whole.subarray(0, whole.length * 0.6) });
    assert.equal(outcome.exitCode, 2);
    assert.ok(report.events > 100 && report.events < 400, `${report.events}`);
    assert.equal(report.broken, 1);
    assert.deepEqual(report.brokenRecords, [
      { file: "cut.json.gz", record: report.events + 1, problem: "the gzip data ends too soon" },
    ]);
    assert.match(outcome.err, /1 broken record/);
  });

  it("names a gzip file of which a byte is there, or all but the last", async () => {
    const whole = packed(trailFile(...range(0, 3)));
    const files = {
      "first.gz": whole.subarray(0, 1),
      "whole.gz": whole,
      "without.gz": whole.subarray(0, -1),
    };
    const { report } = await usage(files);
    assert.deepEqual(
      report.brokenRecords.map(({ file, problem }) => `${file} ${problem}`),
      ["first.gz the gzip data ends too soon", "without.gz the gzip data ends too soon"],
    );
    assert.deepEqual([report.events, report.duplicates], [3, 3]);
  });

  it("counts what a damaged gzip file holds before the damage", async () => {
    const checksum = Buffer.from(packed(trailFile(...range(0, 40))));
    checksum.writeUInt32LE(0, checksum.length - 8);
    const tail = Buffer.concat([packed(trailFile(...range(40, 80))), Buffer.from("no gzip")]);
    const { report, outcome } = await usage({ "a.gz": checksum, "b.gz": tail });
    assert.deepEqual([outcome.exitCode, report.events], [2, 80]);
    assert.deepEqual(
      report.brokenRecords.map(({ file, record, problem }) => [file, record, problem.slice(0, 24)]),
      [
        ["a.gz", 41, "the gzip data is damaged"],
        ["b.gz", 41, "the gzip data is damaged"],
      ],
    );
  });

  it("counts the records of half a JSON file", async () => {
    const whole = trailFile(...range(0, 10));
    const half = whole.slice(0, whole.indexOf("000000000006"));
    const { report, outcome } = await usage({ "half.json": half });
    assert.equal(outcome.exitCode, 2);
    assert.equal(report.events, 6);
    assert.deepEqual(report.brokenRecords, [{ file: "half.json", record: 7, problem: "ends in the middle" }]);
  });

  it("tells of a file that ends between two records", async () => {
    const { report } = await usage({ "cut.json": trailFile(event(1), event(2)).slice(0, -2) });
    assert.deepEqual([report.events, report.broken], [2, 1]);
  });

  it("names each element of a wrong type and counts the rest", async () => {
    const elements = [
      ...[event(1), 5, "text", null, [event(9)], { hello: "world" }],
      ...[event(2, { eventTime: 12 }), event(3, { userIdentity: "me" }), event(4, { eventName: { a: 1 } })],
      ...[event(5, { resources: "none", requestParameters: 7 }), event(6, { userIdentity: null })],
      event(7, { userIdentity: {} }),
    ];
    const { report, outcome } = await usage({ "wrong.json": JSON.stringify({ Records: elements }) });
    assert.equal(outcome.exitCode, 2);
    assert.equal(report.events, 4);
    assert.equal(report.byPrincipal.unknown, 2);
    assert.deepEqual(
      report.brokenRecords.map(({ file, record, problem }) => `${file} ${record} ${problem}`),
      [
        ...[2, 3, 4, 5, 6].map((record) => `wrong.json ${record} is no CloudTrail record`),
        ...["wrong.json 7 eventTime is no time", "wrong.json 8 userIdentity is no object"],
        "wrong.json 9 eventName is no text",
      ],
    );
  });

  it("counts the records around one that is no JSON", async () => {
    const [before, after] = [JSON.stringify(event(1)), JSON.stringify(event(2))];
    const { report } = await usage({ "bad.json": `{"Records":[${before},{"eventVersion": oops},${after}]}` });
    assert.equal(report.events, 2);
    assert.deepEqual(report.brokenRecords, [{ file: "bad.json", record: 2, problem: "is not JSON" }]);
  });

  it("finds the records behind a string that is never closed", async () => {
    const texts = range(0, 6).map((one) => JSON.stringify(one));
    texts[2] = '{"eventVersion":"1.11","eventName":"Decrypt';
    const { report } = await usage({ "open.json": `{"Records":[${texts.join(",")}]}` });
    assert.equal(report.events, 5);
    assert.equal(report.broken, 1);
  });

  it("goes on with the next line where a line is broken", async () => {
    const lines = range(0, 5).map((one) => JSON.stringify(one));
    lines[1] = lines[1]?.slice(0, 200) ?? "";
    lines[3] = `${lines[3] ?? ""}}`;
    const { report } = await usage({ "lines.jsonl": `${lines.join("\n")}\n` });
    assert.equal(report.events, 4);
    assert.deepEqual(report.brokenRecords, [
      { file: "lines.jsonl", record: 2, problem: "is not JSON" },
      { file: "lines.jsonl", record: 5, problem: "is none: a bracket closes what is not open" },
    ]);
  });

  const bracket = "is none: a bracket closes what is not open";
  const comma = "is missing: there is a comma too many";
  const behind = "is followed by a bracket that closes what is not open";
  const garbled: Readonly<Record<string, readonly [string, number, readonly string[]]>> = {
    "brackets.json": ["}}}]]]", 0, [`1 ${bracket}`]],
    "two bytes.json": ["]]", 0, [`1 ${bracket}`]],
    "commas.json": [",\n,", 0, [`1 ${comma}`]],
    "an array of commas.json": ['{"Records":[,,]}', 0, [`1 ${comma}`]],
    "a comma at the begin.json": ['{"Records":[ ,A]}', 1, [`1 ${comma}`]],
    "commas between records.json": ['{"Records":[A,\n,B,C]}', 3, [`2 ${comma}`]],
    "a comma at the end.json": ["[A,B,]", 2, [`3 ${comma}`]],
    "files of which one is missing.json": ['[{"Records":[A]},,{"Records":[B]}]', 2, [`2 ${comma}`]],
    "a bracket behind a record.json": ['{"Records":[A},B,C]}', 3, [`1 ${behind}`]],
    "a bracket behind a file.json": ['{"Records":[A]}}\n{"Records":[B]}', 2, [`2 ${bracket}`]],
    "an object closed as an array.json": ['{"Records":[A,B]]', 2, [`3 ${bracket}`]],
    "an array closed as an object.json": ["[A,B}", 2, [`2 ${behind}`, "3 ends in the middle"]],
    "a wrong bracket.json": ['{"Records":[{"eventVersion":"1.11","a":]},A,B]}', 2, ["1 is not JSON"]],
    "an open bracket.json": [
      '{"Records":[A,{"eventVersion":"1.11","a":[1},B,C]}',
      3,
      ["2 is not JSON", `2 ${behind}`, "3 ends in the middle"],
    ],
    "prose before a file.json": ['Here it is: {"Records":[A,B]}', 2, ["1 is no JSON object"]],
  };

  it("counts what is good around commas and brackets too many, and names the rest", async () => {
    let number = 0;
    const files = Object.entries(garbled).map(([name, [text]]) => [
      name,
      text.replace(/[ABC]/g, () => JSON.stringify(event(++number, { sourceIPAddress: name }))),
    ]);
    const { report, outcome } = await usage(Object.fromEntries(files) as Record<string, string>);
    assert.equal(outcome.exitCode, 2);
    for (const [name, [, events, problems]] of Object.entries(garbled)) {
      const named = report.brokenRecords.filter(({ file }) => file === name);
      assert.deepEqual(
        named.map(({ record, problem }) => `${record} ${problem}`),
        problems,
        name,
      );
      assert.equal(report.bySource[name] ?? 0, events, name);
    }
  });

  it("takes white space and commas between lines for what separates records", async () => {
    const lines = range(1, 3).map((one) => `${JSON.stringify(one)},\n`);
    const files = { "empty.json": " \r\n\t\n", "lines.json": lines.join("") };
    const { report, outcome } = await usage(files);
    assert.deepEqual([outcome.exitCode, report.events, report.broken], [0, 2, 0]);
  });

  it("reads 100 MB on a single line", async () => {
    const filler = { additionalEventData: { text: "x".repeat(20_000) } };
    const { report, outcome } = await usage({
      "line.json": trailFile(...range(0, 5000).map((one) => ({ ...one, ...filler }))),
    });
    assert.deepEqual([outcome.exitCode, report.events, report.broken], [0, 5000, 0]);
  }).timeout(60_000);

  it("drops a record too large to be one, and counts those around it", async () => {
    const large = event(2, { additionalEventData: "x".repeat(5_000_000) });
    const { report } = await usage({ "large.json": trailFile(event(1), large, event(3)) });
    assert.deepEqual([report.events, report.broken], [2, 1]);
    assert.match(report.brokenRecords[0]?.problem ?? "", /larger than 1 MB/);
  });

  it("says of files that are not CloudTrail's what is wrong with them", async () => {
    const { report, outcome } = await usage({
      "notes.json": "This is prose, with a {brace} or two.\n",
      "package.json": JSON.stringify({ name: "a-package", version: "1.0.0" }),
      "zeros.json": new Uint8Array(100),
      "noise.gz": Uint8Array.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
      "good.json": trailFile(event(1)),
    });
    assert.equal(outcome.exitCode, 2);
    assert.equal(report.events, 1);
    assert.deepEqual(
      new Set(report.brokenRecords.map(({ file }) => file)),
      new Set(["noise.gz", "notes.json", "package.json", "zeros.json"]),
    );
  });

  it("reads what is no UTF-8 as broken, not as the end", async () => {
    const [before, after] = [Buffer.from(JSON.stringify(event(1))), Buffer.from(JSON.stringify(event(2)))];
    const bad = Buffer.from(JSON.stringify(event(3)).replace("Decrypt", "Dec?rypt"));
    bad[bad.indexOf("?")] = 0xff;
    const newline = Buffer.from("\n");
    const { report } = await usage({
      "a.jsonl": Buffer.concat([before, newline, bad, newline, after, newline]),
    });
    assert.deepEqual([report.events, report.broken], [2, 1]);
  });

  it("counts an event whose text was cut within an emoji, and ends", async () => {
    const texts = ["a \ud83d", "\ude00 b", "whole \ud83d\ude00", "plain"];
    const text = trailFile(
      ...texts.map((userAgent, index) =>
        event(index, { userAgent, requestParameters: { encryptionContext: { [userAgent]: userAgent } } }),
      ),
      event(9, { requestParameters: JSON.stringify({ encryptionContext: { half: "\ud83d" } }) }),
      event(10, { eventName: "DisableKey", requestParameters: { keyId: "\ud83d" } }),
    );
    assert.ok(text.includes(String.raw`a \ud83d"`));
    const { report } = await usage({ "a.json": text });
    assert.deepEqual([report.records, report.events, report.broken], [6, 6, 0]);
  });

  it("names a record that is nested too deeply, and counts those around it", async () => {
    const deep = JSON.stringify(event(2, { responseElements: ["here"] })).replace(
      '["here"]',
      "[".repeat(100_000) + "]".repeat(100_000),
    );
    const records = [JSON.stringify(event(1)), deep, JSON.stringify(event(3))];
    const { report } = await usage({ "a.json": `{"Records":[${records.join(",")}]}` });
    assert.deepEqual([report.records, report.events, report.broken], [3, 2, 1]);
    assert.equal(report.brokenRecords[0]?.problem, "is nested too deeply");
  });

  it("counts every record once, also those beside a broken one, on several lines", async () => {
    const [first, last] = [event(1), event(3)].map((one) => JSON.stringify(one, undefined, 2));
    const broken = '{"eventVersion": "1.11",\n "eventName": Decrypt, "userAgent": "\u2028"}';
    const { report } = await usage({ "pretty.json": `{"Records":[${first},\n${broken},\n${last}]}` });
    assert.deepEqual([report.records, report.events, report.broken], [3, 2, 1]);
    assert.equal(report.brokenRecords[0]?.record, 2);
  });

  it("reads past a byte order mark, whatever it stands before", async () => {
    const mark = Buffer.from([0xef, 0xbb, 0xbf]);
    const [one, two, three] = [event(1), event(2), event(3)].map((record) => JSON.stringify(record));
    const texts = {
      "lines.jsonl": `${one}\n${two}\n`,
      "array.json": `[${two},${three}]`,
      "trail.json": trailFile(event(4)),
    };
    const files = Object.entries(texts).map(([name, text]) => [
      name,
      Buffer.concat([mark, Buffer.from(text)]),
    ]);
    const { report } = await usage(Object.fromEntries(files) as Record<string, Buffer>);
    assert.deepEqual([report.events, report.duplicates, report.broken], [4, 1, 0]);
  });

  it("takes an empty file for one without records", async () => {
    const { report, outcome } = await usage({ "empty.json": "", "none.json": trailFile() });
    assert.deepEqual([outcome.exitCode, report.events, report.broken], [0, 0, 0]);
  });
});

function noise(seed: number): string {
  let [state, text] = [seed + 1, ""];
  for (let index = 0; index < 40; index += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += state.toString(36);
  }
  return text;
}
