/** How every client of an assessment connects. */
import type { AwsCredentialIdentityProvider, RetryStrategyV2 } from "@smithy/types";
import { Patience } from "./patience";

/** Connections to one service in one Region at a time. */
const MOST_SOCKETS = 128;
/** Milliseconds. KMS answers a read in some 10 ms; what takes a thousand times as long will not come. */
const CONNECTION_TIMEOUT = 5_000;
const REQUEST_TIMEOUT = 10_000;

/** Settings of a client; the endpoint comes from `AWS_ENDPOINT_URL` or `endpoint_url` in the profile, as the SDK has it. */
export function settingsOf(region: string, credentials: AwsCredentialIdentityProvider) {
  const agent = { keepAlive: true, maxSockets: MOST_SOCKETS };
  const retryStrategy: RetryStrategyV2 = new Patience();
  return {
    region,
    credentials,
    retryStrategy,
    // Pacing is added once, before the first call: the stack of middleware need not be put together for each, which costs a fifth of it.
    cacheMiddleware: true,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    },
  };
}
