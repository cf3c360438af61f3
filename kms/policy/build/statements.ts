/** The shapes of statement that key policies are made of. */
import type { JsonPrincipal, JsonStatement } from "../document";
import { actionsOf, type Capability, encryptionContextActions } from "./capabilities";
import { allOf, type Conditions, encryptionContext, forAwsResource, viaServices } from "./conditions";
import type { KeyFrame } from "./context";
import type { UseLimits } from "./intent";
import { oneOrSorted } from "./oneOrSorted";
import { type Who } from "./principals";

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

/** Use of the key by somebody. */
export function useStatements(
  sid: string,
  who: Who,
  wanted: readonly Capability[],
  limits: UseLimits,
  frame: KeyFrame,
): JsonStatement[] {
  return usesOf(sid, wanted, limits, frame, who.conditions).map(({ name, actions, conditions }) =>
    allow(name, who.principal, actions, conditions),
  );
}

/** A part of a use whose actions share their conditions. */
export interface UsePart {
  readonly name: string;
  readonly actions: readonly string[];
  readonly conditions: Conditions;
}

/** The parts of a use: only requests with an encryption context can be asked for one, so DescribeKey comes apart. */
export function usesOf(
  name: string,
  wanted: readonly Capability[],
  limits: UseLimits,
  frame: KeyFrame,
  others: Conditions = {},
): UsePart[] {
  const actions = actionsOf(wanted, frame.spec);
  const common = allOf([others, viaServices(limits.viaServices, frame)]);
  const context = encryptionContext(limits.encryptionContext);
  if (Object.keys(context).length === 0) return [{ name, actions, conditions: common }];
  return [
    {
      name,
      actions: actions.filter((action) => encryptionContextActions.has(action)),
      conditions: allOf([common, context]),
    },
    {
      name: `${name}Describe`,
      actions: actions.filter((action) => !encryptionContextActions.has(action)),
      conditions: common,
    },
  ].filter((part) => part.actions.length > 0);
}

/**
 * Grants that AWS services make on somebody's behalf, to keep using the key for a resource.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-services.html
 */
export function grantStatement(sid: string, who: Who, limits: UseLimits, frame: KeyFrame): JsonStatement {
  return allow(sid, who.principal, grantActions, grantConditions(limits, frame, who.conditions));
}

/** What it takes to make, see and take back such grants. */
export const grantActions = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"] as const;

/** The grants are for AWS services only, and made through them where services are named. */
export function grantConditions(limits: UseLimits, frame: KeyFrame, others: Conditions = {}): Conditions {
  return allOf([others, viaServices(limits.viaServices, frame), forAwsResource]);
}

/** `encryptDecrypt` and `describe` -> `EncryptDecryptDescribe`: the part of a Sid that tells the purpose. */
export function sidOf(prefix: string, name: string | undefined, wanted: readonly Capability[]): string {
  const purpose = name ?? [...wanted].sort().map(capitalized).join("");
  return `${prefix}${capitalized(purpose)}`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
