/** What policies name: accounts, organizations and patterns of them. */
import { hasWildcard } from "../../arn";
import type { Condition, KeyPolicy, PrincipalSet, Statement } from "../document";
import { keyOf } from "../evaluate/conditions";
import { parseOperator } from "../evaluate/operators";
import { groupBy } from "./groupBy";
import { setterOf } from "./keyTraits";

/** Every element of every `Principal` and `NotPrincipal`. */
export function principalSets(policies: readonly KeyPolicy[]): readonly PrincipalSet[] {
  return statementsOf(policies).flatMap(({ principal, notPrincipal }) =>
    [principal ?? [], notPrincipal ?? []].flat(),
  );
}

/** Every condition that has an effect. */
export function conditionsOf(policies: readonly KeyPolicy[]): readonly Condition[] {
  return statementsOf(policies).flatMap(({ conditions }) => conditions);
}

function statementsOf(policies: readonly KeyPolicy[]): readonly Statement[] {
  return policies.flatMap(({ statements }) =>
    statements.filter(({ ineffective }) => ineffective === undefined),
  );
}

/** The values of conditions on the given keys (in lower case), where AWS has the operator. */
export function valuesFor(conditions: readonly Condition[], keys: readonly string[]): readonly string[] {
  let byKey = valuesByKey.get(conditions);
  if (byKey === undefined) valuesByKey.set(conditions, (byKey = sortedByKey(conditions)));
  const known = byKey;
  return keys.flatMap((key) => known.get(key) ?? []);
}

/** The same conditions are asked for one key after the other. */
const valuesByKey = new WeakMap<readonly Condition[], ReadonlyMap<string, readonly string[]>>();

function sortedByKey(conditions: readonly Condition[]): ReadonlyMap<string, readonly string[]> {
  const known = conditions.filter(({ operator }) => parseOperator(operator) !== undefined);
  return new Map(
    [...groupBy(known, keyOf)].map(([key, group]) => [key, group.flatMap(({ values }) => values)]),
  );
}

/** The account ids in principals and in conditions that tell who asks. */
export function namedAccounts(policies: readonly KeyPolicy[]): ReadonlySet<string> {
  const texts = [
    ...principalSets(policies).flatMap(({ AWS, Federated }) => [...AWS, ...Federated]),
    ...conditionsOf(policies).flatMap((condition) => (tellsWho(condition) ? condition.values : [])),
  ];
  return new Set(texts.flatMap((text) => text.match(/(?<!\d)\d{12}(?!\d)/g) ?? []));
}

function tellsWho(condition: Condition): boolean {
  const setter = setterOf(keyOf(condition));
  return setter !== "caller" && setter !== "time" && setter !== "key" && setter !== "nobody";
}

const ORGANIZATION_KEYS = ["aws:principalorgid", "aws:sourceorgid", "aws:vpceorgid"];
const ORGANIZATION_PATH_KEYS = ["aws:principalorgpaths", "aws:sourceorgpaths", "aws:vpceorgpaths"];

/** The organizations that conditions name without wildcards. */
export function namedOrganizations(conditions: readonly Condition[]): readonly string[] {
  const ids = valuesFor(conditions, ORGANIZATION_KEYS);
  const ofPaths = valuesFor(conditions, ORGANIZATION_PATH_KEYS).map((path) => path.split("/")[0] ?? "");
  return [...new Set([...ids, ...ofPaths])].filter(
    (id) => id.startsWith("o-") && !hasWildcard(id) && !id.includes("${"),
  );
}
