/** A key policy prepared for many questions. */
import { accountOf, hasWildcard, parseArn } from "../../arn";
import { expandAction, kmsActions } from "../../actions";
import type { ConditionKey } from "../../conditionKeys";
import type { Condition, KeyPolicy, Statement } from "../document";
import { keyOf } from "../evaluate/conditions";
import { Memory } from "../evaluate/memory";
import { coversAction, coversResource } from "../evaluate/statements";
import { variablesIn } from "../evaluate/variables";
import { carriedKeys, setterOf } from "./keyTraits";
import type { Universe } from "./universe";

/** A statement with its actions spelt out and its conditions sorted by who sets their keys. */
export interface CompiledStatement {
  readonly statement: Statement;
  readonly actions: ReadonlySet<string>;
  /** Conditions whose answers follow from the principal. */
  readonly ofPrincipal: readonly Condition[];
  /** Conditions on what is chosen per request, or that compare with it. */
  readonly ofRequest: readonly Condition[];
  /** The keys of these that some actions carry and others do not. */
  readonly carriedKeys: readonly ConditionKey[];
  /** The key's ARN that the statement speaks of. */
  readonly resource: string;
}

/** A policy with its statements that can have an effect. */
export interface CompiledPolicy {
  readonly policy: KeyPolicy;
  readonly allows: readonly CompiledStatement[];
  readonly denies: readonly CompiledStatement[];
}

/** Prepares a policy. Statements that AWS ignores, and Allow statements about other keys, are left out. */
export function compilePolicy(policy: KeyPolicy, universe: Universe): CompiledPolicy {
  const compiled = policy.statements.flatMap((statement) => compileStatement(statement, universe) ?? []);
  return {
    policy,
    allows: compiled.filter(({ statement }) => statement.effect === "Allow"),
    denies: compiled.filter(({ statement }) => statement.effect === "Deny"),
  };
}

function compileStatement(statement: Statement, universe: Universe): CompiledStatement | undefined {
  if (statement.ineffective !== undefined) return undefined;
  const resource = resourceOf(statement, universe);
  if (resource === undefined) return undefined;
  const actions = statement.effect === "Allow" ? allowedActions(statement) : deniedActions(statement);
  if (actions.size === 0) return undefined;
  const ofRequest = statement.conditions.filter((condition) => !isOfPrincipal(condition));
  return {
    statement,
    actions,
    resource,
    ofPrincipal: statement.conditions.filter(isOfPrincipal),
    ofRequest,
    carriedKeys: carriedKeys(ofRequest),
  };
}

/** Whether the answer follows from the principal alone: neither the key nor a variable in a value is chosen per request. */
function isOfPrincipal(condition: Condition): boolean {
  const keys = [keyOf(condition), ...condition.values.flatMap(variablesIn)];
  return keys.every((key) => setterOf(key) === "principal");
}

const keyActions = kmsActions.filter(({ usesKey }) => usesKey).map(({ name }) => name);
const everyAction = new Set(expandAction("kms:*"));

/** What an Allow is taken to speak of: `kms:*` to everybody is not about keys of every kind. */
function allowedActions({ actions, notActions }: Statement): ReadonlySet<string> {
  return expansions.of(JSON.stringify([actions, notActions]), () =>
    actions === undefined ? allBut(notActions ?? []) : allOf(actions),
  );
}

/** A Deny stops whatever its patterns fit. */
function deniedActions(statement: Statement): ReadonlySet<string> {
  return expansions.of(
    JSON.stringify(["Deny", statement.actions, statement.notActions]),
    () => new Set(keyActions.filter((action) => coversAction(statement, action))),
  );
}

/** Real policies repeat a few lists of actions. */
const expansions = new Memory<ReadonlySet<string>>(1024);

function allOf(patterns: readonly string[]): ReadonlySet<string> {
  const named = new Set(patterns.flatMap((pattern) => expandAction(pattern)));
  return new Set(keyActions.filter((action) => named.has(action)));
}

function allBut(patterns: readonly string[]): ReadonlySet<string> {
  const exempt = new Set(patterns.flatMap((pattern) => expandAction(pattern)));
  return new Set(keyActions.filter((action) => everyAction.has(action) && !exempt.has(action)));
}

/** The key's ARN where it is not known: the one that the statement names, if it can be this key's, or one that stands for it. */
function resourceOf(statement: Statement, universe: Universe): string | undefined {
  const stand = universe.keyArn ?? standInArn(universe);
  if (statement.effect === "Deny" || coversResource(statement, stand)) return stand;
  return universe.keyArn === undefined
    ? statement.resources?.find((resource) => canBeThisKey(resource, universe))
    : undefined;
}

function standInArn({ partition, region, ownerAccount }: Universe): string {
  return `arn:${partition}:kms:${region}:${ownerAccount}:key/00000000-0000-0000-0000-000000000000`;
}

function canBeThisKey(resource: string, { ownerAccount, region, regionIsKnown }: Universe): boolean {
  const arn = parseArn(resource);
  if (arn?.service !== "kms" || accountOf(resource) !== ownerAccount || hasWildcard(resource)) return false;
  return arn.resource.startsWith("key/") && (!regionIsKnown || arn.region === region);
}
