/** Trying things out: each step says what was tried, as whom, what AWS answered and what that means. */
import { failureOf, type Failure, tellFailure } from "../assess/collect/failure";
import { meaningOf } from "./meaning";
import type { Principal } from "./principal";
import type { Step } from "./step";

/** One thing to try. */
export interface Attempt {
  /** What is proven: `key application-data`, `bucket reports`. */
  readonly link: string;
  /** In words: `decrypt what us-east-1 encrypted`. */
  readonly what: string;
  readonly as: Principal;
  readonly region: string;
}

/** AWS's codes for "you may not". */
const DENIED = /AccessDenied|NotAuthorized|^Forbidden$|^403$/;

/** Thrown where AWS answered, but not what it should have. */
export class WrongAnswer extends Error {
  override readonly name = "WrongAnswer";
}

/** Tries things one after another, and keeps what became of them. */
export class Trial {
  readonly steps: Step[] = [];

  /** @param signal once aborted, nothing more is tried */
  constructor(private readonly signal: AbortSignal) {}

  /**
   * Tries what is expected to work.
   * @returns what `action` gives; undefined where it does not work
   */
  async works<T>(attempt: Attempt, action: () => Promise<T>): Promise<T | undefined> {
    const outcome = await this.run(action);
    if ("failure" in outcome) this.note(attempt, "works", outcome.failure, false);
    else this.note(attempt, "works", undefined, true);
    return "failure" in outcome ? undefined : outcome.result;
  }

  /** The same for what only prepares a step: it is worth telling where it does not work. */
  async prepared<T>(attempt: Attempt, action: () => Promise<T>): Promise<T | undefined> {
    const outcome = await this.run(action);
    if ("failure" in outcome) this.note(attempt, "works", outcome.failure, false);
    return "failure" in outcome ? undefined : outcome.result;
  }

  /**
   * Tries what is expected to be refused.
   * @param by the error codes that refuse it for the right reason
   */
  async refused(attempt: Attempt, action: () => Promise<unknown>, by = DENIED): Promise<void> {
    const outcome = await this.run(action);
    if ("failure" in outcome) this.note(attempt, "refused", outcome.failure, by.test(outcome.failure.code));
    else this.note(attempt, "refused", undefined, false);
  }

  private async run<T>(
    action: () => Promise<T>,
  ): Promise<{ readonly result: T } | { readonly failure: Failure }> {
    this.signal.throwIfAborted();
    try {
      return { result: await action() };
    } catch (error) {
      // A mistake of ours is none of AWS's answers.
      if (error instanceof TypeError || error instanceof RangeError) throw error;
      return { failure: failureOf(error) };
    }
  }

  private note(
    { link, what, as, region }: Attempt,
    expected: Step["expected"],
    failure: Failure | undefined,
    isAsExpected: boolean,
  ): void {
    const step = { link, what, as: as.arn, region, expected, isAsExpected };
    const answer = failure === undefined ? "worked" : tellFailure(failure);
    this.steps.push({ ...step, answer, meaning: meaningOf(step, failure) });
  }
}
