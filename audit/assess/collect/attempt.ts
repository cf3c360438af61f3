/** Reads what can be read, and notes what cannot. */
import { type Failure, failureOf, type FailureKind, tellFailure } from "./failure";
import type { Action } from "./calls";
import type { Gap } from "./keyRecord";

/** Thrown where going on makes no sense: the credentials are of no use any more. */
export class AssessmentStopped extends Error {
  override readonly name = "AssessmentStopped";

  constructor(readonly failure: Failure) {
    super(tellFailure(failure));
  }
}

/** Reads, and gathers the gaps. */
export class Attempts {
  readonly gaps: Gap[] = [];
  readonly kinds = new Set<FailureKind>();

  /**
   * What `read` gives; undefined, and a gap more, where AWS does not answer it.
   * @throws AssessmentStopped where the credentials are of no use
   */
  async read<T>(action: Action, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      // A mistake of ours is none of AWS's answers.
      if (error instanceof TypeError || error instanceof RangeError) throw error;
      const failure = failureOf(error);
      if (failure.kind === "credentials") throw new AssessmentStopped(failure);
      this.gaps.push({ action, problem: tellFailure(failure) });
      this.kinds.add(failure.kind);
      return undefined;
    }
  }

  /** Whether a second try may read more: what failed was no refusal. */
  get mayPass(): boolean {
    return this.kinds.has("passing") || this.kinds.has("unreachable");
  }
}
