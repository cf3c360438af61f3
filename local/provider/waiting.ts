/** Waiting for AWS, whose services see a change some time after they took it. */
import { setTimeout as sleep } from "node:timers/promises";
import { isAwsError } from "./awsErrors";

/** An operation gave up waiting: its time was over, or the engine cancelled. */
export class GaveUp extends Error {}

/**
 * Asks until the answer is there; the pauses grow from a tenth of a second to two seconds.
 * @param ask undefined for "not yet"
 * @param what what is waited for, for the error
 * @throws GaveUp once the signal is aborted
 */
export async function until<T>(
  signal: AbortSignal,
  what: string,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  for (let pause = 100; ; pause = Math.min(pause * 1.5, 2_000)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (signal.aborted) throw new GaveUp(`gave up waiting for ${what}: ${reasonOf(signal)}`);
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
}

/** Seconds that IAM may need until other services know a new principal. */
export const PROPAGATION = 120;

/**
 * Repeats a call while AWS answers with errors that pass by themselves (a role that KMS does not know yet).
 * @param seconds how long to go on; the last error is thrown then
 */
export async function retryOn<T>(
  signal: AbortSignal,
  codes: readonly string[],
  call: () => Promise<T>,
  seconds = PROPAGATION,
): Promise<T> {
  const end = Date.now() + seconds * 1_000;
  for (let pause = 200; ; pause = Math.min(pause * 1.5, 5_000)) {
    try {
      return await call();
    } catch (error) {
      if (!isAwsError(error, ...codes) || Date.now() + pause > end || signal.aborted) throw error;
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

function reasonOf(signal: AbortSignal): string {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason.message : "cancelled";
}
