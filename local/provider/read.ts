/**
 * Typed reads of checked properties. What `check` lets pass has the declared type, so a value of another type here
 * is a fault in a handler and says which property it read.
 */
import { isObject, type Properties, type Value } from "./values";

/** A text, or undefined where the property is not set. */
export function text(properties: Properties, name: string): string | undefined {
  const value = properties[name] ?? undefined;
  if (value === undefined || typeof value === "string") return value;
  throw wrongType(name, "a text", value);
}

/** A text that is always set: a required property or an output. */
export function requiredText(properties: Properties, name: string): string {
  const value = text(properties, name);
  if (value === undefined) throw wrongType(name, "a text", null);
  return value;
}

/** A boolean, or undefined where the property is not set. */
export function flag(properties: Properties, name: string): boolean | undefined {
  const value = properties[name] ?? undefined;
  if (value === undefined || typeof value === "boolean") return value;
  throw wrongType(name, "true or false", value);
}

/** A number, or undefined where the property is not set. */
export function number(properties: Properties, name: string): number | undefined {
  const value = properties[name] ?? undefined;
  if (value === undefined || typeof value === "number") return value;
  throw wrongType(name, "a number", value);
}

/** A list of texts, or undefined where the property is not set. */
export function texts(properties: Properties, name: string): string[] | undefined {
  const value = properties[name] ?? undefined;
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw wrongType(name, "a list", value);
  return value.map((element) => {
    if (typeof element === "string") return element;
    throw wrongType(name, "a list of texts", element);
  });
}

/** A map of texts, or undefined where the property is not set. */
export function textMap(properties: Properties, name: string): Record<string, string> | undefined {
  const value = properties[name] ?? undefined;
  if (value === undefined) return undefined;
  if (!isObject(value)) throw wrongType(name, "a map", value);
  return Object.fromEntries(
    Object.entries(value).map(([key, element]) => {
      if (typeof element === "string") return [key, element];
      throw wrongType(`${name}.${key}`, "a text", element);
    }),
  );
}

/** An object, or undefined where the property is not set. */
export function object(properties: Properties, name: string): Properties | undefined {
  const value = properties[name] ?? undefined;
  if (value === undefined || isObject(value)) return value;
  throw wrongType(name, "an object", value);
}

/** A list of objects; empty where the property is not set. */
export function objects(properties: Properties, name: string): Properties[] {
  const value = properties[name] ?? [];
  if (Array.isArray(value) && value.every(isObject)) return value;
  throw wrongType(name, "a list of objects", value);
}

function wrongType(name: string, expected: string, value: Value): TypeError {
  return new TypeError(`property ${name} should be ${expected}, but is ${typeof value}`);
}
