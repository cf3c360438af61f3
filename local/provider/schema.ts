/** The package's schema, as far as the engine needs one: what is served, with names and types of properties. */
import { propertiesOf } from "./check";
import { functionOf, resourceOf, served } from "./registry";
import type { Property, PropertyTable } from "./property";

/** A Pulumi package schema. https://www.pulumi.com/docs/iac/using-pulumi/pulumi-packages/schema/ */
export function schema(version: string): object {
  return {
    name: "aws",
    version,
    description: "Stand-in for the aws provider: the types that one project uses.",
    config: {},
    provider: {},
    resources: Object.fromEntries(served.resources.map((token) => [token, resourceSchema(token)])),
    functions: Object.fromEntries(
      served.functions.map((token) => [
        token,
        { inputs: { properties: typesOf(functionOf(token).arguments) } },
      ]),
    ),
  };
}

function resourceSchema(token: string): object {
  const table = propertiesOf(resourceOf(token));
  const inputs = Object.fromEntries(Object.entries(table).filter(([, { output }]) => output !== true));
  return {
    properties: typesOf(table),
    inputProperties: typesOf(inputs),
    requiredInputs: Object.keys(inputs).filter((name) => inputs[name]?.required === true),
  };
}

function typesOf(table: PropertyTable): object {
  return Object.fromEntries(
    Object.entries(table).map(([name, property]) => [
      name,
      {
        ...typeOf(property),
        ...(property.secret && { secret: true }),
        willReplaceOnChanges: property.forceNew === true,
      },
    ]),
  );
}

function typeOf({ type, elements = { type: "string" } }: Property): object {
  switch (type) {
    case "list":
    case "set":
      return { type: "array", items: typeOf(elements) };
    case "map":
      return { type: "object", additionalProperties: typeOf(elements) };
    case "object":
      return { type: "object", additionalProperties: { $ref: "pulumi.json#/Any" } };
    default:
      return { type };
  }
}
