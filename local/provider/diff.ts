/** What a change of inputs does to a resource: update in place, or replacement, property by property. */
import { isDefaulted, propertiesOf } from "./check";
import { formatPath, isCovered, parsePath, type Step } from "./propertyPath";
import type { Resource } from "./resource";
import type { Property, PropertyTable } from "./property";
import { isObject, isSame, isZero, type Properties, UNKNOWN, type Value } from "./values";

/** One difference, at a path. */
export interface Difference {
  readonly path: readonly Step[];
  readonly kind: "add" | "delete" | "update";
  readonly replace: boolean;
}

/** The differences between a resource and its inputs. */
export interface Differences {
  readonly details: readonly Difference[];
  /** Top-level properties that are to change. */
  readonly changed: ReadonlySet<string>;
  readonly replace: boolean;
  /** The old resource must go before the new one is made, as both would have the same name. */
  readonly deleteBeforeReplace: boolean;
}

/**
 * Compares what a resource should be with what it is.
 * @param state the resource as last seen
 * @param news checked inputs
 * @param ignored paths that the program ignores
 */
export function differences(
  resource: Resource,
  state: Properties,
  news: Properties,
  ignored: readonly string[],
): Differences {
  const table = propertiesOf(resource);
  const ignoredPaths = ignored.map(parsePath);
  const details = Object.entries(table)
    .filter(([, property]) => property.output !== true && property.writeOnly !== true)
    .flatMap(([name, property]) => compare([name], property, state[name] ?? null, news[name] ?? null))
    .filter(({ path }) => !isCovered(path, ignoredPaths));
  const replace = details.some((detail) => detail.replace);
  return {
    details,
    changed: new Set(details.map(({ path }) => String(path[0]))),
    replace,
    deleteBeforeReplace:
      replace && (resource.deleteBeforeReplace === true || keepsGivenName(resource, state, news)),
  };
}

/** What identifies a difference in the engine's answer. */
export function pathOf({ path }: Difference): string {
  return formatPath(path);
}

function compare(path: Step[], property: Property, is: Value, wanted: Value): Difference[] {
  const replace = property.forceNew === true;
  if (wanted === UNKNOWN) return [{ path, kind: isZero(is) ? "add" : "update", replace }];
  if (wanted === null) {
    return property.computed === true || isZero(is) ? [] : [{ path, kind: "delete", replace }];
  }
  if (isZero(is) && isZero(wanted)) return [];
  if (isSame(is, wanted) || property.same?.(is, wanted) === true) return [];
  if (is === null) return [{ path, kind: "add", replace }];
  const inherited = { ...(property.forceNew && { forceNew: property.forceNew }) };
  const elements: Property = { type: "string", ...property.elements, ...inherited };
  switch (property.type) {
    case "map":
      return isObject(is) && isObject(wanted) ? compareKeys(path, elements, is, wanted) : changed();
    case "object":
      return isObject(is) && isObject(wanted)
        ? compareFields(path, property.fields ?? {}, inherited, is, wanted)
        : changed();
    case "set":
      if (Array.isArray(is) && Array.isArray(wanted)) {
        return isSameSet(elements, is, wanted) ? [] : compareItems(path, elements, is, wanted);
      }
      return changed();
    case "list":
      return Array.isArray(is) && Array.isArray(wanted)
        ? compareItems(path, elements, is, wanted)
        : changed();
    default:
      return changed();
  }

  function changed(): Difference[] {
    return [{ path, kind: "update", replace }];
  }
}

function compareKeys(path: Step[], elements: Property, is: Properties, wanted: Properties): Difference[] {
  const keys = [...new Set([...Object.keys(is), ...Object.keys(wanted)])];
  return keys.flatMap((key) => compareMember([...path, key], elements, is[key], wanted[key]));
}

function compareFields(
  path: Step[],
  fields: PropertyTable,
  inherited: Partial<Property>,
  is: Properties,
  wanted: Properties,
): Difference[] {
  return Object.entries(fields).flatMap(([name, field]) =>
    compare([...path, name], { ...field, ...inherited }, is[name] ?? null, wanted[name] ?? null),
  );
}

function compareItems(path: Step[], elements: Property, is: Value[], wanted: Value[]): Difference[] {
  const indices = [...Array(Math.max(is.length, wanted.length)).keys()];
  return indices.flatMap((index) => compareMember([...path, index], elements, is[index], wanted[index]));
}

/** Members of maps and lists exist or not; an empty text is a value there. */
function compareMember(
  path: Step[],
  property: Property,
  is: Value | undefined,
  wanted: Value | undefined,
): Difference[] {
  const replace = property.forceNew === true;
  if (is === undefined || is === null) {
    return wanted === undefined || wanted === null ? [] : [{ path, kind: "add", replace }];
  }
  if (wanted === undefined) {
    return property.computed === true ? [] : [{ path, kind: "delete", replace }];
  }
  return compare(path, property, is, wanted);
}

function isSameSet(elements: Property, one: Value[], other: Value[]): boolean {
  const equal = (a: Value, b: Value): boolean => compare([], elements, a, b).length === 0;
  return (
    one.length === other.length &&
    one.every((value) => other.some((candidate) => equal(value, candidate))) &&
    other.every((value) => one.some((candidate) => equal(candidate, value)))
  );
}

function keepsGivenName(resource: Resource, state: Properties, news: Properties): boolean {
  return Object.entries(resource.properties).some(
    ([name, { autoName }]) =>
      autoName !== undefined &&
      !isDefaulted(news, name) &&
      !isZero(news[name]) &&
      isSame(state[name] ?? null, news[name] ?? null),
  );
}
