import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { readCarefully } from "../../../../audit/usage/records/carefulReader";
import { jsonPaths, member, Members, textPaths } from "../../../../audit/usage/records/members";
import { QuickReader } from "../../../../audit/usage/records/quickReader";
import { event, type Event } from "../trail";

/** What a reader found; JSON as values, since white space in it does not matter. */
function found(members: Members): Readonly<Record<string, unknown>> {
  const text = (start: number, end: number): string =>
    Buffer.from(members.bytes.subarray(start, end)).toString();
  const arns = Array.from({ length: members.resources }, (_, index) =>
    text(members.resourceStarts[index] ?? 0, members.resourceEnds[index] ?? 0),
  );
  return {
    ...Object.fromEntries(
      Object.keys(textPaths).map((name) => [name, members.text(member[name as "eventID"])]),
    ),
    ...Object.fromEntries(
      Object.keys(jsonPaths).map((name) => {
        const json = members.text(member[name as "requestParameters"]);
        return [name, json === undefined ? undefined : (JSON.parse(json) as unknown)];
      }),
    ),
    ...{ readOnly: members.readOnly, hasIdentity: members.hasIdentity, arns },
  };
}

function carefully(text: Buffer): Readonly<Record<string, unknown>> | string {
  const members = new Members();
  return readCarefully(text, members) ?? found(members);
}

/** Reads quickly what can be read so, compares it with what is read carefully, and tells whether it could. */
function agree(text: Buffer): boolean {
  const members = new Members();
  const quick = new QuickReader(members);
  // Twice: the second time with names that are known.
  for (let time = 0; time < 2; time += 1)
    if (quick.read(text, 0, text.length)) assert.deepEqual(found(members), carefully(text), text.toString());
  return quick.read(text, 0, text.length);
}

const ordinary = fc.record({
  event: fc.integer({ min: 0, max: 99 }).map((number) => event(number)),
  changes: fc.dictionary(
    fc.constantFrom(
      ...[
        "eventName",
        "eventTime",
        "userIdentity",
        "requestParameters",
        "responseElements",
        "resources",
        "readOnly",
      ],
      ...["errorCode", "additionalEventData", "sharedEventID", "tlsDetails", "Records", "CloudTrailEvent"],
    ),
    fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom<unknown>("a b", 'say "no"', "ü", "\ud83d", 12, -1.5, 1e30, true, null, "", {}, []),
      fc.record({
        encryptionContext: fc.dictionary(fc.string(), fc.string()),
        keyId: fc.constantFrom<unknown>("alias/a", 7, null),
      }),
      fc.record({
        type: fc.constant("AssumedRole"),
        sessionContext: fc.constant({ sessionIssuer: { arn: "arn:a" } }),
      }),
      fc.array(fc.record({ ARN: fc.string(), accountId: fc.constant("111122223333") })),
    ),
  ),
  space: fc.constantFrom(undefined, 1, "\t"),
});

describe("the readers of records", () => {
  it("find the same in every record, quick or careful", () => {
    fc.assert(
      fc.property(ordinary, ({ event: one, changes, space }) => {
        agree(Buffer.from(JSON.stringify({ ...one, ...changes }, undefined, space)));
      }),
      { numRuns: 2000 },
    );
  });

  it("find the same in records whose bytes are damaged, of which the quick one reads none that is no JSON", () => {
    const damage = fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 0.999, noNaN: true }),
        bytes: fc.constantFrom(
          '"',
          "\\",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          " ",
          "\n",
          "\u0001",
          "0",
          "-",
          "e",
          "null",
          "ÿ",
          "",
          ",,",
        ),
        cut: fc.integer({ min: 0, max: 3 }),
      }),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99 }), damage, (number, places) => {
        let text = Buffer.from(JSON.stringify(event(number)), "latin1");
        for (const { at, bytes, cut } of places) {
          const from = Math.floor(at * text.length);
          text = Buffer.concat([
            text.subarray(0, from),
            Buffer.from(bytes, "latin1"),
            text.subarray(from + cut),
          ]);
        }
        agree(text);
      }),
      { numRuns: 5000 },
    );
  });

  it("find the same in real records, nearly all of which are read quickly", () => {
    for (const name of ["invictus", "kmsguide", "panther", "traildiscover"]) {
      const packed = readFileSync(path.join("test/data/cloudtrail", `${name}.json.gz`));
      const content = JSON.parse(gunzipSync(packed).toString()) as { Records?: Event[] } | Event[];
      const records = Array.isArray(content) ? content : (content.Records ?? []);
      assert.ok(records.length > 0, name);
      const quick = records.filter((record) => agree(Buffer.from(JSON.stringify(record))));
      assert.ok(quick.length > 0 || name !== "kmsguide", `${name}: ${quick.length} of ${records.length}`);
    }
  });

  it("find the same where an encryption context is text", () => {
    const encryptionContext = JSON.stringify({ a: 'say "hi"' });
    agree(Buffer.from(JSON.stringify(event(1, { requestParameters: { encryptionContext } }))));
  });

  it("read as CloudTrail writes quickly", () => {
    for (const space of [undefined, 2])
      assert.ok(agree(Buffer.from(JSON.stringify(event(1), undefined, space))));
    assert.ok(!agree(Buffer.from(JSON.stringify(event(1, { sourceIPAddress: "ü" })))));
    assert.ok(!agree(Buffer.from(JSON.stringify(event(1, { eventName: 5 })))));
  });
});
