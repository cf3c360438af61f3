/** Structures of AWS's API: the same as the properties of the official schema, with a capital letter before each name. */
import type { Property, PropertyTable } from "./property";
import { isObject, type Properties, type Value } from "./values";

/** A structure of AWS's API. */
export type AwsShape = Record<string, unknown>;

/** Names of AWS's API that are no mere capital letter away: property -> name (`id` -> `ID`). */
export type AwsNames = Readonly<Record<string, string>>;

/** Properties as AWS takes them; keys of maps stay as they are, and so does every single value. */
export function toAws(fields: PropertyTable, properties: Properties, names: AwsNames = {}): AwsShape {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, property]) => {
      const value = properties[name] ?? null;
      return value === null ? [] : [[awsName(name, names), valueToAws(property, value, names)]];
    }),
  );
}

/** A structure of AWS's API as properties: those of `fields` that AWS tells. */
export function fromAws(fields: PropertyTable, shape: object, names: AwsNames = {}): Properties {
  const told = shape as AwsShape;
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, property]) => {
      const value = told[awsName(name, names)];
      return value === undefined || value === null ? [] : [[name, valueFromAws(property, value, names)]];
    }),
  );
}

function awsName(name: string, names: AwsNames): string {
  return names[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
}

function valueToAws({ fields, elements }: Property, value: Value, names: AwsNames): unknown {
  if (Array.isArray(value)) {
    return value.map((element) => (elements === undefined ? element : valueToAws(elements, element, names)));
  }
  return isObject(value) && fields !== undefined ? toAws(fields, value, names) : value;
}

function valueFromAws({ fields, elements }: Property, value: unknown, names: AwsNames): Value {
  if (Array.isArray(value)) {
    return value.map((element: unknown) =>
      elements === undefined ? (element as Value) : valueFromAws(elements, element, names),
    );
  }
  return typeof value === "object" && value !== null && fields !== undefined
    ? fromAws(fields, value, names)
    : (value as Value);
}
