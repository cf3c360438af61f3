import assert from "node:assert/strict";
import { assessStub } from "./stubWorld";

const args = ["--region", "us-east-1", "--format", "asff", "--send"];

describe("findings sent to Security Hub", function () {
  this.timeout(120_000);

  it("are taken in batches of a hundred", async () => {
    const { exitCode, err, calls } = await assessStub(
      {
        keys: 120,
        answer: ({ action }) => {
          if (action === "kms:GetKeyRotationStatus") return { KeyRotationEnabled: false };
          return action.startsWith("securityhub:")
            ? { SuccessCount: 60, FailedCount: 0, FailedFindings: [] }
            : undefined;
        },
      },
      args,
    );
    assert.equal(exitCode, 0, err);
    assert.match(err, /Security Hub took 120 findings/);
    assert.equal(
      [...calls]
        .filter(([action]) => action.startsWith("securityhub:"))
        .reduce((sum, [, count]) => sum + count, 0),
      2,
    );
  });

  it("that are refused are told, with the report written nevertheless", async () => {
    const refused = {
      FailedCount: 1,
      SuccessCount: 0,
      FailedFindings: [{ Id: "1", ErrorCode: "InvalidInput", ErrorMessage: "no such field" }],
    };
    const { exitCode, out, err } = await assessStub(
      { keys: 1, answer: ({ action }) => (action.startsWith("securityhub:") ? refused : undefined) },
      args,
    );
    assert.equal(exitCode, 2);
    assert.match(err, /us-east-1 of account 111122223333: .*no such field/);
    assert.equal((JSON.parse(out) as unknown[]).length, 1);
  });

  it("need the format that is sent", async () => {
    const { exitCode, err } = await assessStub({ keys: 1 }, ["--region", "us-east-1", "--send"]);
    assert.equal(exitCode, 2);
    assert.match(err, /--send needs --format asff/);
  });
});
