/** Resources that AWS keeps as a map of texts (SNS topics, SQS queues): properties to attributes and back. */
import { samePolicy, sameJson, jsonProblem, policyProblem } from "./policies";
import type { Change } from "./resource";
import type { Property, PropertyTable } from "./property";
import type { Properties, Value } from "./values";

/** A property that is one attribute. */
export interface Attribute {
  readonly attribute: string;
  readonly property: Property;
}

/** Attributes by the names of their properties. */
export type AttributeTable = Readonly<Record<string, Attribute>>;

/** A policy in an attribute; AWS has a default one. */
export const policyAttribute: Attribute = {
  attribute: "Policy",
  property: {
    type: "string",
    computed: true,
    document: true,
    same: samePolicy,
    keepsForm: true,
    problem: policyProblem,
  },
};

/** An attribute that is a JSON document. */
export function jsonAttribute(attribute: string, property: Partial<Property> = {}): Attribute {
  return {
    attribute,
    property: { type: "string", same: sameJson, keepsForm: true, problem: jsonProblem, ...property },
  };
}

/** The properties of a table of attributes. */
export function propertiesOfAttributes(table: AttributeTable): PropertyTable {
  return Object.fromEntries(Object.entries(table).map(([name, { property }]) => [name, property]));
}

/** The attributes that the program sets. */
export function toAttributes(table: AttributeTable, inputs: Properties): Record<string, string> {
  return Object.fromEntries(
    Object.entries(table).flatMap(([name, { attribute, property }]) => {
      const value = inputs[name];
      return value === undefined || value === null || property.output === true
        ? []
        : [[attribute, textOf(value)]];
    }),
  );
}

/** The attributes that a change sets: what is no longer in the program becomes empty. */
export function changedAttributes(
  table: AttributeTable,
  { inputs, changed }: Change,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(table).flatMap(([name, { attribute }]) =>
      changed(name) ? [[attribute, textOf(inputs[name] ?? "")]] : [],
    ),
  );
}

/** The properties that AWS's attributes are; null for those that it does not have. */
export function fromAttributes(
  table: AttributeTable,
  attributes: Readonly<Record<string, string | undefined>>,
): Properties {
  return Object.fromEntries(
    Object.entries(table).map(([name, { attribute, property }]) => [
      name,
      valueOf(property, attributes[attribute]),
    ]),
  );
}

function textOf(value: Value): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function valueOf({ type, default: otherwise }: Property, text: string | undefined): Value {
  if (text === undefined) return otherwise ?? null;
  switch (type) {
    case "boolean":
      return text === "true";
    case "integer":
    case "number":
      return text === "" ? null : Number(text);
    default:
      return text;
  }
}
