/** Inputs held against a table of properties: names, types, values, and what is missing. */
import { closest, distance } from "fastest-levenshtein";
import type { Failure, Property, PropertyTable } from "./property";
import { hasUnknown, isObject, type Properties, UNKNOWN, type Value } from "./values";

/** Inputs as they came, with their types mended where that is safe, and what is wrong with them. */
export interface Checked {
  readonly inputs: Properties;
  readonly failures: readonly Failure[];
}

/**
 * Checks names, types and values; unknown values pass. Properties without a value are dropped.
 * @param path where the inputs are, for the failures: empty at the top
 */
export function checkProperties(table: PropertyTable, inputs: Properties, path = ""): Checked {
  const checked: Properties = {};
  const failures: Failure[] = [];
  for (const [name, value] of Object.entries(inputs)) {
    if (value === null || name.startsWith("__")) continue;
    const property = table[name];
    const at = path === "" ? name : `${path}.${name}`;
    if (property === undefined || property.output === true) {
      failures.push({ property: at, reason: unexpected(name, table) });
      continue;
    }
    const result = checkValue(property, value, at);
    failures.push(...result.failures);
    if (result.value !== null) checked[name] = result.value;
  }
  if (path !== "") takeDefaults(table, checked);
  return { inputs: checked, failures: [...failures, ...checkPresence(table, checked, path)] };
}

/** Defaults inside of objects; those at the top are noted by the caller. */
function takeDefaults(table: PropertyTable, inputs: Properties): void {
  for (const [name, property] of Object.entries(table)) {
    if (property.default !== undefined) inputs[name] ??= property.default;
  }
}

function checkPresence(table: PropertyTable, inputs: Properties, path: string): Failure[] {
  return Object.entries(table).flatMap(([name, { required, conflictsWith = [], requiredWith = [] }]) => {
    const property = path === "" ? name : `${path}.${name}`;
    if (inputs[name] === undefined) {
      return required === true ? [{ property, reason: `missing required property ${quoted(name)}` }] : [];
    }
    const conflict = conflictsWith.find((other) => inputs[other] !== undefined);
    if (conflict !== undefined) {
      return [{ property, reason: `conflicts with ${quoted(conflict)}: set one of the two` }];
    }
    const missing = requiredWith.find((other) => inputs[other] === undefined);
    return missing === undefined ? [] : [{ property, reason: `needs ${quoted(missing)} to be set as well` }];
  });
}

function checkValue(
  property: Property,
  value: Value,
  path: string,
): { value: Value; failures: readonly Failure[] } {
  if (value === UNKNOWN) return { value, failures: [] };
  if (property.document === true && isObject(value)) {
    return { value: hasUnknown(value) ? UNKNOWN : JSON.stringify(value), failures: [] };
  }
  const mended = mend(property, value);
  if (mended === undefined) {
    return {
      value,
      failures: [{ property: path, reason: `expected ${expected(property)}, got ${shown(value)}` }],
    };
  }
  const inner = checkInside(property, mended, path);
  if (inner.failures.length > 0) return inner;
  const reason = property.problem?.(inner.value);
  return { value: inner.value, failures: reason === undefined ? [] : [{ property: path, reason }] };
}

function checkInside(
  { type, fields, elements = { type: "string" } }: Property,
  value: Value,
  path: string,
): { value: Value; failures: readonly Failure[] } {
  if (type === "object" && fields !== undefined && isObject(value)) {
    const { inputs, failures } = checkProperties(fields, value, path);
    return { value: inputs, failures };
  }
  if (Array.isArray(value)) {
    const results = value.map((element, index) => checkValue(elements, element, `${path}[${index}]`));
    return {
      value: results.map((result) => result.value),
      failures: results.flatMap(({ failures }) => failures),
    };
  }
  if (type === "map" && isObject(value)) {
    const results = Object.entries(value)
      .filter(([, element]) => element !== null)
      .map(([key, element]) => [key, checkValue(elements, element, `${path}.${key}`)] as const);
    return {
      value: Object.fromEntries(results.map(([key, result]) => [key, result.value])),
      failures: results.flatMap(([, { failures }]) => failures),
    };
  }
  return { value, failures: [] };
}

/** The value in the property's type where nothing is lost by it, as Terraform does it; undefined where it has another type. */
function mend({ type }: Property, value: Value): Value | undefined {
  switch (type) {
    case "string":
      if (typeof value === "number" || typeof value === "boolean") return String(value);
      return typeof value === "string" ? value : undefined;
    case "boolean":
      if (value === "true" || value === "false") return value === "true";
      return typeof value === "boolean" ? value : undefined;
    case "integer":
    case "number": {
      const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
      const fits = type === "integer" ? Number.isInteger(number) : Number.isFinite(number);
      return typeof number === "number" && fits ? number : undefined;
    }
    case "list":
    case "set":
      return Array.isArray(value) ? value : undefined;
    case "map":
    case "object":
      return isObject(value) ? value : undefined;
  }
}

const typeNames = {
  string: "a text",
  boolean: "true or false",
  integer: "a whole number",
  number: "a number",
  list: "a list",
  set: "a list",
  map: "a map",
  object: "an object",
} as const;

function expected({ type }: Property): string {
  return typeNames[type];
}

function shown(value: Value): string {
  return isObject(value) || Array.isArray(value)
    ? Array.isArray(value)
      ? "a list"
      : "an object"
    : JSON.stringify(value);
}

function unexpected(name: string, table: PropertyTable): string {
  const names = Object.keys(table).filter((other) => table[other]?.output !== true);
  const nearest = names.length === 0 ? undefined : closest(name, names);
  const near = nearest !== undefined && distance(name, nearest) <= Math.max(2, name.length / 3);
  const hint = near ? `did you mean ${quoted(nearest)}?` : `expected one of ${names.join(", ")}`;
  return `unexpected property ${quoted(name)}: ${hint}`;
}

function quoted(name: string): string {
  return JSON.stringify(name);
}
