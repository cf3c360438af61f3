/**
 * The condition keys that requests to AWS KMS can carry.
 * https://docs.aws.amazon.com/kms/latest/developerguide/policy-conditions.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
import { findAction } from "./actions";
import reference from "./data/conditionKeys.json";

/** The type of a condition key's values. */
export type ConditionKeyType = "String" | "ARN" | "Bool" | "Numeric" | "Date" | "IPAddress" | "ArrayOfString";

/** A condition key; `*` in its name stands for a variable part, such as a tag key. */
export interface ConditionKey {
  readonly name: string;
  readonly type: ConditionKeyType;
}

/** Every condition key of KMS, every global one, and those that role sessions carry. */
export const conditionKeys: readonly ConditionKey[] = Object.entries(reference).map(([name, type]) => ({
  name,
  type: type as ConditionKeyType,
}));

const exact = new Map(conditionKeys.map((key) => [key.name.toLowerCase(), key]));
const variable = conditionKeys
  .filter(({ name }) => name.endsWith("*"))
  .map((key) => ({ key, prefix: key.name.slice(0, -1).toLowerCase() }));

/** The condition key of this name, in whatever case (`kms:callerAccount`), or undefined where there is none. */
export function findConditionKey(name: string): ConditionKey | undefined {
  const written = name.toLowerCase();
  return (
    exact.get(written) ??
    variable.find(({ prefix }) => written.startsWith(prefix) && written.length > prefix.length)?.key
  );
}

/**
 * Whether sessions of an identity provider carry the key: `saml:aud`, `token.actions.githubusercontent.com:sub`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export function isFederationKey(name: string): boolean {
  return /^(saml|[a-z0-9-]+(\.[a-z0-9-]+)+(\/.*)?):[^:]+$/i.test(name);
}

/** Whether requests of the action can carry the key. Keys of other services than KMS are taken to be carried always. */
export function canCarry(action: string, key: ConditionKey): boolean {
  if (!key.name.startsWith("kms:")) return true;
  // Every key has aliases, whatever the request: https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
  if (key.name === "kms:ResourceAliases") return findAction(action)?.usesKey === true;
  return findAction(action)?.conditionKeys.includes(key.name) === true;
}
