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
  const application = {
    region: "eu-west-1",
    bucket: "app-stack-data-222222222222-eu-west-1",
    secret: "app-stack/token",
    role: "arn:aws:iam::222222222222:role/Application",
    reports: "local-reports-111111111111-eu-west-1",
  };
  const text = summary(outputs, application, "http://127.0.0.1:4599");

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
  it("names the application's account, role, bucket and secret, and what it reads of the owner", () => {
    for (const expected of ["account 222222222222", ...Object.values(application)]) {
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
    assert.throws(() => summary({ keys: { a: { alias: 1 } } }, application, ""), /alias/);
  });
});
