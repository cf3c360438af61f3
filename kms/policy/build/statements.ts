/** The shapes of statement that key policies are made of. */
import type { JsonPrincipal, JsonStatement } from "../document";
import { actionsOf, type Capability, encryptionContextActions } from "./capabilities";
import { allOf, type Conditions, encryptionContext, forAwsResource, viaServices } from "./conditions";
import type { KeyFrame } from "./context";
import type { UseLimits } from "./intent";
import { oneOrSorted, type Who } from "./principals";

/** An Allow statement about this key; `Resource: "*"` means the key that the policy is attached to. */
export function allow(
  sid: string,
  principal: JsonPrincipal,
  actions: readonly string[],
  conditions: Conditions = {},
): JsonStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: principal,
    Action: oneOrSorted(actions),
    Resource: "*",
    ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
  };
}

/** Use of the key. Only requests with an encryption context can be asked for one, so DescribeKey gets a statement without. */
export function useStatements(
  sid: string,
  who: Who,
  wanted: readonly Capability[],
  limits: UseLimits,
  frame: KeyFrame,
): JsonStatement[] {
  const actions = actionsOf(wanted, frame.spec);
  const common = allOf([who.conditions, viaServices(limits.viaServices, frame)]);
  const context = encryptionContext(limits.encryptionContext);
  if (Object.keys(context).length === 0) return [allow(sid, who.principal, actions, common)];
  const carrying = actions.filter((action) => encryptionContextActions.has(action));
  const others = actions.filter((action) => !encryptionContextActions.has(action));
  return [
    ...(carrying.length === 0 ? [] : [allow(sid, who.principal, carrying, allOf([common, context]))]),
    ...(others.length === 0 ? [] : [allow(`${sid}Describe`, who.principal, others, common)]),
  ];
}

/**
 * Grants that AWS services make on somebody's behalf, to keep using the key for a resource.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-services.html
 */
export function grantStatement(sid: string, who: Who, limits: UseLimits, frame: KeyFrame): JsonStatement {
  const conditions = allOf([who.conditions, viaServices(limits.viaServices, frame), forAwsResource]);
  return allow(sid, who.principal, ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"], conditions);
}

/** `encryptDecrypt` and `describe` -> `EncryptDecryptDescribe`: the part of a Sid that tells the purpose. */
export function sidOf(prefix: string, name: string | undefined, wanted: readonly Capability[]): string {
  const purpose = name ?? [...wanted].sort().map(capitalized).join("");
  return `${prefix}${capitalized(purpose)}`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
