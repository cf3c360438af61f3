/** Looks for a request that one Allow statement lets through and no Deny stops. */
import { canCarry, findConditionKey } from "../../conditionKeys";
import type { Condition } from "../document";
import { conditionHolds, keyOf } from "../evaluate/conditions";
import type { Request, RequestContext } from "../evaluate/request";
import { coversResource } from "../evaluate/statements";
import { type Lookup, variablesIn } from "../evaluate/variables";
import type { Budget } from "./budget";
import type { Candidate, Rank } from "./candidate";
import { candidatesFor, dependsOnPersona } from "./candidates";
import type { CompiledPolicy, CompiledStatement } from "./compile";
import { setterOf, variableOf } from "./keyTraits";
import type { Party } from "./parties";
import { lookupOf, type Persona, requestOf } from "./persona";
import { type Domain, solve } from "./solve";
import type { Universe } from "./universe";
import { groupBy } from "./groupBy";

/** What to look for. */
export interface Question {
  /** One that the statement reaches. */
  readonly party: Party;
  readonly action: string;
  readonly allow: CompiledStatement;
  /** The highest rank of value that counts. */
  readonly rank: Rank;
  /** Further values that do not count, such as a grant's limits when an unlimited grant is looked for. */
  readonly admits?: (variable: string, candidate: Candidate) => boolean;
  /** Conditions of which, group by group, one must fail besides those of the Denies. */
  readonly also?: readonly (readonly Condition[])[];
  /** Further conditions that must hold. */
  readonly must?: readonly Condition[];
}

/** Answers questions about one policy. */
export class Search {
  readonly #byVariable: ReadonlyMap<string, readonly Condition[]>;
  readonly #shared = new Map<string, readonly Candidate[]>();
  readonly #truths = new WeakMap<readonly Candidate[], Map<Condition, readonly boolean[]>>();
  readonly #written = new Map<string, string>();
  readonly #pinned: readonly string[];

  constructor(
    readonly compiled: CompiledPolicy,
    readonly universe: Universe,
    readonly budget: Budget,
  ) {
    this.#byVariable = groupBy(universe.conditions, (condition) => variableOf(keyOf(condition)));
    for (const { key } of universe.conditions)
      this.#written.set(key.toLowerCase(), findConditionKey(key)?.name ?? key);
    this.#pinned = referredVariables(universe.conditions);
  }

  /** A request that answers the question, or undefined. */
  witness(question: Question): Request | undefined {
    for (const pins of this.#pinnings(question)) {
      if (this.budget.isSpent) return undefined;
      const found = this.#witnessWith(pins, question);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #witnessWith(pins: ReadonlyMap<string, Candidate>, question: Question): Request | undefined {
    const { party, action, allow, also = [], must = [] } = question;
    const lookup = withPins(lookupOf(party.persona), pins);
    const denies = this.compiled.denies.filter(
      (deny) => deny.actions.has(action) && party.reach.has(deny) && speaksOf(deny, allow.resource),
    );
    this.budget.spend(this.compiled.denies.length);
    const domains = new Map<string, Domain>();
    const domainOf = (variable: string): Domain => {
      let domain = domains.get(variable);
      if (domain === undefined)
        domains.set(variable, (domain = this.#domain(variable, question, lookup, pins)));
      return domain;
    };
    const groups = [...denies.map(({ ofRequest }) => ofRequest), ...also];
    const chosen = solve({ must: [...allow.ofRequest, ...must], groups, domainOf }, this.budget);
    if (chosen === undefined) return undefined;
    return this.#request(question, new Map([...this.#unasked(domainOf, chosen), ...pins, ...chosen]));
  }

  /** Every key that is always there is told, whether or not the decision hangs on it. */
  #unasked(
    domainOf: (variable: string) => Domain,
    chosen: ReadonlyMap<string, Candidate>,
  ): Map<string, Candidate> {
    const always = new Map<string, Candidate>();
    for (const variable of this.#byVariable.keys()) {
      if (chosen.has(variable)) continue;
      const { admitted, candidates } = domainOf(variable);
      const first = candidates[admitted[0] ?? 0];
      if (first !== undefined) always.set(variable, first);
    }
    return always;
  }

  #request({ party, action, allow }: Question, chosen: ReadonlyMap<string, Candidate>): Request {
    const values = Object.assign(
      {},
      ...[...chosen.values()].map((candidate) => candidate.values),
    ) as RequestContext;
    const organization = values["aws:principalorgid"];
    const context = Object.fromEntries(
      Object.entries(values)
        .filter(([key]) => this.#written.has(key))
        .map(([key, value]) => [this.#nameOf(key), value]),
    );
    return {
      ...requestOf(party.persona, action, allow.resource, context),
      ...(typeof organization === "string" && { organization }),
    };
  }

  #nameOf(key: string): string {
    const written = this.#written.get(key) ?? key;
    return written.endsWith("*") ? written.slice(0, -1) + key.slice(written.length - 1) : written;
  }

  #domain(
    variable: string,
    question: Question,
    lookup: Lookup,
    pins: ReadonlyMap<string, Candidate>,
  ): Domain {
    const { action, rank, admits } = question;
    const candidates = this.#candidates(variable, question.party.persona, lookup, pins);
    const carried = variable.startsWith("kms:") ? carries(action, variable) : true;
    const pinned = pins.get(variable);
    const isAdmitted = (candidate: Candidate): boolean =>
      candidate.rank <= rank &&
      (carried || candidate.values[variable] === undefined) &&
      (pinned === undefined || pinned === candidate) &&
      (admits?.(variable, candidate) ?? true);
    return {
      candidates,
      admitted: candidates.flatMap((candidate, index) => (isAdmitted(candidate) ? [index] : [])),
      truth: (condition) => this.#truth(condition, candidates, lookup),
    };
  }

  #candidates(
    variable: string,
    persona: Persona,
    lookup: Lookup,
    pins: ReadonlyMap<string, Candidate>,
  ): readonly Candidate[] {
    const conditions = this.#byVariable.get(variable) ?? [];
    const hasVariables = conditions.some(refersToVariables);
    if (hasVariables && pins.size > 0 && !pins.has(variable)) return this.#make(variable, persona, lookup);
    const { principalType, zone, account, principal } = persona;
    const whoever = dependsOnPersona(variable, persona) ? ` ${principalType} ${zone} ${account}` : "";
    const key = `${variable}${whoever}${hasVariables ? ` ${principalType} ${zone} ${principal}` : ""}`;
    let candidates = this.#shared.get(key);
    if (candidates === undefined) this.#shared.set(key, (candidates = this.#make(variable, persona, lookup)));
    return candidates;
  }

  /** Candidates that no condition tells apart are one. */
  #make(variable: string, persona: Persona, lookup: Lookup): readonly Candidate[] {
    const conditions = this.#byVariable.get(variable) ?? [];
    const all = candidatesFor(variable, { persona, universe: this.universe, conditions, lookup });
    this.budget.spend(all.length * conditions.length);
    const distinct = new Map<string, Candidate>();
    for (const candidate of all) {
      const inner = lookupIn(candidate, lookup);
      const signature = conditions.map((condition) => (this.#holds(condition, inner) ? "1" : "0")).join("");
      const isThere = Object.keys(candidate.values).length > 0;
      const key = `${signature}${isThere ? "+" : "-"}`;
      const known = distinct.get(key);
      if (known === undefined || candidate.rank < known.rank) distinct.set(key, candidate);
    }
    return [...distinct.values()];
  }

  #truth(condition: Condition, candidates: readonly Candidate[], lookup: Lookup): readonly boolean[] {
    let known = this.#truths.get(candidates);
    if (known === undefined) this.#truths.set(candidates, (known = new Map<Condition, readonly boolean[]>()));
    let truth = known.get(condition);
    if (truth === undefined) {
      truth = candidates.map((candidate) => this.#holds(condition, lookupIn(candidate, lookup)));
      known.set(condition, truth);
    }
    return truth;
  }

  #holds(condition: Condition, lookup: Lookup): boolean {
    return conditionHolds(condition, this.universe.versionOf(condition), lookup);
  }

  /** Keys that policy variables refer to are chosen first, one way after the other. */
  #pinnings(question: Question): readonly ReadonlyMap<string, Candidate>[] {
    let pinnings: ReadonlyMap<string, Candidate>[] = [new Map()];
    const lookup = lookupOf(question.party.persona);
    for (const variable of this.#pinned) {
      const { candidates, admitted } = this.#domain(variable, question, lookup, new Map());
      const choices = admitted.flatMap((index) => candidates[index] ?? []).reverse();
      pinnings = pinnings.flatMap((pins) => choices.map((choice) => new Map(pins).set(variable, choice)));
      pinnings = pinnings.slice(0, MOST_PINNINGS);
    }
    return pinnings;
  }
}

const MOST_PINNINGS = 24;

/** Whether a statement speaks of the key with this ARN. */
export function speaksOf({ statement, resource }: CompiledStatement, keyArn: string): boolean {
  return resource === keyArn || coversResource(statement, keyArn);
}

function carries(action: string, variable: string): boolean {
  const key = findConditionKey(variable);
  return key !== undefined && canCarry(action, key);
}

function refersToVariables({ values }: Condition): boolean {
  return values.some((value) => variablesIn(value).length > 0);
}

/** What policy variables refer to, other than the principal itself. */
function referredVariables(conditions: readonly Condition[]): readonly string[] {
  const keys = conditions.flatMap(({ values }) => values.flatMap((value) => variablesIn(value)));
  return [...new Set(keys.filter((key) => setterIsOfRequest(key)).map(variableOf))];
}

function setterIsOfRequest(key: string): boolean {
  return !["principal", "nobody"].includes(setterOf(key));
}

function lookupIn(candidate: Candidate, outer: Lookup): Lookup {
  return (key) => {
    const value = candidate.values[key];
    if (value === undefined) return outer(key);
    return typeof value === "string" ? [value] : value;
  };
}

function withPins(outer: Lookup, pins: ReadonlyMap<string, Candidate>): Lookup {
  return [...pins.values()].reduce((lookup, pin) => lookupIn(pin, lookup), outer);
}
