/** Looks for a request that one Allow statement lets through and no Deny stops. */
import { findConditionKey } from "../../conditionKeys";
import type { Condition } from "../document";
import { contextOf, type Request, type RequestContext } from "../evaluate/request";
import { coversResource } from "../evaluate/statements";
import { type Lookup, variablesIn } from "../evaluate/variables";
import type { Budget } from "./budget";
import type { Candidate, Rank } from "./candidate";
import { isUsuallyMissing } from "./candidates";
import type { CompiledPolicy, CompiledStatement } from "./compile";
import { type Asker, Domains, lookupIn, NO_PINS, type Pins } from "./domains";
import type { Party } from "./parties";
import { requestOf } from "./persona";
import { choose, type Domain, solve } from "./solve";
import type { Universe } from "./universe";

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

/** That there is such a request; it is spelt out when somebody wants to see it. */
export type Proof = () => Request;

/** Answers questions about one policy. */
export class Search {
  readonly #domains: Domains;
  readonly #pinned = new Map<string, readonly Pins[]>();
  #written: ReadonlyMap<string, string> | undefined;

  constructor(
    readonly compiled: CompiledPolicy,
    readonly universe: Universe,
    readonly budget: Budget,
  ) {
    this.#domains = new Domains(universe, budget);
  }

  /** A request that answers the question, or undefined. */
  witness(question: Question): Request | undefined {
    return this.prove(question)?.();
  }

  /** Whether there is a request that answers the question. */
  prove(question: Question): Proof | undefined {
    for (const pins of this.#pinnings(question)) {
      if (this.budget.isSpent) return undefined;
      const proof = this.#proveWith(pins, question);
      if (proof !== undefined) return proof;
    }
    return undefined;
  }

  #proveWith(pins: Pins, question: Question): Proof | undefined {
    const { party, action, allow, also = [], must = [] } = question;
    this.budget.spend(1 + this.compiled.denies.length);
    const groups: (readonly Condition[])[] = [];
    for (const deny of this.compiled.denies)
      if (deny.actions.has(action) && party.reach.has(deny) && speaksOf(deny, allow.resource)) {
        if (deny.ofRequest.length === 0) return undefined;
        groups.push(deny.ofRequest);
      }
    groups.push(...also);
    const conditions = must.length === 0 ? allow.ofRequest : [...allow.ofRequest, ...must];
    const domainOf = this.#domainsFor(question, pins);
    const chosen = solve({ must: conditions, groups, domainOf }, this.budget);
    if (chosen === undefined) return undefined;
    return () => {
      const choice = choose(chosen, domainOf);
      const isPlain = pins.size === 0 && question.admits === undefined;
      const unasked = this.#unasked(domainOf, choice, isPlain);
      return this.#request(question, new Map([...unasked, ...pins, ...choice]));
    };
  }

  #domainsFor(question: Question, pins: Pins): (variable: string) => Domain {
    const domains = new Map<string, Domain>();
    let asker: Asker | undefined;
    return (variable) => {
      let domain = domains.get(variable);
      if (domain === undefined) {
        asker ??= askerOf(question, pins);
        domains.set(variable, (domain = this.#domains.domainOf(variable, asker)));
      }
      return domain;
    };
  }

  /** Every key that is always there is told, whether or not the decision hangs on it. */
  #unasked(domainOf: (variable: string) => Domain, chosen: Pins, isPlain: boolean): Map<string, Candidate> {
    const always = new Map<string, Candidate>();
    for (const variable of this.#domains.variables) {
      if (chosen.has(variable) || (isPlain && isUsuallyMissing(variable))) continue;
      const { admitted, candidates } = domainOf(variable);
      const first = candidates[admitted[0] ?? 0];
      if (first !== undefined) always.set(variable, first);
    }
    return always;
  }

  #request({ party, action, allow }: Question, chosen: Pins): Request {
    const written = (this.#written ??= writtenKeys(this.universe));
    const values = new Map([...chosen.values()].flatMap((candidate) => Object.entries(candidate.values)));
    const organization = values.get("aws:principalorgid");
    const context = Object.fromEntries(
      [...values].flatMap(([key, value]) => {
        const name = written.get(key);
        return name === undefined ? [] : [[name, value]];
      }),
    );
    const request: Request = {
      ...requestOf(party.persona, action, allow.resource, context),
      ...(typeof organization === "string" && { organization }),
    };
    return { ...request, context: contextOf(request) };
  }

  /** Keys that policy variables refer to are chosen first, one way after the other. */
  #pinnings(question: Question): readonly Pins[] {
    if (this.#domains.pinned.length === 0) return [NO_PINS];
    const { persona } = question.party;
    const key = `${persona.identity} ${question.rank} ${question.action}`;
    let pinnings = this.#pinned.get(key);
    if (pinnings === undefined)
      this.#pinned.set(key, (pinnings = this.#choosePins(askerOf(question, NO_PINS))));
    return pinnings;
  }

  #choosePins(asker: Asker): readonly Pins[] {
    const { pinned } = this.#domains;
    const most = pinned.length > MOST_PINNED ? 1 : MOST_PINNINGS;
    let pinnings = [new Map<string, Candidate>()];
    for (const variable of pinned) {
      const { candidates, admitted } = this.#domains.domainOf(variable, asker);
      // A value comes before none: most conditions that refer to a key want it.
      const choices = admitted
        .flatMap((index) => candidates[index] ?? [])
        .reverse()
        .slice(0, most);
      this.budget.spend(choices.length * pinnings.length);
      if (most === 1) for (const choice of choices) pinnings[0]?.set(variable, choice);
      else
        pinnings = pinnings
          .flatMap((pins) => choices.map((choice) => new Map(pins).set(variable, choice)))
          .slice(0, most);
    }
    return pinnings;
  }
}

/** Ways to choose what policy variables refer to; where they refer to many keys, one is tried. */
const MOST_PINNINGS = 24;
const MOST_PINNED = 6;

function askerOf({ party, action, rank, admits }: Question, pins: Pins): Asker {
  const own = party.persona.lookup;
  return {
    persona: party.persona,
    action,
    rank,
    admits,
    pins,
    lookup: pins.size === 0 ? own : withPins(pins, own),
  };
}

/** What was chosen first, then what the principal brings. */
function withPins(pins: Pins, own: Lookup): Lookup {
  let all = pinnedValues.get(pins);
  if (all === undefined)
    pinnedValues.set(
      pins,
      (all = {
        values: Object.assign({}, ...[...pins.values()].map(({ values }) => values)) as RequestContext,
        rank: 0,
      }),
    );
  return lookupIn(all, own);
}

const pinnedValues = new WeakMap<Pins, Candidate>();

/** Whether a statement speaks of the key with this ARN. */
export function speaksOf({ statement }: CompiledStatement, keyArn: string): boolean {
  return coversResource(statement, keyArn);
}

/** Keys as AWS writes them, or as the policy does, by their lower case. */
function writtenKeys({ conditions }: Universe): ReadonlyMap<string, string> {
  const referred = conditions.flatMap(({ values }) => values.flatMap(variablesIn));
  const keys = [...referred, ...conditions.map(({ key }) => key)];
  return new Map(
    keys.map((key) => {
      const name = findConditionKey(key)?.name ?? key;
      return [key.toLowerCase(), name.endsWith("*") ? name.slice(0, -1) + key.slice(name.length - 1) : name];
    }),
  );
}
