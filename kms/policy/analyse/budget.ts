/** A bound on how much an analysis may compute, so that no policy can keep it busy for long. */

/** Steps that a quarter of a second allows on a slow core, with room to spare. */
const STEPS = 300_000;

/** Counts steps; what asks `isSpent` stops when it is. */
export class Budget {
  #left: number;

  /** @param steps how many comparisons may be made */
  constructor(steps: number = STEPS) {
    this.#left = steps;
  }

  /** Counts steps that were made. */
  spend(steps: number): void {
    this.#left -= steps;
  }

  /** Whether the steps are used up. */
  get isSpent(): boolean {
    return this.#left < 0;
  }
}
