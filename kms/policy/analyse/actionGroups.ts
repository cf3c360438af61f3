/** Actions that a policy treats alike are asked for once. */
import { worksAcrossAccounts } from "../../actions";
import type { ConditionKey } from "../../conditionKeys";
import type { Condition } from "../document";
import { Memory } from "../evaluate/memory";
import type { CompiledStatement } from "./compile";
import { groupBy } from "./groupBy";
import { carriedKeys, isCarried } from "./keyTraits";

/** Actions that no statement and no condition key tells apart, those that matter most first. */
export type ActionGroups = readonly ActionGroup[];

/** At least one action. */
export type ActionGroup = readonly [string, ...string[]];

/** The groups of everything that the Allow statements name. */
export function actionGroups(
  statements: readonly CompiledStatement[],
  conditions: readonly Condition[],
): ActionGroups {
  const keys = carriedKeys(conditions);
  const known = `${statements.map(({ statement, actions }) => `${statement.effect}${idOf(actions)}`).join()} ${keys.map(({ name }) => name).join()}`;
  return knownGroups.of(known, () => makeGroups(statements, keys));
}

/** Real policies repeat a few sets of actions. */
const knownGroups = new Memory<ActionGroups>(256);

const ids = new WeakMap<ReadonlySet<string>, number>();
let lastId = 0;

function idOf(actions: ReadonlySet<string>): number {
  let id = ids.get(actions);
  if (id === undefined) ids.set(actions, (id = ++lastId));
  return id;
}

function makeGroups(statements: readonly CompiledStatement[], keys: readonly ConditionKey[]): ActionGroups {
  const allows = statements.filter(({ statement }) => statement.effect === "Allow");
  const sets = [...new Set(statements.map(({ actions }) => actions))];
  const named = new Set(allows.flatMap(({ actions }) => [...actions]));
  const groups = groupBy(named, (action) => {
    const held = sets.map((actions) => actions.has(action));
    const carried = keys.map((key) => isCarried(action, key));
    return [worksAcrossAccounts(action), ...held, ...carried].join();
  });
  return [...groups.values()]
    .map((group) => group.sort(byImportance))
    .sort(([left], [right]) => byImportance(left, right));
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
