import assert from "node:assert/strict";
import { KeyPolicyIntentError } from "../../../../kms/policy/build/problems";
import { renderKeyPolicy } from "../../../../kms/policy/build/renderKeyPolicy";
import type { JsonPolicy, JsonStatement } from "../../../../kms/policy/document";

const limit = 32_768;
const policy = (...Statement: JsonStatement[]): JsonPolicy => ({ Version: "2012-10-17", Statement });

/** A statement of so many bytes; `ü` is two of them. */
function statementOf(bytes: number, Sid?: string): JsonStatement {
  const empty = { ...(Sid !== undefined && { Sid }), Effect: "Allow", Action: "ü" } as const;
  return { ...empty, Action: `ü${"a".repeat(bytes - Buffer.byteLength(JSON.stringify(empty)))}` };
}

describe("renderKeyPolicy", () => {
  const frame = Buffer.byteLength(JSON.stringify(policy(statementOf(100)))) - 100;

  it("writes JSON without white space, of as many bytes as AWS takes", () => {
    const longest = policy(statementOf(limit - frame));
    const text = renderKeyPolicy(longest);
    assert.equal(Buffer.byteLength(text), limit);
    assert.deepEqual(JSON.parse(text), longest);
    assert.throws(() => renderKeyPolicy(policy(statementOf(limit - frame + 1))), /is 32769 bytes long/);
  });

  it("names the three longest statements, the longest first, and what would be shorter", () => {
    const long = policy(
      statementOf(9000, "Third"),
      statementOf(8000, "Fourth"),
      statementOf(10000),
      statementOf(9500, "Second"),
    );
    assert.throws(
      () => renderKeyPolicy(long),
      (error) =>
        error instanceof KeyPolicyIntentError &&
        error.problems[0]?.path === "" &&
        error.message.includes(
          "takes 32768; the longest statements are statement 3 (10000 bytes), Second (9500 bytes), Third (9000 bytes): name account roots",
        ),
    );
  });
});
