import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readExpectations } from "../../../audit/verify/expectations";
import { expectationsJsonSchema } from "../../../audit/verify/schema";

const io = (text: string) => ({
  out: () => undefined,
  err: () => undefined,
  readStdin: () => Promise.resolve(new TextEncoder().encode(text)),
  cwd: ".",
  colors: false,
  columns: 80,
});
const arn = "arn:aws:kms:us-east-1:111111111111:key/mrk-1";

describe("what verify expects", () => {
  it("is read from the outputs of a stack, whatever else they hold", async () => {
    const outputs = {
      contractVersion: 1,
      accountId: "111111111111",
      keys: {
        data: { alias: "alias/data", keyId: "mrk-1", primaryRegion: "us-east-1", arns: { "us-east-1": arn } },
      },
      auditTrail: {},
    };
    const { keys, shares, sharedBuckets } = await readExpectations("-", io(JSON.stringify(outputs)));
    assert.deepEqual([keys.data?.arns, shares, sharedBuckets], [{ "us-east-1": arn }, {}, {}]);
  });

  for (const [name, text, message] of [
    ["what is no JSON", "{", /is no JSON/],
    ["a file without keys", '{"keys": {}}', /has no keys/],
    [
      "what is no key",
      '{"keys": {"a": {"arns": {"us-east-1": "b"}}}}',
      /is no ARN of a KMS key\s+→ at keys\.a\.arns\["us-east-1"\]/,
    ],
    ["what is no Region", `{"keys": {"a": {"arns": {"mars": "${arn}"}}}}`, /keys\.a\.arns/],
    [
      "an identity policy that is none",
      JSON.stringify({
        keys: { a: { arns: { "us-east-1": arn } } },
        shares: { a: { b: { principals: ["222222222222"], identityPolicies: { "us-east-1": "{" } } } },
      }),
      /is no IAM policy document as JSON/,
    ],
    [
      "an account that is none",
      `{"accountId": "1", "keys": {"a": {"arns": {"us-east-1": "${arn}"}}}}`,
      /is no account id/,
    ],
  ] as const) {
    it(`refuses ${name}`, async () => {
      await assert.rejects(readExpectations("-", io(text)), message);
    });
  }

  it("has the schema that docs/schemas/verify.schema.json publishes", () => {
    assert.equal(readFileSync("docs/schemas/verify.schema.json", "utf8"), expectationsJsonSchema());
  });
});
