import assert from "node:assert/strict";
import { startOptions } from "../../local/startOptions";

describe("startOptions", () => {
  const env = { KMS_FOUNDATION_PORT: "4700", KMS_FOUNDATION_AWS_PLUGIN: "official" };

  it("leave everything open where nothing is said", () => {
    assert.deepEqual(startOptions({}, {}), { port: undefined, officialAwsPlugin: undefined });
  });
  it("come from the environment", () => {
    assert.deepEqual(startOptions({}, env), { port: 4700, officialAwsPlugin: true });
  });
  it("are overridden by what is typed", () => {
    assert.deepEqual(startOptions({ port: "4800", awsPlugin: "stand-in" }, env), {
      port: 4800,
      officialAwsPlugin: false,
    });
  });
  for (const port of ["", "0", "80", "65536", "4599.5", "port"]) {
    it(`refuse ${JSON.stringify(port)} for a port`, () => {
      assert.throws(() => startOptions({ port }, {}), /is no port .*1024 to 65535/);
    });
  }
  it("refuse an unknown plugin", () => {
    assert.throws(
      () => startOptions({ awsPlugin: "fake" }, {}),
      /"fake" is no AWS plugin: give stand-in or official/,
    );
  });
});
