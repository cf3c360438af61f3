/** How often and how late a call that failed in passing is made again. */
import type { RetryErrorInfo, RetryStrategyV2, RetryToken } from "@smithy/types";
import { isUnreachable } from "./failure";

/** Attempts at a call. With one call in twenty failing, one in 25 thousand million would be given up. */
const ATTEMPTS = 8;
/** Attempts at a call that AWS throttles: others in the account use up its quota, and every attempt waits for its turn. */
const ATTEMPTS_THROTTLED = 60;
/** Attempts at an address where nobody answers, which does not pass by waiting. */
const ATTEMPTS_TO_REACH = 3;
/** Milliseconds before the first retry at most; doubled for each further one. */
const FIRST_DELAY = { THROTTLING: 500, TRANSIENT: 100, SERVER_ERROR: 100 } as const;
const LONGEST_DELAY = 10_000;

/**
 * Exponential back-off with full jitter. The SDK's own strategy gives up where many calls fail together, for it shares one
 * small budget of retries among all of them; an assessment must lose nothing.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export class Patience implements RetryStrategyV2 {
  readonly mode = "standard";

  /** Signature as the SDK has it. */
  acquireInitialRetryToken(): Promise<RetryToken> {
    return Promise.resolve(tokenOf(0, 0));
  }

  /** Throws where a further attempt would be of no use. */
  refreshRetryTokenForRetry(token: RetryToken, { error, errorType }: RetryErrorInfo): Promise<RetryToken> {
    const attempts = token.getRetryCount() + 1;
    const most = isUnreachable(error)
      ? ATTEMPTS_TO_REACH
      : errorType === "THROTTLING"
        ? ATTEMPTS_THROTTLED
        : ATTEMPTS;
    if (errorType === "CLIENT_ERROR" || attempts >= most)
      return Promise.reject(new Error(`no use after ${attempts} attempts`));
    const longest = Math.min(LONGEST_DELAY, FIRST_DELAY[errorType] * 2 ** (attempts - 1));
    return Promise.resolve(tokenOf(attempts, Math.random() * longest));
  }

  /** Signature as the SDK has it. */
  recordSuccess(): void {
    // no budget to refill
  }
}

function tokenOf(count: number, delay: number): RetryToken {
  return { getRetryCount: () => count, getRetryDelay: () => delay };
}
