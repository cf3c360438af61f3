/** The options of a rule as CrossGuard's configuration schema. */
import type { PolicyConfigSchema } from "@pulumi/policy";
import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import type { OptionValue, Rule, RuleOption } from "../rulebook/rule";

/** JSON schema of a rule's options, with their defaults. */
export function configSchemaOf({ options }: Rule): PolicyConfigSchema {
  return {
    properties: Object.fromEntries(Object.entries(options).map(([name, option]) => [name, schemaOf(option)])),
  };
}

function schemaOf({ schema, default: value, description }: RuleOption<OptionValue>): PolicyConfigJSONSchema {
  const { items, ...rest } = schema;
  return {
    ...rest,
    description,
    ...(items && { items }),
    default: typeof value === "object" ? [...value] : value,
  };
}
