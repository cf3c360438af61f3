/** Options of rules: their JSON schemas and defaults travel into the policy pack's configuration. */

/** JSON schema of an option, as far as options need it. */
export interface OptionSchema {
  readonly type: "integer" | "boolean" | "string" | "array";
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: { readonly type: "string"; readonly pattern?: string; readonly enum?: string[] };
}

/** What an option may be. */
export type OptionValue = number | boolean | string | readonly string[];

/** An option of a rule. */
export interface RuleOption<T extends OptionValue> {
  readonly schema: OptionSchema;
  readonly default: T;
  /** What it sets, in a few words, with its unit. */
  readonly description: string;
}

/** The options of a rule, by name. */
export type RuleOptions<Options> = {
  readonly [Name in keyof Options]: RuleOption<Extract<Options[Name], OptionValue>>;
};

/** An option that counts something, within bounds. */
export function wholeNumber(
  description: string,
  bounds: { readonly minimum: number; readonly maximum: number; readonly default: number },
): RuleOption<number> {
  const { minimum, maximum, default: value } = bounds;
  return { description, schema: { type: "integer", minimum, maximum }, default: value };
}

/** An option that lists texts; `items` says what they may be. */
export function textList(
  description: string,
  items: Omit<NonNullable<OptionSchema["items"]>, "type"> = {},
  value: readonly string[] = [],
): RuleOption<readonly string[]> {
  return { description, schema: { type: "array", items: { type: "string", ...items } }, default: value };
}

/** The accounts beside the owner that an owner trusts. */
export const trustedAccounts = textList("accounts that may use keys: 12 digits each", {
  pattern: "^[0-9]{12}$",
});
/** The organizations that an owner trusts. */
export const trustedOrganizations = textList("organizations that may use keys: `o-...` each", {
  pattern: "^o-[a-z0-9]{10,32}$",
});
