/** Principals that no statement tells apart are one party: it is asked for once. */
import type { Condition } from "../document";
import { conditionHolds, costOf } from "../evaluate/conditions";
import { type Reach, reachOf } from "../evaluate/principals";
import type { Budget } from "./budget";
import type { CompiledStatement } from "./compile";
import type { Persona } from "./persona";
import type { Universe } from "./universe";

/** Principals of the same standing, and how each statement reaches them. */
export interface Party {
  /** One of them: the first, which the policy names if it names any. */
  readonly persona: Persona;
  readonly members: readonly Persona[];
  /** How a statement reaches them, its conditions on principals included. Statements that do not are missing. */
  readonly reach: ReadonlyMap<CompiledStatement, Exclude<Reach, "none">>;
}

/** Sorts personas into parties; those whom no Allow statement reaches are left out. */
export function partiesOf(
  personas: readonly Persona[],
  statements: readonly CompiledStatement[],
  universe: Universe,
  budget: Budget,
): readonly Party[] {
  const parties = new Map<string, { persona: Persona; members: Persona[]; reach: Party["reach"] }>();
  for (const persona of personas) {
    if (budget.isSpent) break;
    const reach = reachesOf(persona, statements, universe, budget);
    if (!reachesAllow(reach)) continue;
    const key = signatureOf(persona, statements, reach, universe);
    const known = parties.get(key);
    if (known === undefined) parties.set(key, { persona, members: [persona], reach });
    else known.members.push(persona);
  }
  return [...parties.values()];
}

function reachesAllow(reach: Party["reach"]): boolean {
  for (const { statement } of reach.keys()) if (statement.effect === "Allow") return true;
  return false;
}

function reachesOf(
  persona: Persona,
  statements: readonly CompiledStatement[],
  universe: Universe,
  budget: Budget,
): Party["reach"] {
  const { bare, lookup } = persona;
  const reached = new Map<CompiledStatement, Exclude<Reach, "none">>();
  for (const compiled of statements) {
    budget.spend(1 + costOfAll(compiled.ofPrincipal));
    const reach = reachOf(compiled.statement, bare);
    if (reach === "none") continue;
    if (
      compiled.ofPrincipal.every((condition) =>
        conditionHolds(condition, universe.versionOf(condition), lookup),
      )
    )
      reached.set(compiled, reach);
  }
  return reached;
}

function costOfAll(conditions: readonly Condition[]): number {
  let cost = 0;
  for (const condition of conditions) cost += costOf(condition);
  return cost;
}

function signatureOf(
  persona: Persona,
  statements: readonly CompiledStatement[],
  reach: Party["reach"],
  universe: Universe,
): string {
  let marks = "";
  for (const statement of statements) marks += reach.get(statement)?.charAt(0) ?? "-";
  const who = universe.tellsAccountsApart ? persona.identity : "";
  const forWhom = persona.principalType === "Service" ? persona.account : "";
  return `${persona.zone} ${persona.principalType} ${forWhom} ${who} ${marks}`;
}
