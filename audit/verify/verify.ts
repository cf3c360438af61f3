/** Proves by doing that what is expected to work works, and that the rest is refused. */
import type { KeyMetadata } from "@aws-sdk/client-kms";
import { proveBucket } from "./bucketSteps";
import type { Expectations } from "./expectations";
import { proveKey } from "./keySteps";
import type { Principal } from "./principal";
import { proveShares } from "./shareSteps";
import { TestObjects } from "./testObjects";
import type { Step } from "./step";
import { Trial } from "./trial";
import { untried } from "./untried";

/** Who takes part. */
export interface Cast {
  /** Whose keys and buckets they are. */
  readonly owner: Principal;
  /** With whom they are shared. */
  readonly consumers: readonly Principal[];
  /** With whom they are not. */
  readonly outsiders: readonly Principal[];
}

/** What a verification found. */
export interface Verification {
  readonly steps: readonly Step[];
  /** Whether it was interrupted, and so proves nothing. */
  readonly isInterrupted: boolean;
  /** What expectations promise and no step shows: one sentence each. */
  readonly untried: readonly string[];
  /** Test objects that could not be removed, and why. */
  readonly left: readonly string[];
}

/**
 * Tries everything, and removes what it made, also where it is interrupted.
 * @param signal interrupts
 */
export async function verify(
  expectations: Expectations,
  { owner, consumers, outsiders }: Cast,
  signal: AbortSignal,
): Promise<Verification> {
  const trial = new Trial(signal);
  const objects = new TestObjects(owner);
  const left: string[] = [];
  const others = [
    ...consumers.map((who) => ({ who, isOutsider: false })),
    ...outsiders.map((who) => ({ who, isOutsider: true })),
  ];
  try {
    const found = new Map<string, KeyMetadata>();
    for (const [name, key] of Object.entries(expectations.keys)) {
      const metadata = await proveKey(name, key, owner, trial);
      if (metadata !== undefined) found.set(name, metadata);
    }
    for (const { who, isOutsider } of others) {
      for (const [name, metadata] of found) {
        await proveShares(name, metadata, expectations, [owner, who], isOutsider, trial);
      }
      for (const [name, bucket] of Object.entries(expectations.sharedBuckets)) {
        await proveBucket(name, bucket, [owner, who], isOutsider, objects, trial);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    // Past the signal: what was made goes, whatever happened.
    left.push(...(await objects.remove()));
  }
  return {
    ...{ steps: trial.steps, isInterrupted: signal.aborted, left },
    untried: untried(expectations, consumers),
  };
}
