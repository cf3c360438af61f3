/** IAM policy documents compared by meaning, as AWS gives them back written otherwise than it took them. */
import type { Value } from "./values";

type Json = null | boolean | number | string | Json[] | JsonObject;
interface JsonObject {
  [key: string]: Json;
}

/**
 * Whether two policy documents (JSON texts) mean the same: order of keys, statements and values, a single value or a
 * list of one, and an account's id or the ARN of its root make no difference.
 */
export function samePolicy(one: Value, other: Value): boolean {
  if (one === other) return true;
  if (typeof one !== "string" || typeof other !== "string") return false;
  return canonicalPolicy(one) === canonicalPolicy(other);
}

/** Whether two JSON texts have the same content. */
export function sameJson(one: Value, other: Value): boolean {
  if (one === other) return true;
  if (typeof one !== "string" || typeof other !== "string") return false;
  const [left, right] = [parse(one), parse(other)];
  return left !== undefined && right !== undefined && sorted(left) === sorted(right);
}

/** A JSON text without blanks and with its keys in order, as the official provider keeps policies. */
export function normalizedJson(json: string): string {
  const value = parse(json);
  return value === undefined ? json : sorted(value);
}

/** What is wrong with a text that should be JSON. */
export function jsonProblem(value: Value): string | undefined {
  if (typeof value !== "string") return undefined;
  try {
    JSON.parse(value);
    return undefined;
  } catch (error) {
    return `contains an invalid JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** What is wrong with a text that should be a policy document. */
export function policyProblem(value: Value): string | undefined {
  if (typeof value !== "string") return undefined;
  const problem = jsonProblem(value);
  if (problem !== undefined) return problem.replace("an invalid JSON", "an invalid JSON policy");
  const document = parse(value);
  return typeof document === "object" && document !== null && !Array.isArray(document)
    ? undefined
    : "contains an invalid JSON policy: not a JSON object";
}

const canonicalTexts = new Map<string, string>();

function canonicalPolicy(text: string): string {
  let canonical = canonicalTexts.get(text);
  if (canonical === undefined) {
    const document = parse(text);
    canonical = document === undefined ? text : sorted(canonicalDocument(document));
    canonicalTexts.set(text, canonical);
  }
  return canonical;
}

function canonicalDocument(document: Json): Json {
  if (!isJsonObject(document)) return document;
  const statements = listOf(document.Statement ?? []).map(canonicalStatement);
  return { ...document, Statement: statements.map(sorted).sort() };
}

function canonicalStatement(statement: Json): Json {
  if (!isJsonObject(statement)) return statement;
  return Object.fromEntries(
    Object.entries(statement).map(([name, value]): [string, Json] => {
      switch (name) {
        case "Principal":
        case "NotPrincipal":
          return [name, canonicalPrincipal(value)];
        case "Action":
        case "NotAction":
        case "Resource":
        case "NotResource":
          return [name, canonicalSet(value)];
        case "Condition":
          return [name, canonicalConditions(value)];
        default:
          return [name, value];
      }
    }),
  );
}

function canonicalPrincipal(principal: Json): Json {
  // "*" and {"AWS": "*"} are the same principal: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
  if (!isJsonObject(principal)) return { AWS: canonicalSet(principal) };
  return Object.fromEntries(
    Object.entries(principal).map(([type, names]) => [
      type,
      canonicalSet(type === "AWS" ? listOf(names).map(accountOfRoot) : names),
    ]),
  );
}

function accountOfRoot(principal: Json): Json {
  if (typeof principal !== "string") return principal;
  return /^arn:[^:]+:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;
}

function canonicalConditions(conditions: Json): Json {
  if (!isJsonObject(conditions)) return conditions;
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      isJsonObject(keys)
        ? Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, canonicalSet(values)]))
        : keys,
    ]),
  );
}

function canonicalSet(values: Json): Json {
  const texts = listOf(values).map((value) => (typeof value === "object" ? sorted(value) : String(value)));
  return [...new Set(texts)].sort();
}

function listOf(value: Json): Json[] {
  return Array.isArray(value) ? value : [value];
}

function isJsonObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function sorted(value: Json): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
