/** Who holds what by which statement: the whole answer that findings, tables and comparisons are read from. */
import { canCarry, findConditionKey } from "../../conditionKeys";
import { worksAcrossAccounts } from "../../actions";
import type { Condition } from "../document";
import { keyOf } from "../evaluate/conditions";
import type { Request } from "../evaluate/request";
import type { CompiledStatement } from "./compile";
import type { Rank } from "./candidate";
import type { Party } from "./parties";
import { isOutside } from "./persona";
import type { Proof, Question, Search } from "./search";
import { groupBy } from "./groupBy";

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
      const request = (action: string): Request => ({ ...proofIn(proofs, action)(), action });
      const actions = new Set(proofs.keys());
      return [{ allow, party, reach, actions, kinds: kindsOf(actions, groups), request }];
    }),
  );
}

function kindsOf(actions: ReadonlySet<string>, groups: readonly (readonly string[])[]): readonly string[] {
  return groups.flatMap((group) => group.find((action) => actions.has(action)) ?? []);
}

function proofIn(proofs: ReadonlyMap<string, Proof>, action: string): Proof {
  const proof = proofs.get(action);
  if (proof === undefined) throw new RangeError(`${action} is not held`);
  return proof;
}

/** The highest rank of values within a party's reach: outsiders do not come from trusted networks or organizations. */
export function rankOf({ persona }: Party): Rank {
  return isOutside(persona) ? 1 : 2;
}

function proofsOf(
  search: Search,
  allow: CompiledStatement,
  party: Party,
  groups: readonly (readonly string[])[],
): ReadonlyMap<string, Proof> {
  const held = new Map<string, Proof>();
  for (const group of groups) {
    const possible = group.filter((action) => allow.actions.has(action) && worksFor(party, action, search));
    const [first] = possible;
    if (first === undefined) continue;
    const proof = search.prove({ party, allow, action: first, rank: rankOf(party) });
    if (proof !== undefined) for (const action of possible) held.set(action, proof);
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

/** Actions that no statement and no condition key tells apart, those that matter most first. */
export function actionGroups(
  statements: readonly CompiledStatement[],
  conditions: readonly Condition[],
): readonly (readonly string[])[] {
  const keys = [...new Set(conditions.map(keyOf))].flatMap((key) => {
    const known = key.startsWith("kms:") ? findConditionKey(key) : undefined;
    return known === undefined ? [] : [known];
  });
  const allows = statements.filter(({ statement }) => statement.effect === "Allow");
  const named = new Set(allows.flatMap(({ actions }) => [...actions]));
  const groups = groupBy(named, (action) =>
    [
      worksAcrossAccounts(action),
      ...statements.map(({ actions }) => actions.has(action)),
      ...keys.map((key) => canCarry(action, key)),
    ]
      .map(Number)
      .join(""),
  );
  return [...groups.values()]
    .map((group) => [...group].sort(byImportance))
    .sort(([left = ""], [right = ""]) => byImportance(left, right));
}

/** What a reader should see first in a witness. */
const telling = [
  "kms:Decrypt",
  "kms:CreateGrant",
  "kms:GenerateDataKey",
  "kms:Sign",
  "kms:Encrypt",
  "kms:PutKeyPolicy",
];

function byImportance(left: string, right: string): number {
  return rankIn(left) - rankIn(right) || left.localeCompare(right);
}

function rankIn(action: string): number {
  const index = telling.indexOf(action);
  return index === -1 ? telling.length : index;
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
