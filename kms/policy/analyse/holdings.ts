/** Who holds what by which statement: the whole answer that findings, tables and comparisons are read from. */
import { worksAcrossAccounts } from "../../actions";
import type { Request } from "../evaluate/request";
import { type ActionGroup, type ActionGroups, actionGroups } from "./actionGroups";
import type { CompiledStatement } from "./compile";
import type { Rank } from "./candidate";
import { groupBy } from "./groupBy";
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
  readonly kinds: readonly [string, ...string[]];
  /** Such a request, of one of these actions. */
  readonly request: (action: string) => Request;
}

/** Everything that the policy lets anyone do. Holdings without any action are left out. */
export function holdingsOf(search: Search, parties: readonly Party[]): readonly Holding[] {
  const { allows, denies } = search.compiled;
  const groups = actionGroups([...allows, ...denies], search.universe.conditions);
  const obstaclesByParty = new Map(parties.map((party) => [party, obstaclesOf(search, party)]));
  const holdings: Holding[] = [];
  for (const allow of allows) {
    const lotsByObstacles = new Map<string, readonly Lot[]>();
    for (const party of parties) {
      const reach = party.reach.get(allow);
      if (reach === undefined) continue;
      const obstacles = obstaclesByParty.get(party) ?? "";
      let lots = lotsByObstacles.get(obstacles);
      if (lots === undefined) lotsByObstacles.set(obstacles, (lots = lotsOf(search, allow, party, groups)));
      const proofs = proofsOf(search, allow, party, lots);
      if (proofs.size === 0) continue;
      const { actions, kinds } = actionsIn(groups, [...proofs.keys()]);
      const request = (action: string): Request => ({ ...proofIn(proofs, action)(), action });
      holdings.push({ allow, party, reach, actions, kinds, request });
    }
  }
  return holdings;
}

/** Groups that the Denies in the way and the keys in question treat alike, and so share their proof. */
type Lot = readonly [ActionGroup, ...ActionGroup[]];

/** What tells parties apart that a statement reaches: whether it is from another account, and the Denies that reach it. */
function obstaclesOf(search: Search, party: Party): string {
  let obstacles = isForeign(party, search) ? "foreign " : "";
  for (const deny of search.compiled.denies) obstacles += party.reach.has(deny) ? "1" : "0";
  return obstacles;
}

function lotsOf(
  search: Search,
  allow: CompiledStatement,
  party: Party,
  groups: ActionGroups,
): readonly Lot[] {
  const denies = search.compiled.denies.filter((deny) => party.reach.has(deny));
  const keys = [allow, ...denies].flatMap((statement) => statement.carriedKeys);
  const lots = groupBy(
    groups.filter(([first]) => allow.actions.has(first) && worksFor(party, first, search)),
    ([first]) => {
      let kind = "";
      for (const deny of denies) kind += deny.actions.has(first) ? "1" : "0";
      for (const key of keys) kind += isCarried(first, key) ? "1" : "0";
      return kind;
    },
  );
  return [...lots.values()];
}

type Proofs = ReadonlyMap<Lot, Proof>;

function proofsOf(search: Search, allow: CompiledStatement, party: Party, lots: readonly Lot[]): Proofs {
  const proofs = new Map<Lot, Proof>();
  for (const lot of lots) {
    const proof = search.prove({ party, allow, action: lot[0][0], rank: rankOf(party) });
    if (proof !== undefined) proofs.set(lot, proof);
  }
  return proofs;
}

function proofIn(proofs: Proofs, action: string): Proof {
  for (const [lot, proof] of proofs) if (lot.some((group) => group.includes(action))) return proof;
  throw new RangeError(`${action} is not held`);
}

type HeldActions = Pick<Holding, "actions" | "kinds">;

/** All actions of the lots that are held. Real policies repeat a few sets of them. */
function actionsIn(groups: ActionGroups, lots: readonly Lot[]): HeldActions {
  let known = knownActions.get(groups);
  if (known === undefined) knownActions.set(groups, (known = new Map<string, HeldActions>()));
  const isHeld = (group: ActionGroup): boolean => lots.some((lot) => lot.includes(group));
  let key = "";
  for (const group of groups) key += isHeld(group) ? "1" : "0";
  let held = known.get(key);
  if (held === undefined) {
    const kept = groups.filter(isHeld);
    // There is a lot, so there is a group.
    const kinds = kept.map(([kind]) => kind) as [string, ...string[]];
    known.set(key, (held = { actions: new Set(kept.flat()), kinds }));
  }
  return held;
}

const knownActions = new WeakMap<ActionGroups, Map<string, HeldActions>>();

/** The highest rank of values within a party's reach: outsiders do not come from trusted networks or organizations. */
export function rankOf({ persona }: Party): Rank {
  return isOutside(persona) ? 1 : 2;
}

/** From another account only some actions work. */
export function worksFor(party: Party, action: string, search: Search): boolean {
  return !isForeign(party, search) || worksAcrossAccounts(action);
}

function isForeign({ persona }: Party, { universe }: Search): boolean {
  return persona.principalType !== "Service" && persona.account !== universe.ownerAccount;
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
