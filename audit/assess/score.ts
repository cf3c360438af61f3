/** The score: the share of applicable checks that pass, weighted by severity. `docs/score.md` is its documentation. */
import type { Area, Severity } from "../../rulebook/rule";
import type { TallyReport } from "./report";

/** What one check weighs. */
export const weights: Readonly<Record<Severity, number>> = { critical: 10, high: 5, medium: 3, low: 1 };

/** Where a check counts. */
export interface CheckPlace {
  readonly severity: Severity;
  readonly area: Area;
  readonly account: string;
  readonly region: string;
  /** ARN of the key that it is about; undefined for what concerns an account. */
  readonly key: string | undefined;
}

/** Checks that were counted together. */
export class Tally {
  private passedWeight = 0;
  private appliedWeight = 0;
  private passed = 0;
  private applied = 0;

  /** Counts a check that applied. */
  add(severity: Severity, hasPassed: boolean): void {
    this.applied += 1;
    this.appliedWeight += weights[severity];
    if (!hasPassed) return;
    this.passed += 1;
    this.passedWeight += weights[severity];
  }

  /** Points of 100 that checks of this weight are worth. */
  worth(weight: number): number {
    return this.appliedWeight === 0 ? 0 : round((100 * weight) / this.appliedWeight);
  }

  /** As reports have it. */
  report(): TallyReport {
    const { passed, applied, passedWeight, appliedWeight } = this;
    return { score: appliedWeight === 0 ? null : share(passedWeight, appliedWeight), passed, applied };
  }
}

/** All tallies of an assessment; each check counts in the total and once in each kind. */
export class Scores {
  readonly total = new Tally();
  readonly areas = new Tallies<Area>();
  readonly regions = new Tallies<string>();
  readonly accounts = new Tallies<string>();
  readonly keys = new Tallies<string>();

  /** Counts a check that applied. */
  add({ severity, area, account, region, key }: CheckPlace, hasPassed: boolean): void {
    const tallies = [this.total, this.areas.of(area), this.regions.of(region), this.accounts.of(account)];
    for (const tally of tallies) tally.add(severity, hasPassed);
    if (key !== undefined) this.keys.of(key).add(severity, hasPassed);
  }
}

/** Tallies by name. */
export class Tallies<Name extends string> {
  private readonly byName = new Map<Name, Tally>();

  /** The tally of a name. */
  of(name: Name): Tally {
    const tally = this.byName.get(name) ?? new Tally();
    this.byName.set(name, tally);
    return tally;
  }

  /** All of them, by name. */
  entries(): readonly [Name, TallyReport][] {
    return [...this.byName]
      .map(([name, tally]): [Name, TallyReport] => [name, tally.report()])
      .sort(([left], [right]) => (left < right ? -1 : 1));
  }
}

/** A score of 100 means that nothing failed: one failure among thousands of checks is never rounded away. */
function share(passed: number, applied: number): number {
  return Math.floor((1000 * passed) / applied) / 10;
}

function round(points: number): number {
  return Math.round(points * 10) / 10;
}
