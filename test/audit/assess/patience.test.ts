import assert from "node:assert/strict";
import type { RetryErrorInfo, RetryErrorType } from "@smithy/types";
import { Patience } from "../../../audit/assess/collect/patience";

/** How often a call is made that never succeeds. */
async function attemptsAt(errorType: RetryErrorType, error?: RetryErrorInfo["error"]): Promise<number> {
  const patience = new Patience();
  let token = await patience.acquireInitialRetryToken();
  for (let attempts = 1; ; attempts += 1) {
    try {
      token = await patience.refreshRetryTokenForRetry(token, { errorType, ...(error && { error }) });
    } catch {
      return attempts;
    }
    assert.ok(token.getRetryDelay() <= 10_000, "longer than ten seconds");
  }
}

describe("the patience with calls that fail", () => {
  const unreachable = Object.assign(new Error("refused"), {
    code: "ECONNREFUSED",
  }) as RetryErrorInfo["error"];
  const cases = [
    ["waits minutes where others use up a quota", "THROTTLING", undefined, 60],
    ["tries what fails on AWS's side eight times", "SERVER_ERROR", undefined, 8],
    ["tries an address where nobody answers three times", "TRANSIENT", unreachable, 3],
    ["does not ask again for what is refused", "CLIENT_ERROR", undefined, 1],
  ] as const;
  for (const [name, kind, error, attempts] of cases)
    it(name, async () => {
      assert.equal(await attemptsAt(kind, error), attempts);
    });
});
