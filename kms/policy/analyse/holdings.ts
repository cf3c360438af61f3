/** Who holds what by which statement: the whole answer that findings, tables and comparisons are read from. */
import { worksAcrossAccounts } from "../../actions";
import type { Request } from "../evaluate/request";
import { type ActionGroups, actionGroups } from "./actionGroups";
import type { CompiledStatement } from "./compile";
import type { Rank } from "./candidate";
import { isCarried } from "./keyTraits";
import type { Party } from "./parties";
import { isOutside } from "./persona";
import type { Proof, Question, Search } from "./search";

/** What one party holds by one Allow statement. */
export interface Holding {
  readonly allow: CompiledStatement;
  readonly party: Party;
  /** `account` where identity policies of the party's account must allow it too, by what the statement says. */
  readonly reach: "direct" | "account";
  /** The actions that some request is allowed, those that matter most first. */
  readonly actions: ReadonlySet<string>;
  /** One of each lot of actions that nothing in the policy tells apart. */
  readonly kinds: readonly string[];
  /** Such a request, of one of these actions. */
  readonly request: (action: string) => Request;
}

/** Everything that the policy lets anyone do. Holdings without any action are left out. */
export function holdingsOf(search: Search, parties: readonly Party[]): readonly Holding[] {
  const { allows, denies } = search.compiled;
  const groups = actionGroups([...allows, ...denies], search.universe.conditions);
  return allows.flatMap((allow) =>
    parties.flatMap((party): Holding[] => {
      const reach = party.reach.get(allow);
      if (reach === undefined) return [];
      const proofs = proofsOf(search, allow, party, groups);
      if (proofs.size === 0) return [];
      const { actions, kinds } = actionsIn(groups, proofs);
      const request = (action: string): Request => ({ ...proofIn(proofs, action)(), action });
      return [{ allow, party, reach, actions, kinds, request }];
    }),
  );
}

/** Proofs by the group of actions that they hold for. */
type Proofs = ReadonlyMap<readonly string[], Proof>;

function proofIn(proofs: Proofs, action: string): Proof {
  for (const [group, proof] of proofs) if (group.includes(action)) return proof;
  throw new RangeError(`${action} is not held`);
}

type HeldActions = Pick<Holding, "actions" | "kinds">;

/** All actions of the groups that are held. Real policies repeat a few sets of them. */
function actionsIn(groups: ActionGroups, proofs: Proofs): HeldActions {
  let known = knownActions.get(groups);
  if (known === undefined) knownActions.set(groups, (known = new Map<string, HeldActions>()));
  const key = groups.map((group) => (proofs.has(group) ? "1" : "0")).join("");
  let held = known.get(key);
  if (held === undefined) {
    const kept = groups.filter((group) => proofs.has(group));
    known.set(key, (held = { actions: new Set(kept.flat()), kinds: kept.flatMap(([kind]) => kind ?? []) }));
  }
  return held;
}

const knownActions = new WeakMap<ActionGroups, Map<string, HeldActions>>();

/** The highest rank of values within a party's reach: outsiders do not come from trusted networks or organizations. */
export function rankOf({ persona }: Party): Rank {
  return isOutside(persona) ? 1 : 2;
}

/** Groups that the Denies in the way and the keys in question treat alike share their proof. */
function proofsOf(search: Search, allow: CompiledStatement, party: Party, groups: ActionGroups): Proofs {
  const denies = search.compiled.denies.filter((deny) => party.reach.has(deny));
  const keys = [allow, ...denies].flatMap((statement) => statement.carriedKeys);
  const answers = new Map<string, Proof | undefined>();
  const held = new Map<readonly string[], Proof>();
  for (const group of groups) {
    const [first] = group;
    if (first === undefined || !allow.actions.has(first) || !worksFor(party, first, search)) continue;
    let kind = "";
    for (const deny of denies) kind += deny.actions.has(first) ? "1" : "0";
    for (const key of keys) kind += isCarried(first, key) ? "1" : "0";
    if (!answers.has(kind))
      answers.set(kind, search.prove({ party, allow, action: first, rank: rankOf(party) }));
    const proof = answers.get(kind);
    if (proof !== undefined) held.set(group, proof);
  }
  return held;
}

/** From another account only some actions work. */
export function worksFor({ persona }: Party, action: string, { universe }: Search): boolean {
  return (
    persona.principalType === "Service" ||
    persona.account === universe.ownerAccount ||
    worksAcrossAccounts(action)
  );
}

/** One request of a question asked for each action of a holding in turn, or undefined. */
export function firstWitness(
  search: Search,
  actions: Iterable<string>,
  question: Omit<Question, "action">,
): Request | undefined {
  for (const action of actions) {
    const witness = search.witness({ ...question, action });
    if (witness !== undefined) return witness;
  }
  return undefined;
}
