/** Somebody who might ask: the principals that an analysis tries. */
import { lookupIn, type PrincipalType, type Request, type RequestContext } from "../evaluate/request";
import type { Lookup } from "../evaluate/variables";

/**
 * - `owner`: in the key's account
 * - `trusted`: in a trusted account
 * - `named`: outside, and the policy names its account, principal or provider
 * - `arbitrary`: outside, and the policy names it nowhere
 * - `service`: an AWS service for itself; on whose behalf says `account`
 */
export type Zone = "owner" | "trusted" | "named" | "arbitrary" | "service";

/** A principal to try. */
export interface Persona {
  readonly zone: Zone;
  readonly principalType: PrincipalType;
  readonly principal: string;
  /** The account it belongs to; for a service the account it acts for. */
  readonly account: string;
  /** Condition keys beyond those that follow from the principal. */
  readonly context: RequestContext;
  /** Whether the policy names this very principal, rather than its account or everyone. */
  readonly explicit: boolean;
}

/** Tells personas apart. */
export function identityOf({ principalType, principal, account, zone, context }: Persona): string {
  const userId = context["aws:userid"];
  return `${principalType} ${principal} ${account} ${zone} ${typeof userId === "string" ? userId : ""}`;
}

/** Whether the persona stands outside the trusted zone. */
export function isOutside({ zone }: Persona): boolean {
  return zone === "named" || zone === "arbitrary";
}

/** The persona asking for something, with no more context than follows from who it is. */
export function requestOf(
  persona: Persona,
  action: string,
  resource: string,
  context: RequestContext = {},
): Request {
  const { principalType, principal, account } = persona;
  const ofNoAccount = principalType === "Service";
  return {
    principalType,
    principal,
    ...(!ofNoAccount && { account }),
    action,
    resource,
    context: { ...persona.context, ...context },
  };
}

/** What the persona's own keys (`aws:PrincipalArn`, ...) hold; nothing of what is chosen per request. */
export function lookupOf(persona: Persona): Lookup {
  let lookup = lookups.get(persona);
  if (lookup === undefined) lookups.set(persona, (lookup = makeLookup(persona)));
  return lookup;
}

const lookups = new WeakMap<Persona, Lookup>();

/** Most policies never ask, so the keys are spelt out at the first question. */
function makeLookup(persona: Persona): Lookup {
  let own: Lookup | undefined;
  return (key) => (own ??= lookupIn(requestOf(persona, "", "")))(key);
}
