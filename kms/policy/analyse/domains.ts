/** What every part of a request may be, for one set of policies. */
import { findConditionKey } from "../../conditionKeys";
import type { Condition } from "../document";
import { conditionHolds, costOf, keyOf } from "../evaluate/conditions";
import { type Lookup, variablesIn } from "../evaluate/variables";
import type { Budget } from "./budget";
import type { Candidate, Rank } from "./candidate";
import { candidatesFor, dependsOnPersona } from "./candidates";
import { groupBy } from "./groupBy";
import { isCarried, setterOf, variableOf } from "./keyTraits";
import type { Persona } from "./persona";
import type { Domain } from "./solve";
import type { Universe } from "./universe";

/** Variables that were chosen first, because policy variables refer to them. */
export type Pins = ReadonlyMap<string, Candidate>;

/** No variable was. */
export const NO_PINS: Pins = new Map();

/** For whom and what a domain is asked. */
export interface Asker {
  readonly persona: Persona;
  readonly action: string;
  /** The highest rank of value that counts. */
  readonly rank: Rank;
  /** Further values that do not count. */
  readonly admits: ((variable: string, candidate: Candidate) => boolean) | undefined;
  readonly pins: Pins;
  readonly lookup: Lookup;
}

/** Makes domains, and keeps what does not change from question to question. */
export class Domains {
  /** The variables that some condition speaks of. */
  readonly variables: readonly string[];
  /** Those that policy variables refer to, other than the principal itself. */
  readonly pinned: readonly string[];
  readonly #byVariable: ReadonlyMap<string, readonly Condition[]>;
  readonly #referring: ReadonlyMap<string, readonly Condition[]>;
  /** The variables of which some condition compares with another variable. */
  readonly #referringVariables: ReadonlySet<string>;
  readonly #candidates = new WeakMap<Pins, Map<string, readonly Candidate[]>>();
  readonly #truths = new Map<readonly Candidate[], Map<Condition, readonly boolean[]>>();
  readonly #domains = new WeakMap<readonly Candidate[], Map<string, Domain>>();

  constructor(
    readonly universe: Universe,
    readonly budget: Budget,
  ) {
    this.#byVariable = groupBy(universe.conditions, (condition) => variableOf(keyOf(condition)));
    this.variables = [...this.#byVariable.keys()];
    this.#referringVariables = new Set(
      universe.conditions.filter(refersToVariables).map((condition) => variableOf(keyOf(condition))),
    );
    this.#referring = referringConditions(universe.conditions);
    this.pinned = [...this.#referring.keys()].filter((variable) => {
      const setter = setterOf(variable);
      return setter !== "principal" && setter !== "nobody";
    });
  }

  /** What a variable may be. */
  domainOf(variable: string, asker: Asker): Domain {
    const { action, rank, admits, pins, lookup } = asker;
    const candidates = this.#candidatesOf(variable, asker);
    const isCarried = carries(action, variable);
    if (pins.size > 0 || admits !== undefined) return this.#make(variable, candidates, isCarried, asker);
    let domains = this.#domains.get(candidates);
    if (domains === undefined) this.#domains.set(candidates, (domains = new Map<string, Domain>()));
    const key = `${rank}${isCarried ? "carried" : ""}`;
    let domain = domains.get(key);
    if (domain === undefined)
      domains.set(key, (domain = this.#make(variable, candidates, isCarried, { ...asker, lookup })));
    return domain;
  }

  #make(variable: string, candidates: readonly Candidate[], isCarried: boolean, asker: Asker): Domain {
    const { rank, admits, pins, lookup } = asker;
    const pinned = pins.get(variable);
    const isAdmitted = (candidate: Candidate): boolean =>
      candidate.rank <= rank &&
      (isCarried || candidate.values[variable] === undefined) &&
      (pinned === undefined || pinned === candidate) &&
      (admits?.(variable, candidate) ?? true);
    this.budget.spend(MAKING_STEPS + candidates.length);
    const truths = pins.size > 0 ? new Map<Condition, readonly boolean[]>() : this.#truthsOf(candidates);
    return {
      candidates,
      admitted: candidates.flatMap((candidate, index) => (isAdmitted(candidate) ? [index] : [])),
      truth: (condition) => {
        let truth = truths.get(condition);
        if (truth === undefined) truths.set(condition, (truth = this.#truth(condition, candidates, lookup)));
        return truth;
      },
    };
  }

  /** Without pins, conditions answer alike whatever is asked. */
  #truthsOf(candidates: readonly Candidate[]): Map<Condition, readonly boolean[]> {
    let truths = this.#truths.get(candidates);
    if (truths === undefined)
      this.#truths.set(candidates, (truths = new Map<Condition, readonly boolean[]>()));
    return truths;
  }

  #candidatesOf(variable: string, { persona, lookup, pins }: Asker): readonly Candidate[] {
    const refers = this.#referringVariables.has(variable);
    const hasVariables = this.pinned.length > 0 && refers;
    // What was chosen first only matters to conditions that refer to it.
    const made = this.#madeFor(hasVariables && !pins.has(variable) ? pins : NO_PINS);
    const { principalType, zone, account } = persona;
    const whoever = dependsOnPersona(variable, persona) ? ` ${principalType} ${zone} ${account}` : "";
    const isOwn = setterOf(variable) === "principal" || this.pinned.includes(variable) || refers;
    const key = `${variable}${isOwn ? ` ${persona.identity}` : whoever}`;
    let candidates = made.get(key);
    if (candidates === undefined) made.set(key, (candidates = this.#distinct(variable, persona, lookup)));
    return candidates;
  }

  #madeFor(pins: Pins): Map<string, readonly Candidate[]> {
    let made = this.#candidates.get(pins);
    if (made === undefined) this.#candidates.set(pins, (made = new Map<string, readonly Candidate[]>()));
    return made;
  }

  /** Candidates that no condition tells apart are one. */
  #distinct(variable: string, persona: Persona, lookup: Lookup): readonly Candidate[] {
    const conditions = this.#byVariable.get(variable) ?? [];
    const referring = this.#referring.get(variable) ?? [];
    const all = candidatesFor(variable, { persona, universe: this.universe, conditions, referring, lookup });
    const truths = [...conditions, ...referring].map((condition) => this.#truth(condition, all, lookup));
    const distinct = new Map<string, Candidate>();
    all.forEach((candidate, index) => {
      const isThere = Object.keys(candidate.values).length > 0;
      const key = [isThere, ...truths.map((truth) => truth[index])].join();
      const known = distinct.get(key);
      if (known === undefined || candidate.rank < known.rank) distinct.set(key, candidate);
    });
    return [...distinct.values()];
  }

  #truth(condition: Condition, candidates: readonly Candidate[], lookup: Lookup): readonly boolean[] {
    this.budget.spend(candidates.length * costOf(condition));
    if (this.budget.isSpent) return candidates.map(() => false);
    const version = this.universe.versionOf(condition);
    return candidates.map((candidate) => conditionHolds(condition, version, lookupIn(candidate, lookup)));
  }
}

/** What making a domain costs, in comparisons. */
const MAKING_STEPS = 20;

/** Whether requests of the action can carry the variable's key. */
function carries(action: string, variable: string): boolean {
  if (!variable.startsWith("kms:")) return true;
  const key = findConditionKey(variable);
  return key !== undefined && isCarried(action, key);
}

/** The conditions by the variables that their values refer to. */
function referringConditions(conditions: readonly Condition[]): ReadonlyMap<string, readonly Condition[]> {
  const pairs = conditions.flatMap((condition) =>
    [...new Set(condition.values.flatMap(variablesIn).map(variableOf))].map((name) => ({ name, condition })),
  );
  return new Map(
    [...groupBy(pairs, ({ name }) => name)].map(([name, group]) => [
      name,
      group.map(({ condition }) => condition),
    ]),
  );
}

function refersToVariables({ values }: Condition): boolean {
  return values.some((value) => variablesIn(value).length > 0);
}

/** Looks keys up in a candidate first. */
export function lookupIn(candidate: Candidate, outer: Lookup): Lookup {
  return (key) => {
    // Keys come from the policy, and may be called __proto__.
    const value = Object.hasOwn(candidate.values, key) ? candidate.values[key] : undefined;
    if (value === undefined) return outer(key);
    return typeof value === "string" ? [value] : value;
  };
}
