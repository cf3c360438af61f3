/** What a change of key policy gives to whom, and takes from whom. */
import { Budget } from "./analyse/budget";
import { type CompiledPolicy, type CompiledStatement, compilePolicy } from "./analyse/compile";
import { type ActionGroups, actionGroups } from "./analyse/actionGroups";
import { rankOf, worksFor } from "./analyse/holdings";
import type { AnalyseOptions } from "./analyse/options";
import { partiesOf, type Party } from "./analyse/parties";
import { describeParty, type PartyDescription, withoutCovered } from "./analyse/permissions";
import { personasOf } from "./analyse/personas";
import { type Proof, Search, speaksOf } from "./analyse/search";
import { universeOf } from "./analyse/universe";
import type { KeyPolicy, Statement } from "./document";
import type { Request } from "./evaluate/request";

/** Something that one party can do under one of the two policies and not under the other. */
export interface AccessChange extends PartyDescription {
  /** The statement that allows it, in the policy that does. */
  readonly statement: Statement;
  /** Sorted. */
  readonly actions: readonly string[];
  /** False where the key policy alone now suffices; true where an identity policy must allow it too. */
  readonly needsIdentityPolicy: boolean;
  /** A request that one policy allows and the other does not. */
  readonly witness: Request;
}

/** The difference between two policies. */
export interface Comparison {
  readonly gained: readonly AccessChange[];
  readonly lost: readonly AccessChange[];
  /** False where the policies were too intricate to be compared to the end: then they may differ in more. */
  readonly complete: boolean;
}

/**
 * Compares two policies of the same key by the requests they allow: the same access written differently is no difference.
 * Within the owner's account it also counts when the key policy itself lets in whom before only identity policies could.
 */
export function compare(before: KeyPolicy, after: KeyPolicy, options: AnalyseOptions): Comparison {
  const universe = universeOf([before, after], options);
  const [old, young] = [compilePolicy(before, universe), compilePolicy(after, universe)];
  const budget = new Budget();
  const statements = [old, young].flatMap(({ allows, denies }) => [...allows, ...denies]);
  const parties = partiesOf(personasOf([before, after], universe, budget), statements, universe, budget);
  const groups = actionGroups(statements, universe.conditions);
  const added = (from: CompiledPolicy, to: CompiledPolicy): readonly AccessChange[] =>
    new Addition(new Search(to, universe, budget), from, groups).all(parties);
  const gained = added(old, young);
  const lost = added(young, old);
  return { gained, lost, complete: !budget.isSpent };
}

/** What one policy allows beyond another. */
class Addition {
  constructor(
    readonly search: Search,
    readonly other: CompiledPolicy,
    readonly groups: ActionGroups,
  ) {}

  all(parties: readonly Party[]): readonly AccessChange[] {
    const changes = parties.flatMap((party) => {
      const told = new Set<string>();
      return this.search.compiled.allows.flatMap((allow) => this.#by(allow, party, told) ?? []);
    });
    return withoutCovered(changes);
  }

  #by(allow: CompiledStatement, party: Party, told: Set<string>): AccessChange | undefined {
    const reach = party.reach.get(allow);
    if (reach === undefined) return undefined;
    const actions: string[] = [];
    let witness: Proof | undefined;
    for (const group of this.groups) {
      const [action] = group;
      if (!allow.actions.has(action) || told.has(action)) continue;
      const possible = group.filter((name) => worksFor(party, name, this.search));
      const found = possible[0] === undefined ? undefined : this.#witness(allow, party, possible[0]);
      if (found === undefined) continue;
      witness ??= found;
      actions.push(...possible);
      for (const name of group) told.add(name);
    }
    if (witness === undefined) return undefined;
    return {
      ...describeParty(party, reach),
      statement: allow.statement,
      actions: actions.sort(),
      witness: witness(),
    };
  }

  /** The other policy refuses where none of its Allows holds, or where one of its Denies does. */
  #witness(allow: CompiledStatement, party: Party, action: string): Proof | undefined {
    const speaks = (compiled: CompiledStatement): boolean =>
      compiled.actions.has(action) &&
      speaksOf(compiled, allow.resource) &&
      this.#counts(compiled, allow, party);
    const question = { party, allow, action, rank: rankOf(party) };
    const also = this.other.allows.filter(speaks).map(({ ofRequest }) => ofRequest);
    const unallowed = this.search.prove({ ...question, also });
    if (unallowed !== undefined) return unallowed;
    for (const deny of this.other.denies) {
      if (!speaks(deny)) continue;
      const denied = this.search.prove({ ...question, must: deny.ofRequest });
      if (denied !== undefined) return denied;
    }
    return undefined;
  }

  /** What the key policy itself allows is more than what it leaves to the account's identity policies. */
  #counts(compiled: CompiledStatement, allow: CompiledStatement, party: Party): boolean {
    const reach = party.reach.get(compiled);
    if (reach === undefined) return false;
    const isDirect = party.persona.zone === "owner" && party.reach.get(allow) === "direct";
    return compiled.statement.effect === "Deny" || !isDirect || reach === "direct";
  }
}
