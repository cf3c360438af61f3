import assert from "node:assert/strict";
import { summary } from "../../../local/commands/summary";

describe("the summary of `npm run local`", () => {
  const outputs = {
    contractVersion: 1,
    keys: {
      "application-data": {
        alias: "alias/local/application-data",
        keyId: "mrk-1234567890abcdef1234567890abcdef",
        primaryRegion: "us-east-1",
        arns: { "eu-west-1": "arn", "us-east-1": "arn", "us-west-2": "arn" },
      },
    },
  };
  const text = summary(outputs, "http://127.0.0.1:4599");

  it("names each key with its alias, id and Regions, the primary one first", () => {
    for (const expected of [
      "application-data",
      "alias/local/application-data",
      "mrk-1234567890abcdef1234567890abcdef",
      "us-east-1 (primary), eu-west-1, us-west-2",
      "http://127.0.0.1:4599",
    ]) {
      assert.ok(text.includes(expected), expected);
    }
  });
  it("fits a terminal of 80 columns", () => {
    assert.deepEqual(
      text.split("\n").filter((line) => line.length > 80),
      [],
    );
  });
  it("refuses outputs that are not the contract's", () => {
    assert.throws(() => summary({ keys: { a: { alias: 1 } } }, ""), /alias/);
  });
});
