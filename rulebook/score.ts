/**
 * A score that means something: of the checks that apply, the share that pass, each weighted by its severity.
 *
 *     score = 100 x (weights of the passes) / (weights of the passes, violations and unknowns)
 *
 * What does not apply and what is exempt counts on neither side; what cannot be decided is no pass.
 */
import type { Judgement } from "./judgeAll";
import type { Severity } from "./rule";

/** How much a check of each severity counts. */
export const WEIGHTS: Readonly<Record<Severity, number>> = { critical: 10, high: 5, medium: 2, low: 1 };

/** A score and what it stands on. */
export interface Score {
  /** 0 to 100, not rounded; undefined where no check applied. */
  readonly value: number | undefined;
  /** Checks that passed. */
  readonly passed: number;
  /** Checks that passed, failed or could not be decided. */
  readonly applicable: number;
}

/** The score of some verdicts. */
export function scoreOf(judgements: readonly Pick<Judgement, "rule" | "verdict">[]): Score {
  const applicable = judgements.filter(({ verdict }) => verdict.status !== "notApplicable");
  const passed = applicable.filter(({ verdict }) => verdict.status === "pass");
  const total = weightOf(applicable);
  return {
    value: total === 0 ? undefined : (100 * weightOf(passed)) / total,
    passed: passed.length,
    applicable: applicable.length,
  };
}

function weightOf(judgements: readonly Pick<Judgement, "rule">[]): number {
  return judgements.reduce((sum, { rule }) => sum + WEIGHTS[rule.severity], 0);
}
