import type { RetryErrorInfo, StandardRetryToken } from "@smithy/types";
import { StandardRetryStrategy } from "@smithy/util-retry";

/** Failures of the connection that do not pass by waiting: nobody is there. */
const UNREACHABLE = ["ECONNREFUSED", "ENOTFOUND", "EHOSTUNREACH", "ENETUNREACH"];
/** How often such a call is tried: an emulator may be starting again. */
const ATTEMPTS_TO_REACH = 4;

/** Meets throttling and passing faults with many attempts and growing pauses, and an endpoint that is not there with few. */
export class Retries extends StandardRetryStrategy {
  override async refreshRetryTokenForRetry(
    token: StandardRetryToken,
    errorInfo: RetryErrorInfo,
  ): Promise<StandardRetryToken> {
    if (isUnreachable(errorInfo.error) && token.getRetryCount() >= ATTEMPTS_TO_REACH - 1) {
      throw new Error("the endpoint cannot be reached");
    }
    return super.refreshRetryTokenForRetry(token, errorInfo);
  }
}

function isUnreachable(error: unknown): boolean {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && UNREACHABLE.includes(code);
}
