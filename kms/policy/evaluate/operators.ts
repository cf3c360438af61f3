/**
 * The condition operators of IAM, as comparisons of one request value with one policy value.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import { type AddressRange, covers, parseRange } from "./addresses";
import { Memory } from "./memory";
import { compilePattern, fits, matchesPattern, type Pattern, type Piece } from "./pattern";

/** A policy value with its variables resolved; patterns are compiled when an operator first asks. */
export interface PolicyValue {
  readonly text: string;
  readonly pieces: readonly Piece[];
  pattern?: Pattern;
  /** Null where the text is no address. */
  range?: AddressRange | null;
}

/** One kind of comparison. `negated` operators hold where no policy value compares, and where the key is missing. */
export interface Comparison {
  readonly family: "string" | "numeric" | "date" | "bool" | "binary" | "address" | "arn" | "null";
  readonly negated: boolean;
  /** Whether two texts compare just where they are the same: always, or for policy values without wildcards. */
  readonly exact: "always" | "withoutWildcards" | "never";
  readonly compare: (request: string, policy: PolicyValue) => boolean;
}

/** An operator as written: its quantifier, its comparison, and whether a missing key passes. */
export interface Operator {
  readonly quantifier: "forAllValues" | "forAnyValue" | undefined;
  readonly comparison: Comparison;
  readonly ifExists: boolean;
}

/** Reads `ForAllValues:StringLikeIfExists`; undefined where AWS has no such operator. */
export function parseOperator(written: string): Operator | undefined {
  return parsed.of(written, parse) ?? undefined;
}

const parsed = new Memory<Operator | null>(1024);

function parse(written: string): Operator | null {
  const [, quantifier, name = "", ifExists] =
    /^(?:(forallvalues|foranyvalue):)?(\w+?)(ifexists)?$/i.exec(written) ?? [];
  const comparison = comparisons.get(name.toLowerCase());
  if (comparison === undefined || (comparison.family === "null" && (quantifier ?? ifExists) !== undefined))
    return null;
  return {
    quantifier:
      quantifier === undefined ? undefined : /all/i.test(quantifier) ? "forAllValues" : "forAnyValue",
    comparison,
    ifExists: ifExists !== undefined,
  };
}

const comparisons = new Map<string, Comparison>();

function define(
  family: Comparison["family"],
  name: string,
  compare: Comparison["compare"],
  negatedName?: string,
  exact: Comparison["exact"] = "never",
): void {
  comparisons.set(name.toLowerCase(), { family, negated: false, exact, compare });
  if (negatedName !== undefined)
    comparisons.set(negatedName.toLowerCase(), { family, negated: true, exact, compare });
}

define("string", "StringEquals", (request, { text }) => request === text, "StringNotEquals", "always");
define(
  "string",
  "StringEqualsIgnoreCase",
  (request, { text }) => request.toLowerCase() === text.toLowerCase(),
  "StringNotEqualsIgnoreCase",
);
define(
  "string",
  "StringLike",
  (request, policy) => matchesPattern(patternOf(policy), request),
  "StringNotLike",
  "withoutWildcards",
);
define(
  "numeric",
  "NumericEquals",
  numbers((request, policy) => request === policy),
  "NumericNotEquals",
);
define(
  "numeric",
  "NumericLessThan",
  numbers((request, policy) => request < policy),
);
define(
  "numeric",
  "NumericLessThanEquals",
  numbers((request, policy) => request <= policy),
);
define(
  "numeric",
  "NumericGreaterThan",
  numbers((request, policy) => request > policy),
);
define(
  "numeric",
  "NumericGreaterThanEquals",
  numbers((request, policy) => request >= policy),
);
define(
  "date",
  "DateEquals",
  dates((request, policy) => request === policy),
  "DateNotEquals",
);
define(
  "date",
  "DateLessThan",
  dates((request, policy) => request < policy),
);
define(
  "date",
  "DateLessThanEquals",
  dates((request, policy) => request <= policy),
);
define(
  "date",
  "DateGreaterThan",
  dates((request, policy) => request > policy),
);
define(
  "date",
  "DateGreaterThanEquals",
  dates((request, policy) => request >= policy),
);
define(
  "bool",
  "Bool",
  (request, { text }) => isBoolean(text) && request.toLowerCase() === text.toLowerCase(),
);
define("binary", "BinaryEquals", (request, { text }) => request === text);
define("address", "IpAddress", isWithin, "NotIpAddress");
define("arn", "ArnEquals", (request, { text }) => arnFits(text, request), "ArnNotEquals");
define("arn", "ArnLike", (request, { text }) => arnFits(text, request), "ArnNotLike");
// Null asks whether the key is there, so its comparison is never called: see conditions.ts.
define("null", "Null", () => false);

function patternOf(policy: PolicyValue): Pattern {
  return (policy.pattern ??= compilePattern(policy.pieces));
}

function numbers(compare: (request: number, policy: number) => boolean): Comparison["compare"] {
  return (request, { text }) => both(parseNumber(request), parseNumber(text), compare);
}

function dates(compare: (request: number, policy: number) => boolean): Comparison["compare"] {
  return (request, { text }) => both(parseDate(request), parseDate(text), compare);
}

/** What is no number, or no date, compares with nothing. */
function both(
  request: number | undefined,
  policy: number | undefined,
  compare: (a: number, b: number) => boolean,
): boolean {
  return request !== undefined && policy !== undefined && compare(request, policy);
}

/** A decimal number, or undefined. */
export function parseNumber(text: string): number | undefined {
  return /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : undefined;
}

/** Milliseconds since 1970 of an ISO 8601 date or of seconds since 1970, or undefined. */
export function parseDate(text: string): number | undefined {
  if (/^\d{5,}$/.test(text)) return Number(text) * 1000;
  const date = /^\d{4}(?:-\d{2}(?:-\d{2}(T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/.exec(
    text,
  );
  if (date === null) return undefined;
  const [, clock, zone] = date;
  const time = Date.parse(clock !== undefined && zone === undefined ? `${text}Z` : text);
  return Number.isNaN(time) ? undefined : time;
}

function isBoolean(text: string): boolean {
  return /^(?:true|false)$/i.test(text);
}

function isWithin(request: string, policy: PolicyValue): boolean {
  const address = ranges.of(request, readRange);
  const range = (policy.range ??= readRange(policy.text));
  return address !== null && range !== null && covers(range, address);
}

function readRange(text: string): AddressRange | null {
  return parseRange(text) ?? null;
}

/** One address is compared with many ranges, and many with each. */
const ranges = new Memory<AddressRange | null>(1024);

/**
 * ARNs compare part by part, wildcards in each. A lone `*` and a pattern cut short after a `*` are read as "any ARN from here on".
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function arnFits(pattern: string, arn: string): boolean {
  const wanted = arns.of(pattern, partsOf);
  const parts = arns.of(arn, partsOf);
  if (parts.length !== 6) return false;
  if (wanted.length < 6 && !pattern.endsWith("*")) return false;
  return parts.every((part, index) => fits(wanted[index] ?? "*", part));
}

/** A pattern meets many ARNs, and an ARN many patterns. */
const arns = new Memory<readonly string[]>(1024);

/** The sixth part may hold colons of its own. */
function partsOf(arn: string): readonly string[] {
  const parts = arn.split(":");
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}
