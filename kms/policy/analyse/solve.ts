/** Chooses values so that some conditions hold and, of each of some groups, one does not. */
import type { Condition } from "../document";
import { keyOf } from "../evaluate/conditions";
import type { Candidate } from "./candidate";
import type { Budget } from "./budget";
import { groupBy } from "./groupBy";
import { variableOf } from "./keyTraits";

/** The values that a variable may take here, and which conditions hold for each. */
export interface Domain {
  readonly candidates: readonly Candidate[];
  /** For each candidate whether the condition holds. */
  readonly truth: (condition: Condition) => readonly boolean[];
  /** The candidates that are admitted, by position. */
  readonly admitted: readonly number[];
}

/** What is asked for. */
export interface Problem {
  /** Every one of these holds. */
  readonly must: readonly Condition[];
  /** Of each group at least one does not hold. */
  readonly groups: readonly (readonly Condition[])[];
  readonly domainOf: (variable: string) => Domain;
}

/** For each variable that matters the candidates that do, by position. */
export type Choices = ReadonlyMap<string, readonly number[]>;

/**
 * Finds the candidates for each variable that matters, or undefined where there is no such choice.
 * Each condition speaks of one variable, so `must` narrows each variable by itself and only the groups bind variables together.
 */
export function solve(problem: Problem, budget: Budget): Choices | undefined {
  const choices = new Map<string, readonly number[]>();
  for (const condition of problem.must) {
    const variable = variableOf(keyOf(condition));
    const domain = problem.domainOf(variable);
    const truth = domain.truth(condition);
    budget.spend(truth.length);
    const left = (choices.get(variable) ?? domain.admitted).filter((index) => truth[index]);
    if (left.length === 0) return undefined;
    choices.set(variable, left);
  }
  return falsifyGroups(problem, choices, problem.groups, budget);
}

/** The first candidate of each choice. */
export function choose(choices: Choices, domainOf: Problem["domainOf"]): ReadonlyMap<string, Candidate> {
  const chosen = new Map<string, Candidate>();
  for (const [variable, [first]] of choices) {
    const candidate = first === undefined ? undefined : domainOf(variable).candidates[first];
    if (candidate !== undefined) chosen.set(variable, candidate);
  }
  return chosen;
}

/** Takes the group with the fewest ways out first; a group with one way out leaves no choice. */
function falsifyGroups(
  problem: Problem,
  choices: Choices,
  groups: readonly (readonly Condition[])[],
  budget: Budget,
): Choices | undefined {
  const open: (readonly Condition[])[] = [];
  let narrowest: readonly (readonly [string, readonly number[]])[] | undefined;
  for (const group of groups) {
    const ways = waysOut(problem, choices, group, budget);
    if (ways === "settled") continue;
    if (ways.length === 0) return undefined;
    open.push(group);
    if (narrowest === undefined || ways.length < narrowest.length) narrowest = ways;
  }
  if (narrowest === undefined) return choices;
  for (const [variable, left] of narrowest) {
    const solved = falsifyGroups(problem, new Map(choices).set(variable, left), open, budget);
    if (solved !== undefined || budget.isSpent) return solved;
  }
  return undefined;
}

/** For each variable of the group the choices by which one of its conditions fails; settled where every choice does. */
function waysOut(
  { domainOf }: Problem,
  choices: Choices,
  group: readonly Condition[],
  budget: Budget,
): readonly (readonly [string, readonly number[]])[] | "settled" {
  const ways: [string, readonly number[]][] = [];
  for (const [variable, conditions] of conditionsByVariable(group)) {
    const domain = domainOf(variable);
    const left = choices.get(variable) ?? domain.admitted;
    if (left.length === 0) return [];
    const truths = conditions.map((condition) => domain.truth(condition));
    budget.spend(LOOKING_STEPS + left.length * truths.length);
    const failing = left.filter((index) => truths.some((truth) => !truth[index]));
    if (failing.length === left.length) return "settled";
    if (failing.length > 0) ways.push([variable, failing]);
  }
  return ways;
}

/** What looking at one variable costs, in comparisons. */
const LOOKING_STEPS = 2;

const sortedGroups = new WeakMap<readonly Condition[], ReadonlyMap<string, readonly Condition[]>>();

/** The same groups come back in every question. */
function conditionsByVariable(group: readonly Condition[]): ReadonlyMap<string, readonly Condition[]> {
  let sorted = sortedGroups.get(group);
  if (sorted === undefined)
    sortedGroups.set(group, (sorted = groupBy(group, (condition) => variableOf(keyOf(condition)))));
  return sorted;
}
