/** Whether a condition holds for a request. */
import type { Condition } from "../document";
import { Memory } from "./memory";
import { type Operator, parseOperator, type PolicyValue } from "./operators";
import { type Lookup, resolveVariables, variablesIn } from "./variables";

/**
 * Whether a condition holds. Keys are read without regard to case. An operator that AWS does not have never holds.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 * @param version the policy's, which says whether variables count
 */
export function conditionHolds(condition: Condition, version: string | undefined, lookup: Lookup): boolean {
  const operator = parseOperator(condition.operator);
  if (operator === undefined) return false;
  const request = lookup(keyOf(condition));
  if (operator.comparison.family === "null")
    return condition.values.some((value) => asksFor(value, request === undefined));
  if (request === undefined) return holdsWhenMissing(operator);
  return holdsForValues(operator, request, policyValues(condition, operator, version, lookup));
}

/** The condition's key in lower case. */
export function keyOf({ key }: Condition): string {
  return lowerCaseKeys.of(key, toLowerCase);
}

const lowerCaseKeys = new Memory<string>(4096);

function toLowerCase(key: string): string {
  return key.toLowerCase();
}

const fixedValues = new WeakMap<Condition, PolicyValues>();

/** A condition's values; those that only an equal text meets can be looked up. */
interface PolicyValues {
  readonly texts: ReadonlySet<string>;
  /** The others, which are compared one by one. */
  readonly others: readonly PolicyValue[];
}

/** `"true"` holds for a missing key, `"false"` for a present one. */
function asksFor(value: string, missing: boolean): boolean {
  const text = value.toLowerCase();
  return missing ? text === "true" : text === "false";
}

function holdsWhenMissing({ quantifier, comparison, ifExists }: Operator): boolean {
  if (ifExists || quantifier === "forAllValues") return true;
  return comparison.negated && quantifier === undefined;
}

/** Without a quantifier, several request values are read as "any of them", which is what AWS does with a negated one turned round. */
function holdsForValues(operator: Operator, request: readonly string[], policy: PolicyValues): boolean {
  const { quantifier, comparison } = operator;
  const isMatch = (value: string): boolean =>
    policy.texts.has(value) || policy.others.some((wanted) => comparison.compare(value, wanted));
  const passes = (value: string): boolean => isMatch(value) !== comparison.negated;
  if (quantifier === "forAllValues") return request.every(passes);
  if (quantifier === "forAnyValue") return request.some(passes);
  return comparison.negated ? request.every(passes) : request.some(passes);
}

/** A value whose variable cannot be resolved compares with nothing. */
function policyValues(
  condition: Condition,
  operator: Operator,
  version: string | undefined,
  lookup: Lookup,
): PolicyValues {
  const known = fixedValues.get(condition);
  if (known !== undefined) return known;
  const texts = new Set<string>();
  const others: PolicyValue[] = [];
  for (const value of condition.values) {
    const pieces = resolveVariables(value, version, lookup);
    if (pieces === undefined) continue;
    const text = pieces.map((piece) => piece.text).join("");
    if (
      operator.comparison.exact === "always" ||
      (operator.comparison.exact === "withoutWildcards" && !/[*?]/.test(text))
    )
      texts.add(text);
    else others.push({ text, pieces });
  }
  const values = { texts, others };
  if (condition.values.every((value) => variablesIn(value).length === 0)) fixedValues.set(condition, values);
  return values;
}

/** How many comparisons a condition takes for one value: what a search must count. */
export function costOf(condition: Condition): number {
  return 1 + (fixedValues.get(condition)?.others.length ?? condition.values.length);
}
